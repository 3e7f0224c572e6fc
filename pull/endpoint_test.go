package pull_test

import (
	"testing"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/stretchr/testify/require"
)

// nearby returns why no endpoint serves a leg.
func nearby(t *testing.T, s *stack, leg string) string {
	t.Helper()
	d := s.one(t).Document(0, pull.Best)
	for _, l := range d.Legs {
		if l.Name == leg {
			return l.Endpoint.Reason
		}
	}
	return "no such leg"
}

func TestEndpointsThatCapture(t *testing.T) {
	way := []string{"exit/no_way aws_route_table.private"}
	at := func(leg string) []string { return []string{leg + " " + way[0]} }
	// both has NAT beside the endpoints, and egress to the internet only.
	both := func() *stack {
		s := sealed()
		s.nat = &graph.NATGateway{
			Node: s.node("aws_nat_gateway.main"), Public: plain(true), Allocation: plain(true),
			Subnet: to(s.publicSubnet),
		}
		s.table.Routes = []*graph.Route{{
			Prefix: cidr("0.0.0.0/0"), Kind: graph.TargetNATGateway, NATGateway: s.nat,
		}}
		return s
	}
	run(t, []example{
		{name: "endpoints beside NAT", stack: both},
		{
			name: "private DNS captures in spite of NAT", stack: both,
			change: func(s *stack) { s.endpointGroup.Ingress = nil },
			closed: []string{
				"authorize ingress/no_rule " + endpoints, "manifest ingress/no_rule " + endpoints,
			},
		},
		{
			name: "without private DNS it goes by NAT", stack: both,
			change: func(s *stack) {
				s.endpointGroup.Ingress = nil
				s.api.PrivateDNS, s.dkr.PrivateDNS = plain(false), plain(false)
				s.group.Egress = []*graph.GroupRule{rule(443, "0.0.0.0/0")}
			},
		},
		{
			name: "no private DNS and no internet", stack: sealed,
			change: func(s *stack) { s.dkr.PrivateDNS = plain(false) }, closed: at("manifest"),
		},
		{
			name: "unknown private DNS", stack: sealed,
			change: func(s *stack) { s.dkr.PrivateDNS = unknown[bool]("var.dns") }, maybe: at("manifest"),
		},
		{
			name: "an endpoint that may exist", stack: sealed,
			change: func(s *stack) { s.dkr.Maybe = origin("var.endpoints") }, maybe: at("manifest"),
		},
		{
			name: "no endpoint for the login", stack: sealed,
			change: func(s *stack) { s.vpc.Endpoints = s.vpc.Endpoints[1:] }, closed: at("authorize"),
		},
		{
			name: "old platform versions need none for the login", stack: sealed,
			change: func(s *stack) {
				s.vpc.Endpoints = s.vpc.Endpoints[1:]
				s.service.PlatformVersion = given("1.3.0")
			},
		},
		{
			name: "a platform version that is not known", stack: sealed,
			change: func(s *stack) {
				s.vpc.Endpoints = s.vpc.Endpoints[1:]
				s.service.PlatformVersion = unknown[string]("var.platform")
			},
			maybe: at("authorize"),
		},
		{
			name: "no gateway endpoint", stack: sealed,
			change: func(s *stack) { s.vpc.Endpoints, s.table.Endpoints = s.vpc.Endpoints[:2], nil },
			closed: at("layers"),
		},
		{
			name: "the gateway endpoint is on another table", stack: sealed,
			change: func(s *stack) { s.table.Endpoints = nil }, closed: at("layers"),
		},
		{
			name: "the gateway endpoint may be on the table", stack: sealed,
			change: func(s *stack) {
				s.table.Endpoints, s.table.LostEndpoints = nil, []*parser.Origin{origin("var.tables")}
			},
			maybe: at("layers"),
		},
		{
			name: "a gateway endpoint of another service", stack: sealed,
			change: func(s *stack) { s.s3.Service = given("dynamodb") }, closed: at("layers"),
		},
		{
			name: "endpoints of another region", stack: sealed,
			change: func(s *stack) {
				for _, e := range s.vpc.Endpoints {
					e.ServiceRegion = given("us-east-1")
				}
			},
			closed: each(way[0]),
		},
		{
			name: "an ECR endpoint of type Gateway", stack: sealed,
			change: func(s *stack) { s.dkr.Type = plain(graph.EndpointGateway) },
			closed: []string{"manifest exit/refused_type aws_vpc_endpoint.dkr"},
		},
		{
			name: "an ECR endpoint of type Gateway beside NAT is refused too", stack: both,
			change: func(s *stack) {
				s.dkr.Type = plain(graph.EndpointGateway)
				s.group.Egress = []*graph.GroupRule{rule(443, "0.0.0.0/0")}
			},
			closed: []string{"manifest exit/refused_type aws_vpc_endpoint.dkr"},
		},
		{
			name: "endpoints that may be of the VPC", stack: sealed,
			change: func(s *stack) {
				s.vpc.Endpoints = s.vpc.Endpoints[1:]
				s.vpc.LostEndpoints = []*parser.Origin{origin("var.vpc")}
			},
			maybe: append(append(at("authorize"), at("layers")...),
				"authorize egress/no_rule "+task, "layers egress/no_rule "+task),
		},
		{
			name: "an S3 interface endpoint for everybody", stack: sealed,
			change: func(s *stack) {
				s.s3.Type, s.s3.PrivateDNS = given(graph.EndpointInterface), given(true)
				s.s3.Subnets, s.s3.Groups = links(s.subnet), links(s.endpointGroup)
				s.table.Endpoints = nil
			},
		},
		{
			name: "an S3 interface endpoint for inbound resolvers only", stack: sealed,
			change: func(s *stack) {
				s.s3.Type, s.s3.PrivateDNS = given(graph.EndpointInterface), given(true)
				s.s3.InboundOnly = given(true)
				s.table.Endpoints = nil
			},
			closed: at("layers"),
		},
		{
			name: "an endpoint without subnets", stack: sealed,
			change: func(s *stack) { s.dkr.Subnets.Items = nil },
			closed: []string{"manifest interfaces/no_subnets aws_vpc_endpoint.dkr"},
		},
		{
			name: "an endpoint whose subnets are not known", stack: sealed,
			change: func(s *stack) { s.dkr.Subnets.Items[0] = lost[graph.Subnet]("var.subnet") },
		},
	})
}

