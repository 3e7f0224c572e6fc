package pull

import (
	"net/netip"
	"sort"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"go4.org/netipx"
)

// nat64 is the prefix that NAT gateways translate.
// https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

// choice is a route that traffic may take.
type choice struct {
	route *graph.Route
	// maybe says why it is not known whether it applies.
	maybe []parser.Origin
}

// choices are the routes that traffic to public addresses may take.
type choices struct {
	list []choice
	// rest says that some of the addresses have no route.
	rest bool
	// why says why there may be routes that cannot be seen.
	why []parser.Origin
}

// certain reports whether exactly one route is taken, or certainly none.
func (c choices) certain() bool {
	if len(c.why) > 0 {
		return false
	}
	return len(c.list) == 0 || len(c.list) == 1 && len(c.list[0].maybe) == 0 && !c.rest
}

// none reports whether there is certainly no route.
func (c choices) none() bool { return len(c.list) == 0 && len(c.why) == 0 }

// claim is a route with a prefix that it claims.
type claim struct {
	route  *graph.Route
	prefix netip.Prefix
}

// routeKey is what the selection of routes depends on.
type routeKey struct {
	table *graph.RouteTable
	kind  string
	six   bool
}

// routesTo selects the routes of a table towards public addresses; what was selected once is kept.
func (c *cutter) routesTo(table *graph.RouteTable, d destination) choices {
	key := routeKey{table, d.kind, d.six}
	if d.kind == toS3 {
		key.kind = toAmazon // the same addresses matter
	}
	if old, ok := c.routes[key]; ok {
		return old
	}
	selected := selectRoutes(table, d)
	c.routes[key] = selected
	return selected
}

// selectRoutes selects the routes of a table towards public addresses: the longest prefix decides.
// https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
func selectRoutes(table *graph.RouteTable, d destination) choices {
	claims, out := claimsOf(table, d.six)
	remaining := publicOf(d.six)
	place := plausible(d)
	taken := map[string]int{}
	for _, one := range claims {
		hit := intersect(remaining, setOf(one.prefix))
		if empty(hit) {
			continue
		}
		remaining = minus(remaining, hit)
		if !matters(hit, place, d) {
			continue
		}
		key := targetKey(one.route)
		if _, ok := taken[key]; !ok {
			taken[key] = len(out.list)
			out.list = append(out.list, choice{route: one.route})
		} else {
			out.list[taken[key]] = choice{route: one.route} // the shorter prefix stands for both
		}
	}
	out.rest = matters(remaining, place, d)
	if out.rest {
		out.why = merge(out.why, pointers([]*parser.Origin{table.Propagates, table.Open}))
	}
	out.maybes(table, d.six)
	return out
}

// matters reports whether the addresses can be those of the destination.
func matters(hit, place *netipx.IPSet, d destination) bool {
	if covers(hit, place) {
		return true
	}
	hit = intersect(hit, place)
	if d.kind == toInternet && !d.six {
		return count4(hit) >= 1<<24
	}
	return sizable(hit)
}

// claimsOf returns the routes of a family that are certain, longest prefix first.
func claimsOf(table *graph.RouteTable, six bool) ([]claim, choices) {
	var claims []claim
	var out choices
	for _, route := range table.Routes {
		if route.Maybe != nil || !route.Prefix.Known() || route.Kind == graph.TargetLocal {
			continue
		}
		named, why := destinationsOf(route)
		for _, p := range named {
			if p.IsValid() && p.Addr().Is6() == six {
				claims = append(claims, claim{route, p.Masked()})
			}
		}
		if len(why) > 0 {
			out.list = append(out.list, choice{route, why})
		}
	}
	sort.SliceStable(claims, func(i, j int) bool {
		return claims[i].prefix.Bits() > claims[j].prefix.Bits()
	})
	return claims, out
}

// destinationsOf returns the prefixes of a route: its own, or those of a customer's prefix list.
func destinationsOf(route *graph.Route) ([]netip.Prefix, []parser.Origin) {
	if list := route.PrefixList.To; list != nil && list.Service == "" {
		return prefixes(list.Entries)
	}
	return []netip.Prefix{route.Prefix.V}, nil
}

