package graph_test

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// template is a CloudFormation stack in the making, as the language would hand it over.
type template struct{ *stack }

func newTemplate() template {
	s := newStack()
	s.root.Language = parser.CloudFormation
	return template{s}
}

// declare declares a resource.
func (s template) declare(id, kind string, properties object) {
	r := &parser.Resource{
		Address: id, Config: id, Type: kind, Attrs: value(properties), Provider: s.home,
		Decl: hcl.Range{Filename: "stack.yaml", Start: hcl.Pos{Line: 1}},
	}
	s.root.Resources = append(s.root.Resources, r)
}

// ref is what Ref yields, att what GetAtt yields.
func (s template) ref(id string) string       { return s.stack.ref(id, "Ref") }
func (s template) att(id, attr string) string { return s.stack.ref(id, attr) }

// arn is what GetAtt yields for an attribute that is an ARN.
func (s template) arn(id, attr, shape string) string {
	return s.root.Origins.Token(parser.Origin{
		Kind: parser.Reference, Address: id, Attr: attr, Shape: shape,
	})
}

// maybeObject is an object in a list that an unknown condition may leave out.
func (s template) maybeObject(what string, fields object) cty.Value {
	id := s.root.Origins.Add(parser.Origin{What: what, Why: "has no default"})
	return value(fields).Mark(parser.Maybe{ID: id})
}

// network declares a VPC with a subnet.
func (s template) network() {
	s.declare("Vpc", "AWS::EC2::VPC", object{"CidrBlock": "10.0.0.0/16"})
	s.declare("Subnet", "AWS::EC2::Subnet", object{
		"VpcId": s.ref("Vpc"), "CidrBlock": "10.0.1.0/24",
	})
}

func TestTemplateVPC(t *testing.T) {
	s := newTemplate()
	s.network()
	s.declare("Names", "AWS::EC2::VPC", object{
		"CidrBlock": "10.1.0.0/16", "EnableDnsHostnames": "true", "EnableDnsSupport": "False",
	})
	s.declare("Second", "AWS::EC2::VPCCidrBlock", object{
		"VpcId": s.ref("Vpc"), "CidrBlock": "100.64.0.0/16",
	})
	s.declare("Six", "AWS::EC2::VPCCidrBlock", object{
		"VpcId": s.ref("Vpc"), "AmazonProvidedIpv6CidrBlock": true,
	})
	s.declare("Options", "AWS::EC2::DHCPOptions", object{"DomainNameServers": []string{"10.0.0.9"}})
	s.declare("Use", "AWS::EC2::VPCDHCPOptionsAssociation", object{
		"VpcId": s.ref("Vpc"), "DhcpOptionsId": s.ref("Options"),
	})
	g := s.build(t)

	v := vpc(t, g, "Vpc")
	require.Len(t, v.CIDRs.Items, 2)
	assert.Equal(t, "100.64.0.0/16", v.CIDRs.Items[1].V.String())
	require.Len(t, v.CIDRs6.Items, 1)
	assert.False(t, v.CIDRs6.Items[0].Known(), "AWS picks the range")
	assert.True(t, v.DNSSupport.V)
	assert.False(t, v.DNSHostnames.V)
	require.NotNil(t, v.DHCP.To)
	assert.Equal(t, "10.0.0.9", v.DHCP.To.Servers.Items[0].V)
	assert.Equal(t, []*graph.Subnet{subnet(t, g, "Subnet")}, v.Subnets)
	assert.Equal(t, "Vpc.MainRouteTable", subnet(t, g, "Subnet").RouteTable.To.ID)
	assert.Equal(t, "Vpc.DefaultNetworkAcl", subnet(t, g, "Subnet").ACL.To.ID)

	other := vpc(t, g, "Names")
	assert.True(t, other.DNSHostnames.V)
	assert.False(t, other.DNSSupport.V)
	assert.True(t, other.DNSSupport.Given)
}

