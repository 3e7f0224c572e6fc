package pull_test

import (
	"net/netip"
	"testing"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/stretchr/testify/require"
)

// prefix is what CIDRs are read into.
type prefix = netip.Prefix

// The legs of a pull from ECR.
var legs = []string{"authorize", "manifest", "layers"}

// each writes a gate for every leg.
func each(gate string) []string {
	var out []string
	for _, leg := range legs {
		out = append(out, leg+" "+gate)
	}
	return out
}

const task, endpoints = "aws_security_group.task", "aws_security_group.endpoints"

func TestRoutes(t *testing.T) {
	route := func(block string, kind graph.TargetKind) *graph.Route {
		return &graph.Route{Prefix: cidr(block), Kind: kind, Text: "target"}
	}
	run(t, []example{
		{
			name: "no route", stack: natted,
			change: func(s *stack) { s.table.Routes = nil },
			closed: each("exit/no_way aws_route_table.private"),
		},
		{
			name: "a route to private addresses only", stack: natted,
			change: func(s *stack) { s.table.Routes[0].Prefix = cidr("10.0.0.0/8") },
			closed: each("exit/no_way aws_route_table.private"),
		},
		{
			name: "two halves of the internet", stack: natted,
			change: func(s *stack) {
				other := *s.table.Routes[0]
				s.table.Routes[0].Prefix = cidr("0.0.0.0/1")
				other.Prefix = cidr("128.0.0.0/1")
				s.table.Routes = append(s.table.Routes, &other)
			},
		},
		{
			name: "one half of the internet", stack: natted,
			change: func(s *stack) { s.table.Routes[0].Prefix = cidr("0.0.0.0/1") },
			maybe:  each("exit/no_way aws_route_table.private"),
		},
		{
			name: "a partner's block goes elsewhere", stack: natted,
			change: func(s *stack) {
				s.table.Routes = append(s.table.Routes, route("203.0.113.0/24", graph.TargetVPNGateway))
			},
		},
		{
			name: "AWS addresses go elsewhere", stack: natted,
			change: func(s *stack) {
				s.table.Routes = append(s.table.Routes, route("52.0.0.0/8", graph.TargetTransitGateway))
			},
			maybe: each("exit/no_way aws_route_table.private"),
		},
		{
			name: "transit gateway", stack: natted,
			change: func(s *stack) {
				s.table.Routes = []*graph.Route{route("0.0.0.0/0", graph.TargetTransitGateway)}
			},
			maybe: each("exit/no_way aws_route_table.private"),
		},
		{
			name: "transit gateway and no egress at all", stack: natted,
			change: func(s *stack) {
				s.table.Routes = []*graph.Route{route("0.0.0.0/0", graph.TargetTransitGateway)}
				s.group.Egress = nil
			},
			closed: each("egress/no_rule " + task),
			maybe:  each("exit/no_way aws_route_table.private"),
		},
		{
			name: "peering", stack: natted,
			change: func(s *stack) {
				s.table.Routes = []*graph.Route{route("0.0.0.0/0",
					graph.TargetPeering)}
			},
			closed: each("exit/peering aws_route_table.private"),
		},
		{
			name: "a route without a target", stack: natted,
			change: func(s *stack) { s.table.Routes = []*graph.Route{route("0.0.0.0/0", graph.TargetNone)} },
			closed: each("exit/no_target aws_route_table.private"),
		},
		{
			name: "routes of a prefix list", stack: natted,
			change: func(s *stack) {
				list := &graph.PrefixList{Entries: cidrs("0.0.0.0/1", "128.0.0.0/1")}
				s.table.Routes[0].Prefix = graph.Value[prefix]{}
				s.table.Routes[0].PrefixList = to(list)
			},
		},
		{
			name: "unknown route table", stack: natted,
			change: func(s *stack) {
				s.subnet.RouteTable = lost[graph.RouteTable]("data.aws_route_table.x")
			},
			maybe: each("exit/no_way aws_subnet.private"),
		},
		{
			name: "a route that may exist", stack: natted,
			change: func(s *stack) { s.table.Routes[0].Maybe = origin("var.nat") },
			maybe:  each("exit/no_way aws_route_table.private"),
		},
		{
			name: "propagation without a default route", stack: natted,
			change: func(s *stack) { s.table.Routes, s.table.Propagates = nil, origin("aws_vpn_gateway.x") },
			maybe:  each("exit/no_way aws_route_table.private"),
		},
		{
			name: "propagation beside a default route", stack: natted,
			change: func(s *stack) { s.table.Propagates = origin("aws_vpn_gateway.x") },
		},
		{
			name: "a table that a module was handed", stack: natted,
			change: func(s *stack) { s.table.Routes, s.table.Open = nil, origin("module.x") },
			maybe:  each("exit/no_way aws_route_table.private"),
		},
		{
			name: "a VPC that a module was handed", stack: natted,
			change: func(s *stack) { s.table.Routes, s.vpc.Open = nil, origin("module.x") },
			maybe:  each("exit/no_way aws_route_table.private"),
		},
		{
			name: "a subnet that is not known", stack: natted,
			change: func(s *stack) { s.service.Network.Subnets.Items[0] = lost[graph.Subnet]("var.subnet") },
			maybe:  each("exit/no_way aws_ecs_service.api"),
		},
		{
			name: "a VPC that is not known, no endpoints in view", stack: natted,
			change: func(s *stack) { s.subnet.VPC = lost[graph.VPC]("var.vpc_id") },
			maybe:  each("exit/no_way aws_route_table.private"),
		},
		{
			name: "one bad subnet of two", stack: natted,
			change: func(s *stack) {
				bad := s.addSubnet("aws_subnet.bad", "10.0.2.0/24", &graph.RouteTable{
					Node: s.node("aws_route_table.bad"), VPC: to(s.vpc),
				})
				s.service.Network.Subnets = links(s.subnet, bad)
			},
			closed: each("exit/no_way aws_route_table.bad"),
		},
	})
}

