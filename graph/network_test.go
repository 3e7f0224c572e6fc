package graph_test

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// onlyVPC is a stack with one VPC and one subnet.
func onlyVPC() *stack {
	s := newStack()
	s.add("aws_vpc.main", object{"cidr_block": "10.0.0.0/16"})
	s.add("aws_subnet.a", object{"vpc_id": s.id("aws_vpc.main"), "cidr_block": "10.0.1.0/24"})
	return s
}

func TestVPCDefaults(t *testing.T) {
	v := vpc(t, onlyVPC().build(t), "aws_vpc.main")
	assert.True(t, v.DNSSupport.V)
	assert.False(t, v.DNSHostnames.V)
	assert.False(t, v.DNSSupport.Given)
	assert.Len(t, v.Subnets, 1)
	assert.True(t, v.DefaultGroup.Implicit)
	assert.Len(t, v.DefaultGroup.Egress, 1)
	assert.Same(t, v.DefaultGroup, v.DefaultGroup.Ingress[0].Groups.Items[0].To)
	assert.True(t, v.DefaultACL.Ingress[0].Allow.V)
}

func TestDefaultVPCLeadsToTheInternet(t *testing.T) {
	s := newStack()
	s.add("aws_default_vpc.this", object{})
	s.add("aws_default_subnet.a", object{"availability_zone": "eu-west-1a"})
	s.add("aws_security_group.task", object{})
	g := s.build(t)
	v := vpc(t, g, "aws_default_vpc.this")
	assert.True(t, v.DNSHostnames.V)
	a := subnet(t, g, "aws_default_subnet.a")
	assert.True(t, a.MapPublicIP.V)
	assert.Same(t, v, a.VPC.To)
	assert.Equal(t, graph.TargetInternetGateway, a.RouteTable.To.Routes[0].Kind)
	assert.Same(t, v, a.RouteTable.To.Routes[0].InternetGateway.VPC.To)
	assert.Same(t, v, group(t, g, "aws_security_group.task").VPC.To)
}

func TestSubnetsTakeTheMainTable(t *testing.T) {
	cases := map[string]struct {
		build func(s *stack)
		want  string // ID of the table; "" when it is not known
	}{
		"implicit": {func(*stack) {}, "aws_vpc.main.main_route_table_id"},
		"adopted": {func(s *stack) {
			s.add("aws_default_route_table.main", object{
				"default_route_table_id": s.ref("aws_vpc.main", "default_route_table_id"),
			})
		}, "aws_default_route_table.main"},
		"replaced": {func(s *stack) {
			s.add("aws_route_table.new", object{"vpc_id": s.id("aws_vpc.main")})
			s.add("aws_main_route_table_association.new", object{
				"vpc_id": s.id("aws_vpc.main"), "route_table_id": s.id("aws_route_table.new"),
			})
		}, "aws_route_table.new"},
		"perhaps replaced": {func(s *stack) {
			s.add("aws_route_table.new", object{"vpc_id": s.id("aws_vpc.main")})
			s.maybe("aws_main_route_table_association.new[*]", "var.n", object{
				"vpc_id": s.id("aws_vpc.main"), "route_table_id": s.id("aws_route_table.new"),
			})
		}, ""},
		"associated": {func(s *stack) {
			s.add("aws_route_table.own", object{"vpc_id": s.id("aws_vpc.main")})
			s.add("aws_route_table_association.own", object{
				"subnet_id": s.id("aws_subnet.a"), "route_table_id": s.id("aws_route_table.own"),
			})
		}, "aws_route_table.own"},
		"associated with what is read": {func(s *stack) {
			s.add("data.aws_route_table.own", object{})
			s.add("aws_route_table_association.own", object{
				"subnet_id":      s.id("aws_subnet.a"),
				"route_table_id": s.id("data.aws_route_table.own"),
			})
		}, ""},
		"association of a gateway": {func(s *stack) {
			s.add("aws_route_table.own", object{"vpc_id": s.id("aws_vpc.main")})
			s.add("aws_route_table_association.own", object{
				"gateway_id": s.id("aws_internet_gateway.x"), "subnet_id": nil,
				"route_table_id": s.id("aws_route_table.own"),
			})
		}, "aws_vpc.main.main_route_table_id"},
		"perhaps associated": {func(s *stack) {
			s.add("aws_route_table.own", object{"vpc_id": s.id("aws_vpc.main")})
			s.maybe("aws_route_table_association.own[*]", "var.n", object{
				"subnet_id": s.id("aws_subnet.a"), "route_table_id": s.id("aws_route_table.own"),
			})
		}, ""},
		"association of a variable subnet": {func(s *stack) {
			s.add("aws_route_table.own", object{"vpc_id": s.id("aws_vpc.main")})
			s.add("aws_route_table_association.own", object{
				"subnet_id": s.hole("var.subnet"), "route_table_id": s.id("aws_route_table.own"),
			})
		}, ""},
		"association of a literal subnet": {func(s *stack) {
			s.add("aws_route_table.own", object{"vpc_id": s.id("aws_vpc.main")})
			s.add("aws_route_table_association.own", object{
				"subnet_id": "subnet-0abc", "route_table_id": s.id("aws_route_table.own"),
			})
		}, "aws_vpc.main.main_route_table_id"},
		"two associations": {func(s *stack) {
			for _, name := range []string{"x", "y"} {
				s.add("aws_route_table."+name, object{"vpc_id": s.id("aws_vpc.main")})
				s.add("aws_route_table_association."+name, object{
					"subnet_id":      s.id("aws_subnet.a"),
					"route_table_id": s.id("aws_route_table." + name),
				})
			}
		}, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := onlyVPC()
			c.build(s)
			l := subnet(t, s.build(t), "aws_subnet.a").RouteTable
			if c.want == "" {
				assert.Nil(t, l.To)
				assert.NotNil(t, l.Why)
				return
			}
			require.NotNil(t, l.To)
			assert.Equal(t, c.want, l.To.ID)
		})
	}
}

