package pull_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/pull"
)

// told is a fact about names.
func told(names ...string) *parser.Fact {
	return &parser.Fact{Names: names, Said: &parser.Resource{
		Address: "said in the file (.ecrlint.hcl:1)",
	}}
}

// reached says that the internet is reached from the stack's private subnets.
func (s *stack) reached() { s.root.Facts.Internet = []*parser.Fact{told("*")} }

// mayPull says that every role may pull.
func (s *stack) mayPull() { s.root.Facts.MayPull = []*parser.Fact{told("*")} }

// transit is a stack whose private subnet leaves by a transit gateway that the user vouches for.
func transit() *stack {
	s := natted()
	s.table.Routes = []*graph.Route{{
		Prefix: cidr("0.0.0.0/0"), Kind: graph.TargetTransitGateway, Text: "tgw-0a1b2c3d",
	}}
	s.reached()
	return s
}

// TestToldInternet: what the user says stands in for what is not in view, and for nothing else.
func TestToldInternet(t *testing.T) {
	const group = "egress/no_rule " + task
	lostVPC := func(s *stack) {
		s.subnet.VPC, s.group.VPC = lost[graph.VPC]("var.vpc"), lost[graph.VPC]("var.vpc")
		s.vpc.Subnets = nil
	}
	route := func(block string, kind graph.TargetKind) *graph.Route {
		return &graph.Route{Prefix: cidr(block), Kind: kind, Text: string(kind)}
	}
	open6 := rule(443)
	open6.CIDRs6 = cidrs("::/0")
	six := func(s *stack) {
		s.subnet.CIDR6 = cidr("2600:1f18::/64")
		s.container.Image = given(account + ".dkr-ecr." + region + ".on.aws/api:1.4")
		s.table.Routes = []*graph.Route{{
			Prefix: cidr("::/0"), Kind: graph.TargetEgressOnly, Text: "eigw",
			EgressOnly: &graph.EgressOnlyGateway{Node: s.node("aws_egress_only.main"), VPC: to(s.vpc)},
		}}
	}
	run(t, []example{
		{name: "a transit gateway", stack: transit},
		{name: "no route", stack: transit, change: func(s *stack) { s.table.Routes = nil }},
		{name: "no table in view", stack: transit, change: func(s *stack) {
			s.subnet.RouteTable = lost[graph.RouteTable]("data.aws_route_table.x")
		}},
		{name: "peering", stack: transit, change: func(s *stack) {
			s.table.Routes = []*graph.Route{route("0.0.0.0/0", graph.TargetPeering)}
		}, closed: each("exit/peering aws_route_table.private")},
		{name: "a route without a target", stack: transit, change: func(s *stack) {
			s.table.Routes = []*graph.Route{route("0.0.0.0/0", graph.TargetNone)}
		}, closed: each("exit/no_target aws_route_table.private")},
		{
			name: "an internet gateway that is not in view and no public address", stack: transit,
			change: func(s *stack) {
				s.table.Routes = []*graph.Route{route("0.0.0.0/0", graph.TargetInternetGateway)}
			}, closed: each("public_ip/none aws_ecs_service.api"),
		},
		{
			name: "an internet gateway that is not in view and a public address", stack: transit,
			change: func(s *stack) {
				s.table.Routes = []*graph.Route{route("0.0.0.0/0", graph.TargetInternetGateway)}
				s.service.Network.PublicIP = given(true)
			},
		},
		{name: "a NAT gateway that is not in view", stack: transit, change: func(s *stack) {
			s.table.Routes = []*graph.Route{route("0.0.0.0/0", graph.TargetNATGateway)}
		}},
		{name: "groups", stack: transit, change: func(s *stack) {
			s.group.Egress = []*graph.GroupRule{rule(443, "10.0.0.0/8")}
		}, closed: each(group)},
		{name: "a network ACL", stack: transit, change: func(s *stack) {
			acl := s.acls("aws_network_acl.app", s.subnet)
			acl.Egress = []*graph.ACLEntry{entry(100, false, "-1", 0, 0, "0.0.0.0/0")}
		}, closed: each("acl/outbound aws_network_acl.app")},
		{name: "closed endpoints that answer first", stack: sealed, change: func(s *stack) {
			s.reached()
			s.endpointGroup.Ingress = nil
		}, closed: []string{
			"authorize ingress/no_rule aws_security_group.endpoints",
			"manifest ingress/no_rule aws_security_group.endpoints",
		}},
		{name: "a VPC that is not in view", stack: transit, change: lostVPC},
		{name: "endpoints of a VPC that is not in view", stack: transit, change: func(s *stack) {
			lostVPC(s)
			s.group.Egress = []*graph.GroupRule{rule(443, "10.0.0.0/8")}
		}, maybe: append(each(group), each("exit/no_way aws_route_table.private")...)},
		{name: "endpoints of subnets that are not in view", stack: transit, change: func(s *stack) {
			s.service.Network.Subnets = graph.List[graph.Link[graph.Subnet]]{
				Given: true, Open: origin("var.subnets"),
			}
			s.group.VPC = lost[graph.VPC]("var.vpc")
			s.group.Egress = []*graph.GroupRule{rule(443, "10.0.0.0/8")}
		}, maybe: append(each(group), each("exit/no_way aws_ecs_service.api")...)},
		{name: "more subnets", stack: transit, change: func(s *stack) {
			s.service.Network.Subnets.Open = origin("var.more")
		}},
		{name: "more subnets and groups for endpoints", stack: sealed, change: func(s *stack) {
			s.reached()
			s.service.Network.Subnets.Open = origin("var.more")
		}, maybe: []string{
			"authorize exit/no_way aws_ecs_service.api", "manifest exit/no_way aws_ecs_service.api",
		}},
		{name: "IPv6 that is in view", stack: transit, change: func(s *stack) {
			six(s)
			s.group.Egress = []*graph.GroupRule{open6}
		}},
		{name: "IPv6 that groups stop, and IPv4 by what the user says", stack: transit, change: six},
		{name: "both stopped", stack: transit, change: func(s *stack) {
			six(s)
			s.group.Egress = nil
		}, closed: each(group)},
		{name: "another subnet", stack: transit, change: func(s *stack) {
			s.root.Facts.Internet = []*parser.Fact{told("aws_subnet.privat", "aws_subnet.public")}
		}, maybe: each("exit/no_way aws_route_table.private")},
	})
}