func TestGateways(t *testing.T) {
	run(t, []example{
		{
			name: "no public address", stack: open,
			change: func(s *stack) { s.service.Network.PublicIP = plain(false) },
			closed: each("public_ip/none aws_ecs_service.api"),
		},
		{
			name: "the subnet's addresses are not for Fargate", stack: open,
			change: func(s *stack) {
				s.service.Network.PublicIP = plain(false)
				s.publicSubnet.MapPublicIP = given(true)
			},
			closed: each("public_ip/none aws_ecs_service.api"),
		},
		{
			name: "unknown public address", stack: open,
			change: func(s *stack) { s.service.Network.PublicIP = unknown[bool]("var.public") },
			maybe:  each("public_ip/none aws_ecs_service.api"),
		},
		{
			name: "hosts with the subnet's public addresses", stack: open,
			change: func(s *stack) { s.fleet(); s.publicSubnet.MapPublicIP = given(true) },
		},
		{
			name: "hosts without public addresses", stack: open,
			change: func(s *stack) { s.fleet() },
			closed: each("public_ip/none aws_subnet.public"),
		},
		{
			name: "hosts that refuse the subnet's public addresses", stack: open,
			change: func(s *stack) {
				s.fleet().PublicIP = given(false)
				s.publicSubnet.MapPublicIP = given(true)
			},
			closed: each("public_ip/none aws_launch_template.hosts"),
		},
		{
			name: "hosts that use images they have", stack: open,
			change: func(s *stack) {
				s.fleet().UserData = given("echo ECS_IMAGE_PULL_BEHAVIOR=prefer-cached >> ecs.config")
			},
			maybe: each("public_ip/none aws_subnet.public"),
		},
		{
			name: "detached gateway", stack: open,
			change: func(s *stack) { s.gateway.VPC = graph.Link[graph.VPC]{} },
			closed: each("attached/detached aws_internet_gateway.main"),
		},
		{
			name: "gateway of another VPC", stack: open,
			change: func(s *stack) { s.gateway.VPC = to(&graph.VPC{Node: s.node("aws_vpc.other")}) },
			closed: each("attached/other_vpc aws_internet_gateway.main"),
		},
		{
			name: "gateway of a VPC that is not known", stack: open,
			change: func(s *stack) { s.gateway.VPC = lost[graph.VPC]("var.vpc") },
			maybe:  each("attached/other_vpc aws_internet_gateway.main"),
		},
		{
			name: "private NAT gateway", stack: natted,
			change: func(s *stack) { s.nat.Public = given(false) },
			closed: each("nat/private aws_nat_gateway.main"),
		},
		{
			name: "NAT gateway without an address", stack: natted,
			change: func(s *stack) { s.nat.Allocation = plain(false) },
			closed: each("nat/no_address aws_nat_gateway.main"),
		},
		{
			name: "NAT gateway with an address that is handed over", stack: natted,
			change: func(s *stack) { s.nat.Allocation = unknown[bool]("var.address") },
		},
		{
			name: "private NAT gateway in front of a transit gateway", stack: natted,
			change: func(s *stack) {
				s.nat.Public, s.nat.Allocation = given(false), plain(false)
				s.publicTable.Routes[0].InternetGateway = nil
				s.publicTable.Routes[0].Kind = graph.TargetTransitGateway
			},
			maybe: each("nat/private aws_nat_gateway.main"),
		},
		{
			name: "NAT gateway in a subnet without a route", stack: natted,
			change: func(s *stack) { s.publicTable.Routes = nil },
			closed: each("nat/no_internet_route aws_nat_gateway.main"),
		},
		{
			name: "NAT gateway that leads to itself", stack: natted,
			change: func(s *stack) { s.nat.Subnet = to(s.subnet) },
			closed: each("nat/loop aws_nat_gateway.main"),
		},
		{
			name: "NAT gateway behind a detached gateway", stack: natted,
			change: func(s *stack) { s.gateway.VPC = graph.Link[graph.VPC]{} },
			closed: each("attached/detached aws_internet_gateway.main"),
		},
		{
			name: "NAT gateway behind a transit gateway", stack: natted,
			change: func(s *stack) {
				s.publicTable.Routes[0].InternetGateway = nil
				s.publicTable.Routes[0].Kind = graph.TargetTransitGateway
			},
			maybe: each("nat/no_internet_route aws_nat_gateway.main"),
		},
		{
			name: "NAT gateway in a subnet that is not known", stack: natted,
			change: func(s *stack) { s.nat.Subnet = lost[graph.Subnet]("var.subnet") },
			maybe:  each("nat/no_internet_route aws_nat_gateway.main"),
		},
		{
			name: "NAT gateway of another VPC", stack: natted,
			change: func(s *stack) {
				other := &graph.VPC{Node: s.node("aws_vpc.other")}
				s.publicSubnet.VPC, s.gateway.VPC = to(other), to(other)
			},
			closed: each("attached/other_vpc aws_nat_gateway.main"),
		},
		{
			name: "regional NAT gateway", stack: natted,
			change: func(s *stack) {
				s.nat.Regional, s.nat.VPC, s.nat.Subnet = given(true), to(s.vpc), graph.Link[graph.Subnet]{}
			},
		},
		{
			name: "regional NAT gateway without an internet gateway", stack: natted,
			change: func(s *stack) {
				s.nat.Regional, s.nat.VPC, s.nat.Subnet = given(true), to(s.vpc), graph.Link[graph.Subnet]{}
				s.vpc.Gateways = nil
			},
			closed: each("nat/no_internet_route aws_nat_gateway.main"),
		},
		{
			name: "regional NAT gateway and a gateway that may not exist", stack: natted,
			change: func(s *stack) {
				s.nat.Regional, s.nat.VPC, s.nat.Subnet = given(true), to(s.vpc), graph.Link[graph.Subnet]{}
				s.vpc.Gateways[0].Maybe = origin("var.public")
			},
			maybe: each("nat/no_internet_route aws_nat_gateway.main"),
		},
		{
			name: "regional NAT gateway, and an internet gateway of who knows which VPC", stack: natted,
			change: func(s *stack) {
				s.nat.Regional, s.nat.VPC, s.nat.Subnet = given(true), to(s.vpc), graph.Link[graph.Subnet]{}
				s.vpc.Gateways = nil
				s.g.InternetGates = []*graph.InternetGateway{{
					Node: s.node("aws_internet_gateway.lost"),
					VPC:  graph.Link[graph.VPC]{Text: "var.vpc", Why: origin("var.vpc")},
				}}
			},
			maybe: each("nat/no_internet_route aws_nat_gateway.main"),
		},
	})
}