func TestRoutesOfTheMainTableByTheVPCsAttributes(t *testing.T) {
	for _, attr := range []string{"main_route_table_id", "default_route_table_id"} {
		s := onlyVPC()
		s.add("aws_internet_gateway.main", object{"vpc_id": s.id("aws_vpc.main")})
		s.add("aws_route.out", object{
			"route_table_id": s.ref("aws_vpc.main", attr), "destination_cidr_block": "0.0.0.0/0",
			"gateway_id": s.id("aws_internet_gateway.main"),
		})
		g := s.build(t)
		main := subnet(t, g, "aws_subnet.a").RouteTable.To
		require.Len(t, main.Routes, 1)
		assert.False(t, main.Mixed)
		assert.Equal(t, "aws_internet_gateway.main", main.Routes[0].InternetGateway.ID)
		assert.Len(t, vpc(t, g, "aws_vpc.main").Gateways, 1)
	}
}

func TestRouteTargets(t *testing.T) {
	cases := map[string]struct {
		target  func(s *stack) object
		kind    graph.TargetKind
		unknown bool
	}{
		"internet gateway": {func(s *stack) object {
			return object{"gateway_id": s.id("aws_internet_gateway.x")}
		}, graph.TargetInternetGateway, false},
		"nat in the wrong argument": {func(s *stack) object {
			return object{"gateway_id": s.id("aws_nat_gateway.x")}
		}, graph.TargetNATGateway, false},
		"nat beside empty text": {func(s *stack) object {
			return object{"gateway_id": "", "nat_gateway_id": s.id("aws_nat_gateway.x")}
		}, graph.TargetNATGateway, false},
		"nat beside an unknown": {func(s *stack) object {
			return object{
				"gateway_id": s.hole("var.igw"), "nat_gateway_id": s.id("aws_nat_gateway.x"),
			}
		}, graph.TargetNATGateway, false},
		"a variable nat": {func(s *stack) object {
			return object{"nat_gateway_id": s.hole("var.nat")}
		}, graph.TargetNATGateway, true},
		"a variable gateway": {func(s *stack) object {
			return object{"gateway_id": s.hole("var.gateway")}
		}, graph.TargetUnknown, true},
		"a variable gateway or nat": {func(s *stack) object {
			return object{"gateway_id": s.hole("var.a"), "nat_gateway_id": s.hole("var.b")}
		}, graph.TargetUnknown, true},
		"local": {func(*stack) object {
			return object{"gateway_id": "local"}
		}, graph.TargetLocal, false},
		"literal internet gateway": {func(*stack) object {
			return object{"gateway_id": "igw-0abc"}
		}, graph.TargetInternetGateway, true},
		"virtual private gateway": {func(s *stack) object {
			return object{"gateway_id": s.id("aws_vpn_gateway.x")}
		}, graph.TargetVPNGateway, true},
		"instance by its interface": {func(s *stack) object {
			return object{
				"network_interface_id": s.ref("aws_instance.x", "primary_network_interface_id"),
			}
		}, graph.TargetInstance, false},
		"instance by an interface only AWS knows": {func(s *stack) object {
			return object{"network_interface_id": s.root.Origins.Unknown(
				value("").Type(), parser.Origin{
					Address: "aws_instance.x", Attr: "primary_network_interface_id",
				})}
		}, graph.TargetInstance, false},
		"transit gateway": {func(s *stack) object {
			return object{"transit_gateway_id": s.id("aws_ec2_transit_gateway.x")}
		}, graph.TargetTransitGateway, true},
		"peering": {func(*stack) object {
			return object{"vpc_peering_connection_id": "pcx-0abc"}
		}, graph.TargetPeering, true},
		"none": {func(*stack) object { return object{} }, graph.TargetNone, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := onlyVPC()
			s.add("aws_internet_gateway.x", object{"vpc_id": s.id("aws_vpc.main")})
			s.add("aws_nat_gateway.x", object{"subnet_id": s.id("aws_subnet.a")})
			s.add("aws_vpn_gateway.x", object{})
			s.add("aws_ec2_transit_gateway.x", object{})
			s.add("aws_instance.x", object{"subnet_id": s.id("aws_subnet.a")})
			route := c.target(s)
			route["cidr_block"] = "0.0.0.0/0"
			s.add("aws_route_table.x", object{
				"vpc_id": s.id("aws_vpc.main"), "route": []object{route},
			})
			r := table(t, s.build(t), "aws_route_table.x").Routes[0]
			assert.Equal(t, c.kind, r.Kind)
			assert.Equal(t, c.unknown, r.Why != nil)
		})
	}
}

