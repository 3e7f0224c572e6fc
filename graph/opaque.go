package graph

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
		for _, address := range opaque.Handed {
			switch n := b.nodes[address].(type) {
			case *VPC:
				n.Open = first(n.Open, why)
				n.LostEndpoints = append(n.LostEndpoints, why)
				n.LostZones = append(n.LostZones, why)
				if n.original.Implicit {
					n.original.Open = first(n.original.Open, why)
					n.original.LostEndpoints = append(n.original.LostEndpoints, why)
				}
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