// instance makes the private subnet leave by an instance.
func instance(s *stack) *graph.Instance {
	group := &graph.SecurityGroup{
		Node: s.node("aws_security_group.nat"), VPC: to(s.vpc),
		Ingress: []*graph.GroupRule{rule(443, "10.0.0.0/16")},
		Egress:  []*graph.GroupRule{rule(443, "0.0.0.0/0")},
	}
	i := &graph.Instance{
		Node: s.node("aws_instance.nat"), Subnet: to(s.publicSubnet), SourceDestCheck: given(false),
		PublicIP: given(true), Groups: links(group),
	}
	s.table.Routes[0] = &graph.Route{
		Prefix: cidr("0.0.0.0/0"), Kind: graph.TargetInstance,
		Instance: i,
	}
	return i
}

func TestInstances(t *testing.T) {
	unseen := each("exit/no_way aws_route_table.private")
	run(t, []example{
		{
			name: "an instance that forwards, perhaps", stack: natted,
			change: func(s *stack) { instance(s) }, maybe: unseen,
		},
		{
			name: "an instance that checks addresses", stack: natted,
			change: func(s *stack) { instance(s).SourceDestCheck = plain(true) },
			closed: each("nat/source_dest_check aws_instance.nat"), maybe: unseen,
		},
		{
			name: "an instance that lets nothing in", stack: natted,
			change: func(s *stack) { instance(s).Groups.Items[0].To.Ingress = nil },
			closed: each("nat/instance_ingress aws_security_group.nat"), maybe: unseen,
		},
		{
			name: "an instance that lets nothing out", stack: natted,
			change: func(s *stack) { instance(s).Groups.Items[0].To.Egress = nil },
			closed: each("nat/instance_egress aws_security_group.nat"), maybe: unseen,
		},
		{
			name: "an instance in a subnet without a route", stack: natted,
			change: func(s *stack) { instance(s); s.publicTable.Routes = nil },
			closed: each("nat/no_internet_route aws_instance.nat"), maybe: unseen,
		},
	})
}