func TestTemplateRoutes(t *testing.T) {
	s := newTemplate()
	s.network()
	s.declare("Gateway", "AWS::EC2::InternetGateway", object{})
	s.declare("Loose", "AWS::EC2::InternetGateway", object{})
	s.declare("Attach", "AWS::EC2::VPCGatewayAttachment", object{
		"VpcId": s.ref("Vpc"), "InternetGatewayId": s.ref("Gateway"),
	})
	s.declare("Virtual", "AWS::EC2::VPNGateway", object{"Type": "ipsec.1"})
	s.declare("AttachVirtual", "AWS::EC2::VPCGatewayAttachment", object{
		"VpcId": s.ref("Vpc"), "VpnGatewayId": s.ref("Virtual"),
	})
	s.declare("Address", "AWS::EC2::EIP", object{"Domain": "vpc"})
	s.declare("Nat", "AWS::EC2::NatGateway", object{
		"SubnetId": s.ref("Subnet"), "AllocationId": s.att("Address", "AllocationId"),
	})
	s.declare("Table", "AWS::EC2::RouteTable", object{"VpcId": s.ref("Vpc")})
	s.declare("Use", "AWS::EC2::SubnetRouteTableAssociation", object{
		"SubnetId": s.ref("Subnet"), "RouteTableId": s.ref("Table"),
	})
	s.declare("R1", "AWS::EC2::Route", object{
		"RouteTableId": s.ref("Table"), "DestinationCidrBlock": "0.0.0.0/0",
		"GatewayId": s.ref("Gateway"),
	})
	s.declare("R2", "AWS::EC2::Route", object{
		"RouteTableId": s.ref("Table"), "DestinationCidrBlock": "10.9.0.0/16",
		"NatGatewayId": s.ref("Nat"),
	})
	s.declare("R3", "AWS::EC2::Route", object{
		"RouteTableId": s.ref("Table"), "DestinationCidrBlock": "10.8.0.0/16",
		"GatewayId": s.ref("Virtual"),
	})
	s.declare("R4", "AWS::EC2::Route", object{
		"RouteTableId": s.ref("Table"), "DestinationIpv6CidrBlock": "::/0",
		"EgressOnlyInternetGatewayId": s.ref("Out"),
	})
	s.declare("Out", "AWS::EC2::EgressOnlyInternetGateway", object{"VpcId": s.ref("Vpc")})
	s.declare("R5", "AWS::EC2::Route", object{
		"RouteTableId": s.ref("Table"), "DestinationCidrBlock": "10.7.0.0/16",
		"VpcPeeringConnectionId": s.ref("Peer"),
	})
	s.declare("Peer", "AWS::EC2::VPCPeeringConnection", object{"VpcId": s.ref("Vpc")})
	s.declare("Spread", "AWS::EC2::VPNGatewayRoutePropagation", object{
		"RouteTableIds": []any{s.ref("Table")}, "VpnGatewayId": s.ref("Virtual"),
	})
	g := s.build(t)

	main := table(t, g, "Table")
	assert.Equal(t, main, subnet(t, g, "Subnet").RouteTable.To)
	assert.NotNil(t, main.Propagates)
	assert.False(t, main.Mixed)
	require.Len(t, main.Routes, 5)
	kinds := make([]graph.TargetKind, 0, 5)
	for _, r := range main.Routes {
		kinds = append(kinds, r.Kind)
	}
	assert.Equal(t, []graph.TargetKind{
		graph.TargetInternetGateway, graph.TargetNATGateway, graph.TargetVPNGateway,
		graph.TargetEgressOnly, graph.TargetPeering,
	}, kinds)
	assert.Equal(t, "Vpc", main.Routes[0].InternetGateway.VPC.To.ID)
	assert.True(t, main.Routes[1].NATGateway.Public.V)
	assert.True(t, main.Routes[1].NATGateway.Allocation.V)
	for _, gate := range g.InternetGates {
		if gate.ID == "Loose" {
			assert.True(t, gate.VPC.None(), "nothing attaches it")
		}
	}
}