func TestRoutesThatMayBeLost(t *testing.T) {
	s := onlyVPC()
	s.add("aws_route_table.x", object{"vpc_id": s.id("aws_vpc.main")})
	s.add("aws_route.theirs", object{
		"route_table_id": "rtb-0abc", "destination_cidr_block": "0.0.0.0/0",
	})
	assert.Nil(t, table(t, s.build(t), "aws_route_table.x").Open)
	s.add("aws_route.whose", object{
		"route_table_id": s.hole("var.table"), "destination_cidr_block": "0.0.0.0/0",
	})
	assert.NotNil(t, table(t, s.build(t), "aws_route_table.x").Open)
}

func TestCIDRsAsTerraformTakesThem(t *testing.T) {
	for text, want := range map[string]string{
		"10.0.0.5/16": "10.0.0.0/16", "010.000.1.0/24": "10.0.1.0/24", "fd00::1/64": "fd00::/64",
	} {
		s := newStack()
		s.add("aws_vpc.main", object{"cidr_block": text})
		got := vpc(t, s.build(t), "aws_vpc.main").CIDRs.Items[0]
		require.Nil(t, got.Why, text)
		assert.Equal(t, want, got.V.String())
	}
}

func TestTextThatIsNoCIDRIsAWarning(t *testing.T) {
	for _, text := range []string{"10.0.0.0", "10.0.0.0/33", "anywhere"} {
		s := newStack()
		s.add("aws_vpc.main", object{"cidr_block": text})
		g, diags := s.diagnose()
		require.Len(t, diags, 1, text)
		assert.Equal(t, hcl.DiagWarning, diags[0].Severity)
		assert.NotNil(t, diags[0].Subject)
		assert.NotNil(t, vpc(t, g, "aws_vpc.main").CIDRs.Items[0].Why)
	}
}

func TestInternetGatewayAttachments(t *testing.T) {
	s := onlyVPC()
	s.add("aws_internet_gateway.detached", object{})
	s.add("aws_internet_gateway.x", object{})
	s.add("aws_internet_gateway_attachment.x", object{
		"internet_gateway_id": s.id("aws_internet_gateway.x"), "vpc_id": s.id("aws_vpc.main"),
	})
	g := s.build(t)
	require.Len(t, g.InternetGates, 2)
	assert.True(t, g.InternetGates[0].VPC.None())
	assert.Equal(t, "aws_vpc.main", g.InternetGates[1].VPC.To.ID)
}