func TestBlockPublicAccess(t *testing.T) {
	block := func(mode string, exclude func(*stack) *graph.BlockExclusion) func(*stack) {
		return func(s *stack) {
			b := &graph.BlockPublicAccess{
				Node: s.node("aws_vpc_block_public_access_options.all"), Mode: given(mode),
			}
			if exclude != nil {
				b.Exclusions = []*graph.BlockExclusion{exclude(s)}
			}
			s.g.PublicAccess = []*graph.BlockPublicAccess{b}
		}
	}
	by := "aws_vpc_block_public_access_options.all"
	run(t, []example{
		{name: "off", stack: natted, change: block("off", nil)},
		{
			name: "both directions, NAT", stack: natted, change: block("block-bidirectional", nil),
			closed: each("bpa/bidirectional " + by),
		},
		{
			name: "both directions, internet gateway", stack: open,
			change: block("block-bidirectional", nil), closed: each("bpa/bidirectional " + by),
		},
		{name: "ingress, NAT", stack: natted, change: block("block-ingress", nil)},
		{
			name: "ingress, internet gateway", stack: open, change: block("block-ingress", nil),
			closed: each("bpa/ingress " + by),
		},
		{
			name: "the VPC is excluded", stack: natted,
			change: block("block-bidirectional", func(s *stack) *graph.BlockExclusion {
				return &graph.BlockExclusion{VPC: to(s.vpc), Mode: given("allow-bidirectional")}
			}),
		},
		{name: "endpoints", stack: sealed, change: block("block-bidirectional", nil)},
		{
			name: "unknown mode", stack: open,
			change: func(s *stack) {
				block("", nil)(s)
				s.g.PublicAccess[0].Mode = unknown[string]("var.mode")
			},
			maybe: each("bpa/bidirectional " + by),
		},
	})
}

