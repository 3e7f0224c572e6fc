package pull_test

import (
	"net/netip"
	"testing"

	"github.com/ecrlint/ecrlint/graph"
)

// asked makes the VPC ask a name server of its own, and the task's group let the question out.
func (s *stack) asked(server string) {
	s.custom(server)
	r := rule(53, server+"/32")
	r.Protocol = given("udp")
	s.group.Egress = append(s.group.Egress, r)
}

// leading adds a route to the private table.
func (s *stack) leading(prefix string, kind graph.TargetKind) *graph.Route {
	route := &graph.Route{
		Prefix: given(netip.MustParsePrefix(prefix)), Kind: kind, Text: "x",
		Site: s.site("aws_route_table.private", "route"),
	}
	s.table.Routes = append(s.table.Routes, route)
	return route
}

func TestRoutesToNameServers(t *testing.T) {
	unreached := each("dns/servers_unreached aws_route_table.private")
	run(t, []example{
		{
			name: "over peering", stack: natted,
			change: func(s *stack) {
				s.asked("192.168.7.7")
				s.leading("192.168.0.0/16", graph.TargetPeering)
			},
		},
		{
			name: "a route that leads to nothing", stack: natted,
			change: func(s *stack) {
				s.asked("192.168.7.7")
				s.leading("192.168.0.0/16", graph.TargetNone)
			},
			closed: unreached,
		},
		{
			name: "the longest prefix decides", stack: natted,
			change: func(s *stack) {
				s.asked("192.168.7.7")
				s.leading("192.168.0.0/16", graph.TargetNone)
				s.leading("192.168.7.0/24", graph.TargetTransitGateway)
			},
		},
		{
			name: "a private address over an internet gateway", stack: open,
			change: func(s *stack) { s.asked("192.168.7.7") },
			closed: each("dns/servers_unreached aws_route_table.public"),
		},
		{
			name: "a public address over an internet gateway", stack: open,
			change: func(s *stack) { s.asked("9.9.9.9") },
		},
		{
			name: "a public address through a NAT gateway", stack: natted,
			change: func(s *stack) { s.asked("9.9.9.9") },
		},
		{
			name: "a private address behind a NAT gateway", stack: natted,
			change: func(s *stack) { s.asked("192.168.7.7") },
			maybe:  each("dns/servers_blocked " + task),
		},
		{
			name: "a route that may exist", stack: natted,
			change: func(s *stack) {
				s.asked("192.168.7.7")
				s.leading("192.168.0.0/16", graph.TargetNone)
				s.leading("192.168.7.0/24", graph.TargetTransitGateway).Maybe = origin("var.hub")
			},
			maybe: each("dns/servers_blocked " + task),
		},
	})
}
