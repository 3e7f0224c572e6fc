package pull

import (
	"slices"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// routeText writes the destination of a route.
func routeText(r *graph.Route) string {
	if r.Prefix.Known() && r.Prefix.V.IsValid() {
		return r.Prefix.V.String()
	}
	if r.PrefixList.Text != "" {
		return r.PrefixList.Text
	}
	return "unknown"
}

// exitGate is the exit gate of a way.
func (s *spot) exitGate(state State, reason string) Gate {
	gate := Gate{
		Name: "exit", State: state, Reason: reason,
		Detail: map[string]any{"subnet": "", "route_table": "", "vpc": ""},
	}
	gate.By, gate.Site = s.blame()
	if s.subnet != nil {
		gate.Detail["subnet"] = s.subnet.ID
		gate.By, gate.Site = s.subnet.ID, graph.Site{Resource: s.subnet.Resource}
	}
	if s.vpc != nil {
		gate.Detail["vpc"] = s.vpc.ID
	}
	if s.table != nil {
		gate.Detail["route_table"] = s.table.ID
		if s.table.Resource != nil && !s.table.Implicit {
			gate.By, gate.Site = s.table.ID, graph.Site{Resource: s.table.Resource}
		}
	}
	return gate
}

// publicWays are the ways by the route table of the subnet to public addresses.
func (s *spot) publicWays(t target, dns Gate) ([]Way, []parser.Origin, []Doubt) {
	d := s.publicDestination(t, false)
	switch {
	case s.table == nil && s.told != nil:
		way, doubts := s.toldWay(t, dns, d)
		return []Way{way}, nil, doubts
	case s.table == nil:
		return []Way{s.unseenWay(t, dns, s.unseenTable)}, s.unseenTable, nil
	}
	native := is(s.subnet.IPv6Native)
	switch native.state {
	case Open:
		return s.nativeWays(t, dns)
	case Unknown:
		ways, why, doubts := s.fourWays(t, dns, d)
		more, moreWhy, moreDoubts := s.nativeWays(t, dns)
		return append(ways, more...), merge(merge(native.why, why), moreWhy),
			append(doubts, moreDoubts...)
	default:
		return s.fourWays(t, dns, d)
	}
}

// fourWays are the ways from a subnet with IPv4 addresses.
func (s *spot) fourWays(t target, dns Gate, d destination) ([]Way, []parser.Origin, []Doubt) {
	routes := s.c.routesTo(s.table, d)
	if !routes.none() || !s.subnet.CIDR6.Given || s.told != nil && !t.six {
		return s.waysOf(t, dns, routes, d)
	}
	six := s.publicDestination(t, true)
	routes6 := s.c.routesTo(s.table, six)
	if len(routes6.list) == 0 {
		return s.waysOf(t, dns, routes, d)
	}
	ways, why, doubts := s.waysOf(t, dns, routes6, six)
	switch {
	case !t.six:
		for i := range ways {
			ways[i].insert(s.familyGate(t))
		}
	case s.told != nil && slices.ContainsFunc(ways, func(w Way) bool { return closed(w.Gates) }):
		return s.waysOf(t, dns, routes, d)
	default:
		doubts = append(doubts, Doubt{
			Name: "dual_stack_ipv4", State: Closed, By: s.subnet.ID,
			Site:   graph.Site{Resource: s.subnet.Resource},
			Detail: map[string]any{"subnet": s.subnet.ID, "host": s.c.text(t.host)},
		})
	}
	return ways, why, doubts
}

// nativeWays are the ways from a subnet without IPv4 addresses: by IPv6 to hosts that have such
// addresses, else through NAT64.
func (s *spot) nativeWays(t target, dns Gate) ([]Way, []parser.Origin, []Doubt) {
	d := s.publicDestination(t, true)
	if !t.six && is(s.subnet.DNS64).state != Closed {
		if translated := translatedBy(s.table); translated != nil {
			there := s.publicDestination(t, true)
			there.translated = true
			way, doubts := s.routeWay(t, dns, choice{route: translated}, there)
			if dns64 := is(s.subnet.DNS64); dns64.state == Unknown {
				gate := s.familyGate(t)
				gate.State, gate.Why = Unknown, dns64.why
				way.insert(gate)
			}
			return []Way{way}, nil, doubts
		}
	}
	ways, why, doubts := s.waysOf(t, dns, s.c.routesTo(s.table, d), d)
	if !t.six {
		for i := range ways {
			ways[i].insert(s.familyGate(t))
			if perhaps := s.perhapsTranslated(); len(perhaps) > 0 {
				softenAll(ways[i].Gates, perhaps)
			}
		}
	}
	return ways, why, doubts
}

// perhapsTranslated says why the subnet may have a route to NAT64 that cannot be seen as one: its
// table, its destination or its target is not known.
func (s *spot) perhapsTranslated() []parser.Origin {
	if is(s.subnet.DNS64).state == Closed {
		return nil
	}
	why := pointers([]*parser.Origin{s.table.Open})
	for _, route := range s.table.Routes {
		switch p := route.Prefix; {
		case !p.Known():
			why = merge(why, pointers([]*parser.Origin{p.Why}))
		case leadsToNAT64(route):
			why = merge(why, pointers([]*parser.Origin{route.Maybe}))
		case route.NATGateway == nil && p.V.IsValid() && p.V.Overlaps(nat64):
			why = merge(why, pointers([]*parser.Origin{route.Why}))
		}
	}
	return why
}

// translatedBy returns the route to NAT64 that certainly is in the table.
func translatedBy(table *graph.RouteTable) *graph.Route {
	for _, route := range table.Routes {
		if leadsToNAT64(route) && route.Maybe == nil {
			return route
		}
	}
	return nil
}

// leadsToNAT64 reports whether a route sends translated addresses to a NAT gateway.
func leadsToNAT64(route *graph.Route) bool {
	return route.Prefix.Known() && route.Prefix.V.IsValid() && route.Prefix.V.Addr().Is6() &&
		route.Prefix.V.Bits() > 0 && route.Prefix.V.Overlaps(nat64) && route.NATGateway != nil
}

// familyGate is closed: only IPv6 leads out and the host has no such address.
func (s *spot) familyGate(t target) Gate {
	gate := Gate{
		Name: "family", State: Closed, Reason: "ipv6_only", By: s.subnet.ID,
		Site:   graph.Site{Resource: s.subnet.Resource},
		Detail: map[string]any{"subnet": s.subnet.ID, "host": s.c.text(t.host)},
	}
	if t.unsure || t.private {
		return soften(gate, []parser.Origin{privateHost(orText(s.c.text(t.host), "the registry"))})
	}
	return gate
}

// insert puts a gate behind the exit gate.
func (w *Way) insert(gate Gate) {
	for i, g := range w.Gates {
		if g.Name == "exit" {
			w.Gates = append(w.Gates[:i+1:i+1], append([]Gate{gate}, w.Gates[i+1:]...)...)
			return
		}
	}
	w.Gates = append(w.Gates, gate)
}

// publicDestination is the leg's destination outside of endpoints.
func (s *spot) publicDestination(t target, six bool) destination {
	return destination{kind: t.kind, region: t.region, six: six}
}

// waysOf makes the ways of the routes that may be taken.
func (s *spot) waysOf(t target, dns Gate, routes choices, d destination,
) ([]Way, []parser.Origin, []Doubt) {
	var ways []Way
	var doubts []Doubt
	why := routes.why
	if s.told != nil && (routes.rest || len(routes.why) > 0) {
		way, more := s.toldWay(t, dns, d)
		ways, doubts = append(ways, way), append(doubts, more...)
		routes.rest = false
		if len(routes.why) == 0 && len(routes.list) > 0 {
			why = partialRoute()
		}
		routes.why = nil
	}
	for _, one := range routes.list {
		way, more := s.routeWay(t, dns, one, d)
		ways, doubts = append(ways, way), append(doubts, more...)
		why = merge(why, one.maybe)
	}
	if len(routes.why) > 0 {
		ways = append(ways, s.unseenWay(t, dns, routes.why))
	}
	if routes.rest && len(routes.why) == 0 {
		ways = append(ways, s.noWay(t, dns))
		if len(ways) > 1 && len(why) == 0 {
			why = partialRoute()
		}
	}
	return ways, why, doubts
}

// partialRoute is the reason of a table that has a route to some public addresses alone.
func partialRoute() []parser.Origin {
	return []parser.Origin{{
		What: "addresses of the registry", Why: "only a part of the public addresses has a route",
	}}
}

// noWay is the way of a leg that no route leads out.
func (s *spot) noWay(t target, dns Gate) Way {
	gate := s.exitGate(Closed, "no_way")
	gate.Detail["registry"] = s.c.text(t.host)
	if t.private {
		gate = soften(gate, []parser.Origin{privateHost(s.c.text(t.host))})
	}
	return Way{Kind: "none", Site: gate.Site, Gates: []Gate{dns, gate}}
}

// privateHost is the reason of a registry that may be inside somebody's own network.
func privateHost(host string) parser.Origin {
	return parser.Origin{
		What: "addresses of " + host, Why: "which registry it is, and where, is not in view",
	}
}

// unseenWay is a way that cannot be seen; what the groups do let through still counts. A public
// registry has public addresses wherever the way to it leads, and no endpoint of a VPC that cannot
// be seen answers to its name.
func (s *spot) unseenWay(t target, dns Gate, why []parser.Origin) Way {
	gate := s.exitGate(Unknown, "no_way")
	gate.Why = why
	if len(gate.Why) == 0 {
		gate.Why = []parser.Origin{{What: "way to " + s.c.text(t.host), Why: "it is not in view"}}
	}
	gate.Detail["registry"] = s.c.text(t.host)
	way := Way{Kind: "other", Site: gate.Site, Gates: []Gate{dns, gate}}
	to := destination{kind: toAnywhere, why: gate.Why}
	if s.vpc == nil && t.name == Fetch && !t.private && !t.unsure {
		to.kind = toInternet
	}
	way.Gates = append(way.Gates, s.egressGate(to, t.port, "tcp"))
	return way
}