func TestNearestEndpoint(t *testing.T) {
	for name, x := range map[string]struct {
		leg, want string
		change    func(*stack)
	}{
		"none at all": {"manifest", "none", func(s *stack) {
			s.vpc.Endpoints, s.table.Endpoints = nil,
				nil
		}},
		"others":      {"manifest", "absent", func(s *stack) { s.vpc.Endpoints = s.vpc.Endpoints[:1] }},
		"private DNS": {"manifest", "private_dns", func(s *stack) { s.dkr.PrivateDNS = plain(false) }},
		"region": {
			"manifest", "region",
			func(s *stack) { s.dkr.ServiceRegion = given("us-east-1") },
		},
		"type":        {"manifest", "type", func(s *stack) { s.dkr.Type = plain(graph.EndpointGateway) }},
		"route table": {"layers", "route_table", func(s *stack) { s.table.Endpoints = nil }},
		"serves":      {"layers", "", func(*stack) {}},
		"S3 interface": {"layers", "interface", func(s *stack) {
			s.table.Endpoints, s.s3.Type = nil, given(graph.EndpointInterface)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := sealed()
			x.change(s)
			require.Equal(t, x.want, nearby(t, s, x.leg))
		})
	}
}

func TestIngress(t *testing.T) {
	shut := []string{
		"authorize ingress/no_rule " + endpoints, "manifest ingress/no_rule " + endpoints,
	}
	only := func(r *graph.GroupRule) func(*stack) {
		return func(s *stack) { s.endpointGroup.Ingress = []*graph.GroupRule{r} }
	}
	run(t, []example{
		{name: "from the VPC", stack: sealed, change: only(rule(443, "10.0.0.0/16"))},
		{name: "from the subnet", stack: sealed, change: only(rule(443, "10.0.1.0/24"))},
		{
			name: "from another subnet", stack: sealed,
			change: only(rule(443, "10.0.2.0/24")),
			closed: shut,
		},
		{
			name: "from a part of the subnet", stack: sealed,
			change: only(rule(443, "10.0.1.0/25")),
			maybe:  shut,
		},
		{name: "on port 80", stack: sealed, change: only(rule(80, "0.0.0.0/0")), closed: shut},
		{
			name: "from the endpoints' own group", stack: sealed,
			change: func(s *stack) { only(ruleTo(s.endpointGroup))(s) }, closed: shut,
		},
		{
			name: "the puller is in the endpoints' group", stack: sealed,
			change: func(s *stack) {
				only(ruleTo(s.endpointGroup))(s)
				s.service.Network.Groups = links(s.group, s.endpointGroup)
			},
		},
		{
			name: "an unknown group of the puller", stack: sealed,
			change: func(s *stack) {
				only(ruleTo(s.endpointGroup))(s)
				s.service.Network.Groups.Items = append(s.service.Network.Groups.Items,
					lost[graph.SecurityGroup]("var.group"))
			},
			maybe: shut,
		},
		{
			name: "no groups: the VPC's default one, which admits itself only", stack: sealed,
			change: func(s *stack) {
				own := &graph.SecurityGroup{
					Node:     graph.Node{ID: "aws_vpc.main.default_security_group"},
					Implicit: true,
				}
				own.Ingress = []*graph.GroupRule{ruleTo(own)}
				s.vpc.DefaultGroup = own
				s.dkr.Groups = graph.List[graph.Link[graph.SecurityGroup]]{}
				s.group.Egress[0] = rule(443, "10.0.0.0/16")
			},
			closed: []string{"manifest ingress/no_rule aws_vpc_endpoint.dkr"},
		},
		{
			name: "an unknown group of the endpoint", stack: sealed,
			change: func(s *stack) {
				s.dkr.Groups.Items[0] = lost[graph.SecurityGroup]("var.group")
				s.group.Egress[0] = rule(443, "10.0.0.0/16")
			},
			maybe: []string{"manifest ingress/no_rule aws_vpc_endpoint.dkr"},
		},
	})
}

