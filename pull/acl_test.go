package pull_test

import (
	"testing"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/stretchr/testify/require"
)

const acl = "aws_network_acl.app"

func TestNetworkACLs(t *testing.T) {
	change := func(f func(*graph.NetworkACL)) func(*stack) {
		return func(s *stack) { f(s.acls(acl, s.subnet)) }
	}
	run(t, []example{
		{name: "everything", stack: natted, change: change(func(*graph.NetworkACL) {})},
		{
			name: "no entries", stack: natted,
			change: change(func(a *graph.NetworkACL) { a.Egress, a.Ingress = nil, nil }),
			closed: append(each("acl/outbound "+acl), each("acl/return "+acl)...),
		},
		{
			name: "the four documented entries", stack: natted,
			change: change(func(a *graph.NetworkACL) {
				a.Egress = []*graph.ACLEntry{entry(100, true, "tcp", 443, 443, "0.0.0.0/0")}
				a.Ingress = []*graph.ACLEntry{entry(100, true, "6", 32768, 65535, "0.0.0.0/0")}
			}),
		},
		{
			name: "answers on 443 only, as some guides say", stack: natted,
			change: change(func(a *graph.NetworkACL) {
				a.Ingress = []*graph.ACLEntry{entry(100, true, "tcp", 443, 443, "0.0.0.0/0")}
			}),
			closed: each("acl/return " + acl),
		},
		{
			name: "answers from the VPC only", stack: natted,
			change: change(func(a *graph.NetworkACL) {
				a.Ingress = []*graph.ACLEntry{entry(100, true, "-1", 0, 0, "10.0.0.0/16")}
			}),
			closed: each("acl/return " + acl),
		},
		{
			name: "a part of the ephemeral ports", stack: natted,
			change: change(func(a *graph.NetworkACL) {
				a.Ingress = []*graph.ACLEntry{entry(100, true, "tcp", 49152, 65535, "0.0.0.0/0")}
			}),
		},
		{
			name: "a deny before", stack: natted,
			change: change(func(a *graph.NetworkACL) {
				a.Egress = append(a.Egress, entry(50, false, "tcp", 443, 443, "0.0.0.0/0"))
			}),
			closed: each("acl/outbound " + acl),
		},
		{
			name: "a deny behind", stack: natted,
			change: change(func(a *graph.NetworkACL) {
				a.Egress = append(a.Egress, entry(200, false, "tcp", 443, 443, "0.0.0.0/0"))
			}),
		},
		{
			name: "a deny of one bad block before", stack: natted,
			change: change(func(a *graph.NetworkACL) {
				a.Egress = append(a.Egress, entry(50, false, "-1", 0, 0, "203.0.113.0/24"))
			}),
		},
		{
			name: "a deny of private addresses before", stack: natted,
			change: change(func(a *graph.NetworkACL) {
				a.Egress = append(a.Egress, entry(50, false, "-1", 0, 0, "10.0.0.0/8"))
			}),
		},
		{
			name: "a deny of AWS addresses before", stack: natted,
			change: change(func(a *graph.NetworkACL) {
				a.Egress = append(a.Egress, entry(50, false, "-1", 0, 0, "52.0.0.0/8"))
			}),
			maybe: each("acl/outbound " + acl),
		},
		{
			name: "an unknown number of a deny", stack: natted,
			change: change(func(a *graph.NetworkACL) {
				e := entry(50, false, "tcp", 443, 443, "0.0.0.0/0")
				e.Number = unknown[int]("var.number")
				a.Egress = append(a.Egress, e)
			}),
			maybe: each("acl/outbound " + acl),
		},
		{
			name: "entries that may be of the ACL", stack: natted,
			change: change(func(a *graph.NetworkACL) {
				a.Egress, a.LostEntries = nil, []*parser.Origin{origin("var.acl")}
			}),
			maybe: append(each("acl/outbound "+acl), each("acl/return "+acl)...),
		},
		{
			name: "an ACL that is not known", stack: natted,
			change: func(s *stack) { s.subnet.ACL = lost[graph.NetworkACL]("data.aws_network_acls.x") },
			maybe: append(each("acl/outbound data.aws_network_acls.x"),
				each("acl/return data.aws_network_acls.x")...),
		},
		{
			name: "the NAT gateway's subnet takes nothing in", stack: natted,
			change: func(s *stack) { s.acls(acl, s.publicSubnet).Ingress = nil },
			closed: append(each("acl/outbound "+acl), each("acl/return "+acl)...),
		},
		{
			name: "the NAT gateway's subnet, as documented", stack: natted,
			change: func(s *stack) {
				a := s.acls(acl, s.publicSubnet)
				a.Ingress = []*graph.ACLEntry{
					entry(1, true, "tcp", 443, 443, "10.0.0.0/16"), entry(2, true, "tcp", 1024, 65535,
						"0.0.0.0/0"),
				}
				a.Egress = []*graph.ACLEntry{
					entry(1, true, "tcp", 443, 443, "0.0.0.0/0"), entry(2, true, "tcp", 1024, 65535,
						"10.0.0.0/16"),
				}
			},
		},
		{
			name: "endpoints in the same subnet need no entry", stack: sealed,
			change: func(s *stack) {
				a := s.acls(acl, s.subnet)
				a.Egress = []*graph.ACLEntry{
					entry(1, false, "-1", 0, 0, "10.0.0.0/8"), entry(2, true, "-1", 0, 0, "0.0.0.0/0"),
				}
			},
		},
		{
			name: "S3 answers from public addresses", stack: sealed,
			change: func(s *stack) {
				a := s.acls(acl, s.subnet)
				a.Egress = []*graph.ACLEntry{entry(1, true, "-1", 0, 0, "10.0.0.0/8")}
				a.Ingress = a.Egress
			},
			closed: []string{"layers acl/outbound " + acl, "layers acl/return " + acl},
		},
		{
			name: "endpoints in a subnet that takes nothing in", stack: sealed,
			change: func(s *stack) {
				other := s.addSubnet("aws_subnet.endpoints", "10.0.5.0/24", s.table)
				s.dkr.Subnets = links(other)
				s.acls(acl, other).Ingress = nil
			},
			closed: []string{"manifest acl/outbound " + acl},
		},
		{
			name: "endpoints in two subnets, one of which takes nothing in", stack: sealed,
			change: func(s *stack) {
				one := s.addSubnet("aws_subnet.one", "10.0.5.0/24", s.table)
				two := s.addSubnet("aws_subnet.two", "10.0.6.0/24", s.table)
				s.dkr.Subnets = links(one, two)
				s.acls(acl, one).Ingress = nil
			},
			maybe: []string{"manifest acl/outbound " + acl},
		},
	})
}

// A part of the addresses is no part of the ports.
func TestReturnFromSomeAddresses(t *testing.T) {
	s := natted()
	a := s.acls(acl, s.subnet)
	a.Ingress = []*graph.ACLEntry{entry(100, true, "tcp", 1024, 65535, "52.92.0.0/14")}
	for _, bound := range []pull.Bound{pull.Best, pull.Worst} {
		require.NotContains(t, s.doubtsOf(t, bound), "acl_partial_return "+acl)
	}
}

func TestPartialReturn(t *testing.T) {
	s := natted()
	a := s.acls(acl, s.subnet)
	a.Ingress = []*graph.ACLEntry{entry(100, true, "tcp", 49152, 65535, "0.0.0.0/0")}
	require.Contains(t, s.doubtsOf(t, pull.Best), "acl_partial_return "+acl)
	s.task.OS = given("WINDOWS_SERVER_2022_CORE")
	require.NotContains(t, s.doubtsOf(t, pull.Worst), "acl_partial_return "+acl,
		"Windows uses these ports")
}