func TestPrefixListsOfEveryKind(t *testing.T) {
	s := onlyVPC()
	s.add("aws_vpc_endpoint.s3", object{
		"vpc_id": s.id("aws_vpc.main"), "service_name": "com.amazonaws.eu-west-1.s3",
	})
	s.add("data.aws_prefix_list.s3", object{"name": "com.amazonaws.eu-west-1.s3"})
	s.add("data.aws_ec2_managed_prefix_list.db", object{"filter": []object{{
		"name": "prefix-list-name", "values": []string{"com.amazonaws.eu-west-1.dynamodb"},
	}}})
	s.add("data.aws_prefix_list.endpoint", object{
		"prefix_list_id": s.ref("aws_vpc_endpoint.s3", "prefix_list_id"),
	})
	s.add("data.aws_ec2_managed_prefix_list.other", object{"name": "office"})
	s.add("aws_ec2_managed_prefix_list.own", object{"entry": []object{{"cidr": "10.1.0.0/16"}}})
	s.add("aws_ec2_managed_prefix_list_entry.more", object{
		"prefix_list_id": s.id("aws_ec2_managed_prefix_list.own"), "cidr": "10.2.0.0/16",
	})
	ids := []string{
		s.ref("aws_vpc_endpoint.s3", "prefix_list_id"), s.id("data.aws_prefix_list.s3"),
		s.id("data.aws_ec2_managed_prefix_list.db"), s.id("data.aws_prefix_list.endpoint"),
		s.id("data.aws_ec2_managed_prefix_list.other"), s.id("aws_ec2_managed_prefix_list.own"),
		"pl-0abc",
	}
	s.add("aws_security_group.x", object{
		"vpc_id": s.id("aws_vpc.main"),
		"egress": []object{{"protocol": "tcp", "from_port": 443, "to_port": 443, "prefix_list_ids": ids}},
	})
	lists := group(t, s.build(t), "aws_security_group.x").Egress[0].Lists.Items
	require.Len(t, lists, len(ids))
	for i, want := range []string{"s3", "s3", "dynamodb", "s3", "", "", ""} {
		if want != "" {
			require.NotNil(t, lists[i].To, ids[i])
			assert.Equal(t, want, lists[i].To.Service)
			assert.Equal(t, "eu-west-1", lists[i].To.Region)
		}
	}
	assert.NotNil(t, lists[4].Why)
	assert.Len(t, lists[5].To.Entries.Items, 2)
	assert.NotNil(t, lists[6].Why)
}

// An internet gateway that a data source finds by the VPC that it is attached to is that VPC's; one
// that is found otherwise is of a VPC that is not known.
func TestReadInternetGateways(t *testing.T) {
	for name, filters := range map[string][]object{
		"by its VPC": {
			{"name": "tag:Name", "values": []string{"main"}},
			{"name": "attachment.vpc-id", "values": nil},
		},
		"by a tag": {{"name": "tag:Name", "values": []string{"main"}}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStack()
			s.add("aws_vpc.main", object{"cidr_block": "10.0.0.0/16"})
			for _, filter := range filters {
				if filter["values"] == nil {
					filter["values"] = []string{s.id("aws_vpc.main")}
				}
			}
			s.add("data.aws_internet_gateway.main", object{"filter": filters})
			s.add("aws_route_table.main", object{
				"vpc_id": s.id("aws_vpc.main"), "route": []object{{
					"cidr_block": "0.0.0.0/0", "gateway_id": s.id("data.aws_internet_gateway.main"),
				}},
			})
			route := s.build(t).RouteTables[0].Routes[0]
			require.NotNil(t, route.InternetGateway)
			assert.False(t, route.InternetGateway.VPC.None(), "it has a VPC")
			if vpc := route.InternetGateway.VPC.To; len(filters) > 1 {
				require.NotNil(t, vpc)
				assert.Equal(t, "aws_vpc.main", vpc.ID)
			} else {
				assert.Nil(t, vpc)
			}
		})
	}
}