func TestNames(t *testing.T) {
	servers := each("dns/servers_blocked " + task)
	run(t, []example{
		{
			name: "no resolution", stack: natted, change: func(s *stack) { s.vpc.DNSSupport = given(false) },
			closed: each("dns/support_off aws_vpc.main"),
		},
		{
			name: "own servers need no support", stack: natted,
			change: func(s *stack) {
				s.vpc.DNSSupport = given(false)
				s.custom("10.0.5.5")
				r := rule(53, "10.0.5.5/32")
				r.Protocol = given("udp")
				s.group.Egress = append(s.group.Egress, r)
			},
		},
		{
			name: "unknown support", stack: natted,
			change: func(s *stack) { s.vpc.DNSSupport = unknown[bool]("var.dns") },
			maybe:  each("dns/support_off aws_vpc.main"),
		},
		{
			name: "own servers", stack: natted,
			change: func(s *stack) { s.custom("10.0.5.5") },
			closed: servers,
		},
		{
			name: "own servers over TCP only", stack: natted,
			change: func(s *stack) {
				s.custom("10.0.5.5")
				s.group.Egress = append(s.group.Egress, rule(53, "10.0.5.5/32"))
			},
			closed: servers,
		},
		{
			name: "Amazon's server by its name", stack: natted,
			change: func(s *stack) { s.custom("AmazonProvidedDNS") },
		},
		{
			name: "Amazon's server: VPC plus two", stack: natted,
			change: func(s *stack) { s.custom("10.0.0.2") },
		},
		{
			name: "Amazon's server: link-local", stack: natted,
			change: func(s *stack) { s.custom("169.254.169.253") },
		},
		{
			name: "one of two servers", stack: natted,
			change: func(s *stack) {
				s.custom("10.0.5.5", "10.0.5.6")
				r := rule(53, "10.0.5.6/32")
				r.Protocol = given("udp")
				s.group.Egress = append(s.group.Egress, r)
			},
		},
		{
			name: "own servers behind an ACL", stack: natted,
			change: func(s *stack) {
				s.custom("10.0.5.5")
				r := rule(53, "10.0.5.5/32")
				r.Protocol = given("udp")
				s.group.Egress = append(s.group.Egress, r)
				s.acls("aws_network_acl.app", s.subnet).Egress[0] = entry(100, true, "tcp", 0, 65535,
					"0.0.0.0/0")
			},
			closed: each("dns/servers_blocked aws_network_acl.app"),
		},
		{
			name: "private DNS without hostnames is refused", stack: sealed,
			change: func(s *stack) { s.vpc.DNSHostnames = plain(false) },
			closed: []string{
				"authorize dns/refused_attributes aws_vpc.main", "manifest dns/refused_attributes aws_vpc.main",
			},
		},
		{
			name: "hostnames do not matter without private DNS", stack: natted,
			change: func(s *stack) { s.vpc.DNSHostnames = plain(false) },
		},
		{
			name: "own servers and endpoints", stack: sealed,
			change: func(s *stack) {
				s.custom("10.0.5.5")
				r := rule(53, "10.0.5.5/32")
				r.Protocol = given("udp")
				s.group.Egress = append(s.group.Egress, r)
			},
			maybe: []string{
				"authorize exit/no_way aws_route_table.private", "manifest exit/no_way aws_route_table.private",
			},
		},
	})
}

