package graph

import "github.com/ecrlint/ecrlint/parser"

// spreadOpaque notes on every node that is handed to something unseen that it may be added to, and
// on what hangs on it: who has a VPC's id may add endpoints, routes of the main table, rules of
// the default group.
func (b *builder) spreadOpaque() {
	for i := range b.root.Opaque {
		opaque := &b.root.Opaque[i]
		if opaque.Apart {
			continue
		}
		why := &opaque.Origin
		if !opaque.Foreign {
			b.openDefaults(why)
		}
		for _, address := range opaque.Handed {
			switch n := b.nodes[address].(type) {
			case *VPC:
				b.open(n, why)
			case *Endpoint:
				n.Open = first(n.Open, why)
				n.Policy.Text.Why = first(n.Policy.Text.Why, why)
			case *SecurityGroup:
				n.Open = first(n.Open, why)
				n.LostEgress = append(n.LostEgress, why)
				n.LostIngress = append(n.LostIngress, why)
			case *NetworkACL:
				n.Open = first(n.Open, why)
				n.LostEntries = append(n.LostEntries, why)
			case *RouteTable:
				n.Open = first(n.Open, why)
				n.LostEndpoints = append(n.LostEndpoints, why)
			case *Repository:
				n.Open = first(n.Open, why)
				n.LostPolicies = append(n.LostPolicies, why)
			case *HostedZone:
				n.Open = first(n.Open, why)
				n.LostRecords = append(n.LostRecords, why)
			case interface{ base() *Node }:
				n.base().Open = first(n.base().Open, why)
			}
		}
	}
}

// openDefaults notes that something may be added to the default VPC, which everybody finds by
// themselves, without being handed it.
func (b *builder) openDefaults(why *parser.Origin) {
	for _, v := range b.graph.VPCs {
		if v.Resource != nil && v.Resource.AsMade {
			b.open(v, why)
		}
	}
}

// open notes that something may be added to a VPC.
func (b *builder) open(v *VPC, why *parser.Origin) {
	v.Open = first(v.Open, why)
	v.LostEndpoints = append(v.LostEndpoints, why)
	v.LostZones = append(v.LostZones, why)
	if v.original.Implicit {
		v.original.Open = first(v.original.Open, why)
		v.original.LostEndpoints = append(v.original.LostEndpoints, why)
	}
}