// maybes adds the routes that may or may not apply.
func (c *choices) maybes(table *graph.RouteTable, six bool) {
	for _, route := range table.Routes {
		why := pointers([]*parser.Origin{route.Maybe, route.Prefix.Why, route.PrefixList.Why})
		if len(why) == 0 || route.Kind == graph.TargetLocal {
			continue
		}
		if p := route.Prefix; p.Known() && p.V.IsValid() {
			if p.V.Addr().Is6() != six || empty(intersect(publicOf(six), setOf(p.V.Masked()))) {
				continue
			}
		}
		if route.Kind == graph.TargetEgressOnly && !six {
			continue
		}
		c.list = append(c.list, choice{route, why})
	}
}

// targetKey tells targets of routes apart.
func targetKey(r *graph.Route) string {
	id := r.Text
	switch {
	case r.InternetGateway != nil:
		id = r.InternetGateway.ID
	case r.NATGateway != nil:
		id = r.NATGateway.ID
	case r.EgressOnly != nil:
		id = r.EgressOnly.ID
	case r.Instance != nil:
		id = r.Instance.ID
	case r.Interface != nil:
		id = r.Interface.ID
	}
	return string(r.Kind) + "\x00" + id
}

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
	if s.table == nil {
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
	if routes.none() && s.subnet.CIDR6.Given {
		six := s.publicDestination(t, true)
		if routes6 := s.c.routesTo(s.table, six); len(routes6.list) > 0 {
			ways, why, doubts := s.waysOf(t, dns, routes6, six)
			if !t.six {
				for i := range ways {
					ways[i].insert(s.familyGate(t))
				}
				return ways, why, doubts
			}
			return ways, why, append(doubts, Doubt{
				Name: "dual_stack_ipv4", State: Closed, By: s.subnet.ID,
				Site:   graph.Site{Resource: s.subnet.Resource},
				Detail: map[string]any{"subnet": s.subnet.ID, "host": s.c.text(t.host)},
			})
		}
	}
	return s.waysOf(t, dns, routes, d)
}

// nativeWays are the ways from a subnet without IPv4 addresses: by IPv6 to hosts that have such
// addresses, else through NAT64.
func (s *spot) nativeWays(t target, dns Gate) ([]Way, []parser.Origin, []Doubt) {
	d := s.publicDestination(t, true)
	if !t.six && is(s.subnet.DNS64).state != Closed {
		if translated := translatedBy(s.table); translated != nil {
			way, doubts := s.routeWay(t, dns, choice{route: translated}, s.publicDestination(t, false))
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
		}
	}
	return ways, why, doubts
}

// translatedBy returns the route to NAT64.
func translatedBy(table *graph.RouteTable) *graph.Route {
	for _, route := range table.Routes {
		if route.Prefix.Known() && route.Prefix.V.IsValid() && route.Prefix.V.Addr().Is6() &&
			route.Prefix.V.Bits() > 0 && route.Prefix.V.Overlaps(nat64) && route.NATGateway != nil {
			return route
		}
	}
	return nil
}

// familyGate is closed: only IPv6 leads out and the host has no such address.
func (s *spot) familyGate(t target) Gate {
	return Gate{
		Name: "family", State: Closed, Reason: "ipv6_only", By: s.subnet.ID,
		Site:   graph.Site{Resource: s.subnet.Resource},
		Detail: map[string]any{"subnet": s.subnet.ID, "host": s.c.text(t.host)},
	}
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
			why = []parser.Origin{{
				What: "addresses of the registry", Why: "only a part of the public addresses has a route",
			}}
		}
	}
	return ways, why, doubts
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
		What: "address of " + host, Why: "the registry may be inside the network or outside of it",
	}
}

// unseenWay is a way that cannot be seen; what the groups do let through still counts.
func (s *spot) unseenWay(t target, dns Gate, why []parser.Origin) Way {
	gate := s.exitGate(Unknown, "no_way")
	gate.Why = why
	if len(gate.Why) == 0 {
		gate.Why = []parser.Origin{{What: "way to " + s.c.text(t.host), Why: "it is not in view"}}
	}
	gate.Detail["registry"] = s.c.text(t.host)
	way := Way{Kind: "other", Site: gate.Site, Gates: []Gate{dns, gate}}
	anywhere := destination{kind: toAnywhere, why: gate.Why}
	way.Gates = append(way.Gates, s.egressGate(anywhere, t.port, "tcp"))
	return way
}