func TestNameDoubts(t *testing.T) {
	s := natted()
	s.custom("10.0.5.5")
	udp := rule(53, "10.0.5.5/32")
	udp.Protocol = given("udp")
	s.group.Egress = append(s.group.Egress, udp)
	require.Contains(t, s.doubtsOf(t, pull.Best), "dns_tcp_blocked "+task)
	s.group.Egress = append(s.group.Egress, rule(53, "10.0.5.5/32"))
	require.NotContains(t, s.doubtsOf(t, pull.Worst), "dns_tcp_blocked "+task)

	s = sealed()
	s.custom("10.0.5.5")
	require.Contains(t, s.doubtsOf(t, pull.Best), "custom_dns_endpoints aws_vpc_dhcp_options.own")

	s = natted()
	s.endpointGroup = s.group
	s.addEndpoint("aws_vpc_endpoint.dkr", "ecr.dkr").PrivateDNS = plain(false)
	require.Contains(t, s.doubtsOf(t, pull.Best), "unused_endpoint aws_vpc_endpoint.dkr")
}

// zone adds a private hosted zone with a record that leads to an endpoint.
func (s *stack) zone(name, record string, e *graph.Endpoint) *graph.HostedZone {
	zone := &graph.HostedZone{Node: s.node("aws_route53_zone." + name), Name: given(name)}
	if record != "" {
		zone.Records = []*graph.Record{{
			Node: s.node("aws_route53_record." + name), Name: given(record), Type: given("A"),
			Endpoint: to(e),
		}}
	}
	s.vpc.Zones = append(s.vpc.Zones, zone)
	return zone
}

func TestHostedZones(t *testing.T) {
	const dkr = "dkr.ecr.eu-west-1.amazonaws.com"
	without := func() *stack {
		s := sealed()
		s.dkr.PrivateDNS = plain(false)
		return s
	}
	run(t, []example{
		{
			name: "a wildcard record", stack: without,
			change: func(s *stack) { s.zone(dkr, "*."+dkr, s.dkr) },
		},
		{
			name: "a record of the registry's own name", stack: without,
			change: func(s *stack) { s.zone(dkr, account+"."+dkr, s.dkr) },
		},
		{
			name: "the apex does not answer for what is below", stack: without,
			change: func(s *stack) { s.zone(dkr, dkr, s.dkr) },
			closed: []string{
				"manifest dns/no_record aws_route53_zone." + dkr,
				"manifest exit/no_way aws_route_table.private",
			},
		},
		{
			name: "a zone of the wrong name", stack: without,
			change: func(s *stack) { s.zone("ecr.dkr.eu-west-1.amazonaws.com", "*.ecr.dkr", s.dkr) },
			closed: []string{"manifest exit/no_way aws_route_table.private"},
		},
		{
			name: "records that may be of the zone", stack: without,
			change: func(s *stack) {
				s.zone(dkr, "", nil).LostRecords = []*parser.Origin{origin("var.zone")}
			},
			maybe: []string{
				"manifest egress/no_rule " + task, "manifest exit/no_way aws_route_table.private",
			},
		},
		{
			name: "zones that may be of the VPC", stack: without,
			change: func(s *stack) { s.vpc.LostZones = []*parser.Origin{origin("var.vpc")} },
			maybe: []string{
				"layers egress/no_rule " + task, "layers exit/no_way aws_route_table.private",
				"manifest egress/no_rule " + task, "manifest exit/no_way aws_route_table.private",
			},
		},
		{
			name: "the endpoint of a hub that a route leads to", stack: without,
			change: func(s *stack) {
				s.hub()
				s.table.Routes = []*graph.Route{{
					Prefix: cidr("10.9.0.0/16"), Kind: graph.TargetTransitGateway, Text: "tgw",
				}}
			},
			maybe: []string{"manifest exit/other_vpc aws_route_table.private"},
		},
		{
			name: "the endpoint of a hub that no route leads to", stack: without,
			change: func(s *stack) { s.hub() },
			closed: []string{"manifest exit/other_vpc aws_route_table.private"},
		},
	})
}