func TestTemplateGroupEgress(t *testing.T) {
	https := object{"IpProtocol": "tcp", "FromPort": "443", "ToPort": 443, "CidrIp": "10.0.0.0/16"}
	tests := []struct {
		name  string
		build func(template)
		check func(*testing.T, *graph.SecurityGroup)
	}{
		{"open by default", func(s template) {
			s.declare("Group", "AWS::EC2::SecurityGroup", object{"VpcId": s.ref("Vpc")})
		}, func(t *testing.T, g *graph.SecurityGroup) {
			t.Helper()
			assert.True(t, g.DefaultEgress)
			assert.Empty(t, g.Egress)
			assert.Nil(t, g.DefaultDoubt)
		}},
		{"an empty list is the default", func(s template) {
			s.declare("Group", "AWS::EC2::SecurityGroup", object{
				"VpcId": s.ref("Vpc"), "SecurityGroupEgress": []any{},
			})
		}, func(t *testing.T, g *graph.SecurityGroup) {
			t.Helper()
			assert.True(t, g.DefaultEgress)
		}},
		{"listed rules replace it", func(s template) {
			s.declare("Group", "AWS::EC2::SecurityGroup", object{
				"VpcId": s.ref("Vpc"), "SecurityGroupEgress": []object{https},
			})
		}, func(t *testing.T, g *graph.SecurityGroup) {
			t.Helper()
			assert.False(t, g.DefaultEgress)
			require.Len(t, g.Egress, 1)
			assert.Equal(t, 443, g.Egress[0].From.V)
			assert.Equal(t, "10.0.0.0/16", g.Egress[0].CIDRs.Items[0].V.String())
		}},
		{"a separate rule may take it away", func(s template) {
			s.declare("Group", "AWS::EC2::SecurityGroup", object{"VpcId": s.ref("Vpc")})
			s.declare("Rule", "AWS::EC2::SecurityGroupEgress", object{
				"GroupId": s.att("Group", "GroupId"), "IpProtocol": -1, "CidrIp": "10.0.0.0/16",
			})
		}, func(t *testing.T, g *graph.SecurityGroup) {
			t.Helper()
			assert.False(t, g.DefaultEgress)
			require.Len(t, g.Egress, 2)
			assert.Nil(t, g.Egress[0].Maybe)
			assert.Equal(t, "-1", g.Egress[0].Protocol.V)
			require.NotNil(t, g.DefaultDoubt)
			assert.Equal(t, g.DefaultDoubt, g.Egress[1].Maybe)
			assert.Equal(t, "0.0.0.0/0", g.Egress[1].CIDRs.Items[0].V.String())
		}},
		{"a separate rule of a group that is not known may take it away", func(s template) {
			s.declare("Group", "AWS::EC2::SecurityGroup", object{"VpcId": s.ref("Vpc")})
			s.declare("Rule", "AWS::EC2::SecurityGroupEgress", object{
				"GroupId": s.root.Origins.Token(parser.Origin{What: "Fn::Transform", Why: "is run by AWS"}),
				"CidrIp":  "10.0.0.0/16",
			})
		}, func(t *testing.T, g *graph.SecurityGroup) {
			t.Helper()
			assert.NotNil(t, g.DefaultDoubt)
			assert.NotEmpty(t, g.LostEgress)
		}},
		{"a separate rule of a parameter's group does not", func(s template) {
			s.declare("Group", "AWS::EC2::SecurityGroup", object{"VpcId": s.ref("Vpc")})
			s.declare("Rule", "AWS::EC2::SecurityGroupEgress", object{
				"GroupId": s.root.Origins.Token(parser.Origin{
					What: "parameter Database", Why: "has no default", Attr: "AWS::EC2::SecurityGroup::Id",
				}),
				"CidrIp": "10.0.0.0/16",
			})
		}, func(t *testing.T, g *graph.SecurityGroup) {
			t.Helper()
			assert.Nil(t, g.DefaultDoubt)
			assert.True(t, g.DefaultEgress)
		}},
		{"listed and separate rules add up", func(s template) {
			s.declare("Group", "AWS::EC2::SecurityGroup", object{
				"VpcId": s.ref("Vpc"), "SecurityGroupEgress": []object{https},
			})
			s.declare("Rule", "AWS::EC2::SecurityGroupEgress", object{
				"GroupId": s.ref("Group"), "IpProtocol": "-1", "DestinationPrefixListId": "pl-6da54004",
			})
		}, func(t *testing.T, g *graph.SecurityGroup) {
			t.Helper()
			assert.Nil(t, g.DefaultDoubt)
			assert.False(t, g.EgressSeparate && g.EgressInline)
			require.Len(t, g.Egress, 2)
			require.Len(t, g.Egress[1].Lists.Items, 1)
			assert.False(t, g.Egress[1].Lists.Items[0].Known(), "it may be that of S3")
		}},
		{"a separate ingress rule changes nothing", func(s template) {
			s.declare("Group", "AWS::EC2::SecurityGroup", object{"VpcId": s.ref("Vpc")})
			s.declare("Rule", "AWS::EC2::SecurityGroupIngress", object{
				"GroupId": s.ref("Group"), "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
				"SourceSecurityGroupId": s.att("Group", "GroupId"),
			})
		}, func(t *testing.T, g *graph.SecurityGroup) {
			t.Helper()
			assert.True(t, g.DefaultEgress)
			require.Len(t, g.Ingress, 1)
			assert.Equal(t, g, g.Ingress[0].Groups.Items[0].To)
		}},
		{"every listed rule may be left out", func(s template) {
			s.declare("Group", "AWS::EC2::SecurityGroup", object{
				"VpcId": s.ref("Vpc"), "SecurityGroupEgress": []any{s.maybeObject("Stage", https)},
			})
		}, func(t *testing.T, g *graph.SecurityGroup) {
			t.Helper()
			assert.NotNil(t, g.Egress[0].Maybe)
			assert.NotEmpty(t, g.LostEgress, "the default may be in force")
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newTemplate()
			s.network()
			test.build(s)
			test.check(t, group(t, s.build(t), "Group"))
		})
	}
}