func TestEgress(t *testing.T) {
	only := func(r *graph.GroupRule) func(*stack) {
		return func(s *stack) { s.group.Egress = []*graph.GroupRule{r} }
	}
	shut := each("egress/no_rule " + task)
	run(t, []example{
		{
			name: "no rules", stack: natted,
			change: func(s *stack) { s.group.Egress = nil },
			closed: shut,
		},
		{name: "port 80 only", stack: natted, change: only(rule(80, "0.0.0.0/0")), closed: shut},
		{
			name: "everything but ports 0 to 0 of TCP", stack: natted,
			change: only(rule(0, "0.0.0.0/0")), closed: shut,
		},
		{
			name: "ports 0 to 0 of all protocols", stack: natted,
			change: only(&graph.GroupRule{
				Protocol: given("-1"), From: given(0), To: given(0), CIDRs: cidrs("0.0.0.0/0"),
			}),
		},
		{
			name: "protocol 6, a range of ports", stack: natted,
			change: only(&graph.GroupRule{
				Protocol: given("6"), From: given(400), To: given(500), CIDRs: cidrs("0.0.0.0/0"),
			}),
		},
		{
			name: "UDP", stack: natted,
			change: only(&graph.GroupRule{
				Protocol: given("udp"), From: given(443), To: given(443), CIDRs: cidrs("0.0.0.0/0"),
			}),
			closed: shut,
		},
		{
			name: "two halves", stack: natted,
			change: func(s *stack) {
				s.group.Egress = []*graph.GroupRule{rule(443, "0.0.0.0/1"), rule(443, "128.0.0.0/1")}
			},
		},
		{name: "the VPC only", stack: natted, change: only(rule(443, "10.0.0.0/16")), closed: shut},
		{
			name: "some public addresses", stack: natted,
			change: only(rule(443, "52.0.0.0/8")),
			maybe:  shut,
		},
		{
			name: "an address that may be copied from the registry's", stack: natted,
			change: only(rule(443, "52.1.2.3/32")),
			maybe:  shut,
		},
		{
			name: "an address of documentation", stack: natted,
			change: only(rule(443, "198.51.100.7/32")),
			closed: shut,
		},
		{name: "IPv6 only", stack: natted, change: only(&graph.GroupRule{
			Protocol: given("tcp"), From: given(443), To: given(443), CIDRs6: cidrs("::/0"),
		}), closed: shut},
		{
			name: "unknown protocol", stack: natted,
			change: func(s *stack) { s.group.Egress[0].Protocol = unknown[string]("var.p") }, maybe: shut,
		},
		{
			name: "unknown port", stack: natted,
			change: func(s *stack) { s.group.Egress[0].From = unknown[int]("var.p") }, maybe: shut,
		},
		{
			name: "a rule that may exist", stack: natted,
			change: func(s *stack) { s.group.Egress[0].Maybe = origin("var.rules") }, maybe: shut,
		},
		{
			name: "an unknown group beside a useless one", stack: natted,
			change: func(s *stack) {
				s.group.Egress = nil
				s.service.Network.Groups.Items = append(s.service.Network.Groups.Items,
					lost[graph.SecurityGroup]("var.group"))
			},
			maybe: shut,
		},
		{
			name: "an unknown group beside one that suffices", stack: natted,
			change: func(s *stack) {
				s.service.Network.Groups.Items = append(s.service.Network.Groups.Items,
					lost[graph.SecurityGroup]("var.group"))
			},
		},
		{
			name: "a group that a module was handed", stack: natted,
			change: func(s *stack) { s.group.Egress, s.group.Open = nil, origin("module.x") }, maybe: shut,
		},
		{
			name: "rules that may be of the group", stack: natted,
			change: func(s *stack) {
				s.group.Egress, s.group.LostEgress = nil, []*parser.Origin{origin("var.group")}
			},
			maybe: shut,
		},
		{
			name: "a customer's prefix list", stack: natted,
			change: func(s *stack) {
				r := rule(443)
				r.Lists = links(&graph.PrefixList{Entries: cidrs("0.0.0.0/0")})
				s.group.Egress = []*graph.GroupRule{r}
			},
		},
		{
			name: "a customer's prefix list of private addresses", stack: natted,
			change: func(s *stack) {
				r := rule(443)
				r.Lists = links(&graph.PrefixList{Entries: cidrs("10.0.0.0/8")})
				s.group.Egress = []*graph.GroupRule{r}
			},
			closed: shut,
		},
		{
			name: "the VPC's default group, which lets everything out", stack: natted,
			change: func(s *stack) {
				s.service.Network.Groups = graph.List[graph.Link[graph.SecurityGroup]]{}
				s.vpc.DefaultGroup = &graph.SecurityGroup{
					Node: graph.Node{ID: "aws_vpc.main.default_security_group"}, Implicit: true,
					Egress: []*graph.GroupRule{rule(443, "0.0.0.0/0")},
				}
			},
		},
		{
			name: "an adopted default group without rules", stack: natted,
			change: func(s *stack) {
				s.service.Network.Groups = graph.List[graph.Link[graph.SecurityGroup]]{}
				s.vpc.DefaultGroup = &graph.SecurityGroup{Node: s.node("aws_default_security_group.x")}
			},
			closed: each("egress/no_rule aws_default_security_group.x"),
		},
		{
			name: "CloudFormation's default egress", stack: natted,
			change: func(s *stack) { s.group.Egress, s.group.DefaultEgress = nil, true },
		},
		{
			name: "a separate rule that an exclusive list leaves out", stack: natted,
			change: func(s *stack) {
				s.group.EgressExclusive, s.group.Egress[0].Separate = true, true
			},
			closed: shut,
		},
		{
			name: "a separate rule that an exclusive list names", stack: natted,
			change: func(s *stack) {
				s.group.EgressExclusive, s.group.Egress[0].Separate, s.group.Egress[0].Listed = true, true, true
			},
		},
	})
}