// hub puts the registry's endpoint into another VPC.
func (s *stack) hub() {
	const dkr = "dkr.ecr.eu-west-1.amazonaws.com"
	hub := &graph.VPC{Node: s.node("aws_vpc.hub"), CIDRs: cidrs("10.9.0.0/16")}
	subnet := &graph.Subnet{
		Node: s.node("aws_subnet.hub"), VPC: to(hub), CIDR: cidr("10.9.1.0/24"), ACL: to(s.acl),
	}
	s.dkr.VPC, s.dkr.Subnets = to(hub), links(subnet)
	s.vpc.Endpoints = []*graph.Endpoint{s.api, s.s3}
	s.zone(dkr, "*."+dkr, s.dkr)
	s.group.Egress = append(s.group.Egress, rule(443, "10.0.0.0/8"))
	s.endpointGroup.Ingress = append(s.endpointGroup.Ingress, rule(443, "10.0.0.0/8"))
}

func TestFamilies(t *testing.T) {
	const dual = account + ".dkr-ecr." + region + ".on.aws/api:1.4"
	native := func() *stack {
		s := base()
		gateway := &graph.EgressOnlyGateway{
			Node: s.node("aws_egress_only_internet_gateway.six"),
			VPC:  to(s.vpc),
		}
		s.table.Routes = []*graph.Route{{
			Prefix: cidr("::/0"), Kind: graph.TargetEgressOnly, EgressOnly: gateway,
		}}
		s.subnet.IPv6Native, s.subnet.CIDR6 = given(true), cidr("2001:db8::/64")
		s.subnet.CIDR = graph.Value[prefix]{}
		s.group.Egress = []*graph.GroupRule{{
			Protocol: given("-1"), CIDRs6: cidrs("::/0"), CIDRs: cidrs("0.0.0.0/0"),
		}}
		return s
	}
	run(t, []example{
		{
			name: "a dual-stack name", stack: native,
			change: func(s *stack) { s.container.Image = given(dual) },
		},
		{
			name: "a name without IPv6", stack: native,
			closed: each("family/ipv6_only aws_subnet.private"),
		},
		{
			name: "NAT64", stack: native,
			change: func(s *stack) {
				s.nat = &graph.NATGateway{
					Node: s.node("aws_nat_gateway.main"), Public: plain(true), Allocation: plain(true),
					Subnet: to(s.publicSubnet),
				}
				s.subnet.DNS64 = given(true)
				s.table.Routes = append(s.table.Routes, &graph.Route{
					Prefix: cidr("64:ff9b::/96"), Kind: graph.TargetNATGateway, NATGateway: s.nat,
				})
			},
		},
		{
			name: "both families, but only IPv6 leads out", stack: native,
			change: func(s *stack) {
				s.subnet.IPv6Native, s.subnet.CIDR = plain(false),
					cidr("10.0.1.0/24")
			},
			closed: each("family/ipv6_only aws_subnet.private"),
		},
		{
			name: "both families and a dual-stack name", stack: native,
			change: func(s *stack) {
				s.subnet.IPv6Native, s.subnet.CIDR = plain(false), cidr("10.0.1.0/24")
				s.container.Image = given(dual)
			},
		},
		{
			name: "no egress over IPv6", stack: native,
			change: func(s *stack) {
				s.container.Image = given(dual)
				s.group.Egress[0].CIDRs6.Items = nil
			},
			closed: each("egress/no_rule " + task),
		},
	})
	s := native()
	s.subnet.IPv6Native, s.subnet.CIDR = plain(false), cidr("10.0.1.0/24")
	s.container.Image = given(dual)
	require.Contains(t, s.doubtsOf(t, pull.Best), "dual_stack_ipv4 aws_subnet.private")
}