func TestTemplateDefaultGroup(t *testing.T) {
	s := newTemplate()
	s.network()
	s.declare("In", "AWS::EC2::SecurityGroupIngress", object{
		"GroupId": s.att("Vpc", "DefaultSecurityGroup"), "IpProtocol": "-1", "CidrIp": "10.0.0.0/16",
	})
	s.declare("Entry", "AWS::EC2::NetworkAclEntry", object{
		"NetworkAclId": s.att("Vpc", "DefaultNetworkAcl"), "RuleNumber": 50, "Protocol": "6",
		"RuleAction": "deny", "Egress": "true", "CidrBlock": "0.0.0.0/0",
		"PortRange": object{"From": 443, "To": "443"},
	})
	g := s.build(t)

	v := vpc(t, g, "Vpc")
	assert.Equal(t, "Vpc.DefaultSecurityGroup", v.DefaultGroup.ID)
	assert.Len(t, v.DefaultGroup.Ingress, 2)
	require.Len(t, v.DefaultACL.Egress, 3)
	last := v.DefaultACL.Egress[2]
	assert.Equal(t, "tcp", last.Protocol.V)
	assert.Equal(t, 443, last.From.V)
	assert.Equal(t, 443, last.To.V)
	assert.False(t, last.Allow.V)
}