// TestToldMayPull: a role may by policies that are not in view what those in view do not deny it.
func TestToldMayPull(t *testing.T) {
	denied := func(effect, action string) func(*stack) {
		return func(s *stack) {
			s.mayPull()
			s.role.Policies = []graph.Policy{s.policy("aws_iam_role_policy.own", statement(
				`"Effect":"`+effect+`","Action":"`+action+`","Resource":"*"`))}
		}
	}
	bounded := func(action string) func(*stack) {
		return func(s *stack) {
			s.mayPull()
			s.role.Boundary = s.policy("aws_iam_policy.boundary", statement(
				`"Effect":"Allow","Action":"`+action+`","Resource":"*"`))
		}
	}
	run(t, []example{
		{name: "a role that is not in view", stack: natted, change: func(s *stack) {
			s.mayPull()
			s.task.ExecutionRole = lost[graph.Role]("var.role")
		}},
		{
			name: "a role whose policies in view do not allow it", stack: natted,
			change: denied("Allow", "logs:*"),
		},
		{
			name: "a Deny in view", stack: natted, change: denied("Deny", "ecr:BatchGetImage"),
			closed: []string{"manifest identity/denied aws_iam_role_policy.own"},
		},
		{name: "a Deny of something else", stack: natted, change: denied("Deny", "ecr:PutImage")},
		{
			name: "a boundary in view that leaves it out", stack: natted, change: bounded("logs:*"),
			closed: []string{
				"authorize identity/boundary aws_iam_policy.boundary",
				"manifest identity/boundary aws_iam_policy.boundary",
			},
		},
		{name: "a boundary in view that allows it", stack: natted, change: bounded("ecr:*")},
		{name: "a boundary that is not in view", stack: natted, change: func(s *stack) {
			s.mayPull()
			s.role.Boundary = graph.Policy{Text: unknown[string]("var.boundary")}
		}},
		{name: "another role", stack: natted, change: func(s *stack) {
			s.root.Facts.MayPull = []*parser.Fact{told("exec", "aws_iam_role.executio")}
			s.task.ExecutionRole = lost[graph.Role]("var.role")
		}, maybe: []string{
			"authorize identity/denied var.role", "manifest identity/denied var.role",
		}},
	})
}

// What a pull does not rest on is not said to be assumed.
func TestToldWithoutNeed(t *testing.T) {
	s := natted()
	s.reached()
	s.mayPull()
	for _, p := range pull.Cut(s.g) {
		assert.Empty(t, p.Assumptions)
	}
	s = transit()
	s.mayPull()
	s.role.Policies = nil
	for _, p := range pull.Cut(s.g) {
		assert.Equal(t, []string{
			"the internet is reached from aws_subnet.private: said in the file (.ecrlint.hcl:1)",
			"aws_iam_role.execution may pull: said in the file (.ecrlint.hcl:1)",
		}, p.Assumptions)
	}
}

// TestFactsLaw: what pulls without facts pulls with them, and facts of other things change nothing.
func TestFactsLaw(t *testing.T) {
	bystander := []*parser.Fact{told("aws_subnet.other", "other*")}
	rapid.Check(t, func(t *rapid.T) {
		s := some(t)
		for range rapid.IntRange(0, 2).Draw(t, "blurs") {
			if f := rapid.SampledFrom(fields(s.g)).Draw(t, "field"); f.blurrable() {
				f.blur()
			}
		}
		before, _ := verdict(s)
		plain := documents(t, s)
		s.root.Facts.Internet, s.root.Facts.MayPull = bystander, bystander
		require.Equal(t, plain, documents(t, s), "facts of other things")
		s.reached()
		s.mayPull()
		after, is := verdict(s)
		if before == "pulls" {
			require.Equal(t, "pulls", after, "%v", is)
		}
	})
}

// documents are what is said of a stack's pulls.
func documents(t require.TestingT, s *stack) string {
	var out []byte
	for _, p := range pull.Cut(s.g) {
		for i := -1; i < len(p.Placements); i++ {
			for _, bound := range []pull.Bound{pull.Best, pull.Worst} {
				text, err := json.Marshal(p.Document(i, bound))
				require.NoError(t, err)
				out = append(out, text...)
			}
		}
		out = append(out, strings.Join(p.Assumptions, "\n")...)
	}
	return string(out)
}
