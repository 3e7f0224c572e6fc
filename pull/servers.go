package pull

import (
	"net/netip"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// toServer answers whether the subnet has a way to a name server, and which gate stands on it. What
// lies behind a gateway to other networks is taken to be what the route is for.
func (s *spot) toServer(addr netip.Addr) (answer, Gate) {
	gate := Gate{Name: "route"}
	if s.inVPC(addr) || addr.IsLinkLocalUnicast() {
		return yes(), gate
	}
	if s.table == nil {
		return because(s.unseenTable), gate
	}
	gate.By, gate.Site = s.subnet.ID, graph.Site{Resource: s.subnet.Resource}
	if s.table.Resource != nil && !s.table.Implicit {
		gate.By, gate.Site = s.table.ID, graph.Site{Resource: s.table.Resource}
	}
	route, why := s.routeToward(addr)
	if route == nil {
		why = merge(why, pointers([]*parser.Origin{s.table.Open, s.table.Propagates}))
		why = merge(why, s.unseenRanges())
		return noUnless(why), gate
	}
	gate.Site = route.Site
	state := s.carries(route, addr)
	if state.state == Closed && len(why) > 0 {
		state = because(why)
	}
	return state, gate
}

// inVPC reports whether an address is certainly one of the VPC's.
func (s *spot) inVPC(addr netip.Addr) bool {
	ranges := s.vpc.CIDRs.Items
	if addr.Is6() {
		ranges = s.vpc.CIDRs6.Items
	}
	for _, cidr := range ranges {
		if cidr.Known() && cidr.V.IsValid() && cidr.V.Contains(addr) {
			return true
		}
	}
	for _, subnet := range s.vpc.Subnets {
		if subnet.CIDR.Known() && subnet.CIDR.V.IsValid() && subnet.CIDR.V.Contains(addr) {
			return true
		}
	}
	return false
}

// unseenRanges says which address ranges of the VPC are not known.
func (s *spot) unseenRanges() []parser.Origin {
	_, why := prefixes(s.vpc.CIDRs)
	_, why6 := prefixes(s.vpc.CIDRs6)
	return merge(why, why6)
}

// routeToward returns the certain route with the longest prefix that an address has, and why
// another may be taken.
func (s *spot) routeToward(addr netip.Addr) (*graph.Route, []parser.Origin) {
	var best *graph.Route
	var why []parser.Origin
	bits := -1
	for _, route := range s.table.Routes {
		unsure := pointers([]*parser.Origin{route.Maybe, route.Prefix.Why, route.PrefixList.Why})
		if ofAWS(route) {
			continue
		}
		named, more := destinationsOf(route)
		unsure = merge(unsure, more)
		if len(unsure) > 0 {
			why = merge(why, unsure)
			continue
		}
		for _, p := range named {
			if p.IsValid() && p.Contains(addr) && p.Bits() > bits {
				best, bits = route, p.Bits()
			}
		}
	}
	return best, why
}

// carries answers whether a route carries packets to the address: an internet gateway only to
// public addresses from a public one.
func (s *spot) carries(route *graph.Route, addr netip.Addr) answer {
	public := setOf(netip.PrefixFrom(addr, addr.BitLen()))
	switch route.Kind {
	case graph.TargetNone:
		return no()
	case graph.TargetInternetGateway:
		if !covers(publicOf(addr.Is6()), public) {
			return no()
		}
		if addr.Is6() {
			return yes()
		}
		return s.public
	case graph.TargetEgressOnly:
		return truth(covers(public6, public))
	case graph.TargetNATGateway:
		if !covers(public4, public) {
			return perhaps(&parser.Origin{
				What: "name server " + addr.String(),
				Why:  "what lies behind the NAT gateway is not in view",
			})
		}
	default: // to other networks
	}
	return yes()
}
