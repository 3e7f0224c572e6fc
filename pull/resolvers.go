package pull

import (
	"net/netip"
	"slices"
)

// addBlockers adds to each way what keeps name servers of one's own from being asked beside the
// blocker that the dns gate names: each of them is a fault of its own.
func (s *spot) addBlockers(n *network) {
	if s.vpc == nil || len(n.ways) == 0 {
		return
	}
	first := n.ways[0].Gates[0]
	if first.Name != "dns" || first.State != Closed || first.Detail["servers"] == nil {
		return
	}
	var more []Gate
	for _, blocker := range s.blockers(s.resolver().custom) {
		if blocker.By == first.By {
			continue
		}
		gate := first
		gate.By, gate.Site, gate.Reason = blocker.By, blocker.Site, "servers_blocked"
		gate.Detail = with(first.Detail, "by", blocker.Name)
		if blocker.Name == "route" {
			gate.Reason = "servers_unreached"
		}
		more = append(more, gate)
	}
	if len(more) == 0 {
		return
	}
	ways := n.ways
	if n.mended != nil {
		ways = slices.Concat(ways, n.mended.ways)
		n.mended.ways = ways[len(n.ways):]
	}
	for i := range ways {
		if ways[i].Gates[0].Name == "dns" {
			ways[i].Gates = slices.Insert(slices.Clone(ways[i].Gates), 1, more...)
		}
	}
	n.ways = ways[:len(n.ways):len(n.ways)]
}

// blockers are the gates that are certainly closed on the way to every one of the name servers.
func (s *spot) blockers(servers []netip.Addr) []Gate {
	var list []Gate
	times := map[string]int{}
	for _, addr := range servers {
		set := setOf(netip.PrefixFrom(addr, addr.BitLen()))
		gates := []Gate{s.egressGate(destination{kind: toServers, addresses: set}, 53, "udp")}
		if way, gate := s.toServer(addr); way.state == Closed {
			gate.State = Closed
			gates = append(gates, gate)
		}
		if s.outsideSubnet(set) {
			there := remote{kind: toEndpoint, addresses: set, six: addr.Is6()}
			gates = append(gates, s.outward("udp", 53, there).gates...)
		}
		seen := map[string]bool{}
		for _, gate := range gates {
			if key := gate.Name + " " + gate.By; gate.State == Closed && !seen[key] {
				seen[key] = true
				if times[key]++; times[key] == len(servers) {
					list = append(list, gate)
				}
			}
		}
	}
	return list
}