func TestEgressToEndpoints(t *testing.T) {
	registry := []string{"authorize egress/no_rule " + task, "manifest egress/no_rule " + task}
	layers := []string{"layers egress/no_rule " + task}
	run(t, []example{
		{
			name: "the endpoints' group only", stack: sealed,
			change: func(s *stack) { s.group.Egress = s.group.Egress[:1] }, closed: layers,
		},
		{
			name: "the prefix list of S3 only", stack: sealed,
			change: func(s *stack) { s.group.Egress = s.group.Egress[1:] }, closed: registry,
		},
		{
			name: "the VPC and the prefix list", stack: sealed,
			change: func(s *stack) { s.group.Egress[0] = rule(443, "10.0.0.0/16") },
		},
		{
			name: "the VPC only", stack: sealed,
			change: func(s *stack) { s.group.Egress = []*graph.GroupRule{rule(443, "10.0.0.0/16")} },
			closed: layers,
		},
		{
			name: "a part of the endpoint's subnet", stack: sealed,
			change: func(s *stack) { s.group.Egress[0] = rule(443, "10.0.1.0/26") }, maybe: registry,
		},
		{
			name: "another subnet", stack: sealed,
			change: func(s *stack) { s.group.Egress[0] = rule(443, "10.0.7.0/24") }, closed: registry,
		},
		{
			name: "another group", stack: sealed,
			change: func(s *stack) { s.group.Egress[0] = ruleTo(s.group) }, closed: registry,
		},
		{
			name: "a group that is not known", stack: sealed,
			change: func(s *stack) {
				s.group.Egress[0].Groups.Items[0] = lost[graph.SecurityGroup]("var.endpoints")
			},
			maybe: registry,
		},
		{
			name: "the prefix list of S3 in another region", stack: sealed,
			change: func(s *stack) { s.group.Egress[1].Lists.Items[0].To.Region = "us-east-1" },
			closed: layers,
		},
		{
			name: "the prefix list of another service", stack: sealed,
			change: func(s *stack) { s.group.Egress[1].Lists.Items[0].To.Service = "dynamodb" },
			closed: layers,
		},
		{
			name: "a prefix list by its id", stack: sealed,
			change: func(s *stack) { s.group.Egress[1].Lists.Items[0] = lost[graph.PrefixList]("pl-1") },
			maybe:  layers,
		},
		{
			name: "unknown addresses", stack: sealed,
			change: func(s *stack) {
				s.group.Egress[0] = rule(443)
				s.group.Egress[0].CIDRs.Items = append(s.group.Egress[0].CIDRs.Items,
					unknown[prefix]("var.cidr"))
			},
			maybe: registry,
		},
	})
}

func TestMixedRules(t *testing.T) {
	s := natted()
	s.group.EgressInline, s.group.EgressSeparate = true, true
	s.group.Egress[0].Separate = true
	require.Empty(t, s.read(t).worst)
	require.Contains(t, s.doubtsOf(t, pull.Best), "mixed_rules "+task)

	s.group.Egress = append(s.group.Egress, rule(443, "0.0.0.0/0"))
	require.NotContains(t, s.doubtsOf(t, pull.Worst), "mixed_rules "+task, "the inline rules suffice")

	s.group.Egress = []*graph.GroupRule{rule(80, "0.0.0.0/0")}
	require.Equal(t, sorted(each("egress/no_rule "+task)), s.read(t).best, "both readings fail")
}

func TestDefaultEgress(t *testing.T) {
	doubtful := func() *stack {
		s := natted()
		s.group.DefaultDoubt = &parser.Origin{What: "the default rule", Why: "may be taken away"}
		open := rule(443, "0.0.0.0/0")
		open.Maybe = s.group.DefaultDoubt
		own := rule(443, "10.0.0.0/16")
		own.Separate = true
		s.group.Egress, s.group.EgressSeparate = []*graph.GroupRule{own, open}, true
		return s
	}
	s := doubtful()
	require.Empty(t, s.read(t).best)
	require.NotEmpty(t, s.read(t).worst)
	require.Contains(t, s.doubtsOf(t, pull.Best), "default_egress "+task)

	s = doubtful()
	s.group.Egress[0] = rule(443, "0.0.0.0/0")
	require.Empty(t, s.read(t).worst)
	require.NotContains(t, s.doubtsOf(t, pull.Worst), "default_egress "+task, "the own rule suffices")
}
