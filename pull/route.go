package pull

import (
	"net/netip"
	"slices"
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
	table  *graph.RouteTable
	kind   string
	region string // of Amazon S3, where a route names a prefix list of AWS's own
	six    bool
}

// routesTo selects the routes of a table towards public addresses; what was selected once is kept.
func (c *cutter) routesTo(table *graph.RouteTable, d destination) choices {
	key := routeKey{table: table, kind: d.kind, six: d.six}
	var listed []choice
	if d.kind == toS3 {
		key.kind = toAmazon // the same addresses matter
		listed = c.listedRoutes(table, d)
	}
	if len(listed) > 0 {
		key.kind, key.region = toS3, d.region
	}
	if old, ok := c.routes[key]; ok {
		return old
	}
	selected := choices{list: listed}
	if len(listed) == 0 || len(listed[0].maybe) > 0 {
		selected = selectRoutes(table, d)
		selected.list = append(selected.list, listed...)
	}
	c.routes[key] = selected
	return selected
}

// listedRoutes returns the routes whose destination is, or may be, the prefix list of Amazon S3 in
// the region: a certain one alone, for its prefixes are longer than those of other routes.
// https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
func (c *cutter) listedRoutes(table *graph.RouteTable, d destination) []choice {
	var maybe []choice
	for _, route := range table.Routes {
		list := route.PrefixList.To
		if list == nil || list.Service != "s3" {
			continue
		}
		same := c.same(list.Region, d.region)
		if route.Maybe != nil {
			same = same.and(perhaps(route.Maybe))
		}
		switch same.state {
		case Open:
			return []choice{{route: route}}
		case Unknown:
			maybe = append(maybe, choice{route, same.why})
		default: // of another region
		}
	}
	return maybe
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
		if route.Maybe != nil || !route.Prefix.Known() || route.Kind == graph.TargetLocal ||
			ofAWS(route) {
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
	if list := route.PrefixList.To; list != nil {
		return prefixes(list.Entries)
	}
	return []netip.Prefix{route.Prefix.V}, nil
}

// ofAWS reports whether the destination of a route is a prefix list of AWS's own.
func ofAWS(route *graph.Route) bool {
	return route.PrefixList.To != nil && route.PrefixList.To.Service != ""
}

// maybes adds the routes that may or may not apply.
func (c *choices) maybes(table *graph.RouteTable, six bool) {
	for _, route := range table.Routes {
		why := pointers([]*parser.Origin{route.Maybe, route.Prefix.Why, route.PrefixList.Why})
		if len(why) == 0 || route.Kind == graph.TargetLocal || ofAWS(route) {
			continue
		}
		if !elsewhereOnly(route, six) && !hasCertain(table, route.Prefix) {
			c.list = append(c.list, choice{route, why})
		}
	}
}

// elsewhereOnly reports whether a route certainly leads to no public address of the family.
func elsewhereOnly(route *graph.Route, six bool) bool {
	if p := route.Prefix; p.Known() && p.V.IsValid() && (p.V.Addr().Is6() != six ||
		empty(intersect(publicOf(six), setOf(p.V.Masked())))) {
		return true
	}
	return route.Kind == graph.TargetEgressOnly && !six
}

// hasCertain reports whether a table certainly has a route for the destination: it cannot have
// another one. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
func hasCertain(table *graph.RouteTable, p graph.Value[netip.Prefix]) bool {
	return p.Known() && p.V.IsValid() && slices.ContainsFunc(table.Routes,
		func(r *graph.Route) bool {
			return r.Maybe == nil && r.Prefix.Known() && r.Prefix.V == p.V
		})
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