func TestTemplateACL(t *testing.T) {
	s := newTemplate()
	s.network()
	s.declare("Acl", "AWS::EC2::NetworkAcl", object{"VpcId": s.ref("Vpc")})
	s.declare("Use", "AWS::EC2::SubnetNetworkAclAssociation", object{
		"SubnetId": s.ref("Subnet"), "NetworkAclId": s.ref("Acl"),
	})
	s.declare("Entry", "AWS::EC2::NetworkAclEntry", object{
		"NetworkAclId": s.ref("Acl"), "RuleNumber": "100", "Protocol": -1, "RuleAction": "allow",
		"CidrBlock": "0.0.0.0/0",
	})
	g := s.build(t)

	assert.Equal(t, "Acl", subnet(t, g, "Subnet").ACL.To.ID)
	one := acl(t, g, "Acl")
	assert.Empty(t, one.Egress, "an entry is of ingress unless it says so")
	require.Len(t, one.Ingress, 1)
	assert.Equal(t, 100, one.Ingress[0].Number.V)
	assert.True(t, one.Ingress[0].Allow.V)
	assert.Equal(t, "-1", one.Ingress[0].Protocol.V)
}

func TestTemplateEndpoint(t *testing.T) {
	s := newTemplate()
	s.network()
	region := s.root.Origins.Token(parser.Origin{Kind: parser.Region, What: "AWS::Region"})
	s.declare("Storage", "AWS::EC2::VPCEndpoint", object{
		"VpcId": s.ref("Vpc"), "ServiceName": "com.amazonaws." + region + ".s3",
		"RouteTableIds": []any{s.ref("Table")},
	})
	s.declare("Table", "AWS::EC2::RouteTable", object{"VpcId": s.ref("Vpc")})
	s.declare("Registry", "AWS::EC2::VPCEndpoint", object{
		"VpcId": s.ref("Vpc"), "ServiceName": "com.amazonaws.eu-west-1.ecr.dkr",
		"VpcEndpointType": "Interface", "PrivateDnsEnabled": "true",
		"SubnetIds": []any{s.ref("Subnet")}, "SecurityGroupIds": []any{s.att("Group", "GroupId")},
		"PolicyDocument": object{"Statement": []any{object{
			"Effect": "Allow", "Principal": "*", "Action": "ecr:*",
			"Resource": s.arn("Repo", "Arn", "arn:aws:ecr:eu-west-1:111122223333:repository/app"),
		}, s.maybeObject("Strict", object{"Effect": "Deny"})}},
	})
	s.declare("Group", "AWS::EC2::SecurityGroup", object{"VpcId": s.ref("Vpc")})
	s.declare("All", "AWS::EC2::VPCEndpoint", object{
		"VpcId": s.ref("Vpc"), "ServiceName": "com.amazonaws.eu-west-1.s3",
		"VpcEndpointType": "Interface",
		"DnsOptions":      object{"PrivateDnsOnlyForInboundResolverEndpoint": "AllResolvers"},
	})
	g := s.build(t)

	storage := endpoint(t, g, "Storage")
	assert.Equal(t, graph.EndpointGateway, storage.Type.V)
	assert.False(t, storage.PrivateDNS.V)
	assert.Equal(t, "s3", storage.Service.V)
	assert.Equal(t, region, storage.ServiceRegion.V)
	assert.Equal(t, []*graph.Endpoint{storage}, table(t, g, "Table").Endpoints)
	assert.True(t, storage.InboundOnly.V)

	registry := endpoint(t, g, "Registry")
	assert.True(t, registry.PrivateDNS.V)
	assert.Equal(t, "Group", registry.Groups.Items[0].To.ID)
	assert.Equal(t, "Subnet", registry.Subnets.Items[0].To.ID)
	assert.Contains(t, registry.Policy.Text.V, `"arn:aws:ecr:eu-west-1:111122223333:repository/app"`)
	assert.NotContains(t, registry.Policy.Text.V, "Deny", "whether the statement is there is not known")
	assert.True(t, parser.Holed(registry.Policy.Text.V))

	assert.False(t, endpoint(t, g, "All").InboundOnly.V)
	assert.False(t, endpoint(t, g, "All").Policy.Text.Given)
}
