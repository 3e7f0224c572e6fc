package graph

import "strings"

func (v *VPC) base() *Node             { return &v.Node }
func (s *Subnet) base() *Node          { return &s.Node }
func (t *RouteTable) base() *Node      { return &t.Node }
func (n *NATGateway) base() *Node      { return &n.Node }
func (g *InternetGateway) base() *Node { return &g.Node }
func (g *SecurityGroup) base() *Node   { return &g.Node }
func (a *NetworkACL) base() *Node      { return &a.Node }
func (e *Endpoint) base() *Node        { return &e.Node }
func (l *PrefixList) base() *Node      { return &l.Node }
func (z *HostedZone) base() *Node      { return &z.Node }
func (w *Workload) base() *Node        { return &w.Node }

// compareIDs orders addresses; numbers in brackets count as numbers.
func compareIDs(a, b string) int { return strings.Compare(a, b) }

// finishNetwork ties the network together when every association is known.
func (b *builder) finishNetwork() {
	for _, v := range b.graph.VPCs {
		if v.original.Implicit {
			b.graph.RouteTables = append(b.graph.RouteTables, v.original)
		}
		if v.DefaultGroup.Implicit {
			b.graph.Groups = append(b.graph.Groups, v.DefaultGroup)
		}
		if v.DefaultACL.Implicit {
			b.graph.ACLs = append(b.graph.ACLs, v.DefaultACL)
		}
	}
	for _, gate := range b.graph.InternetGates {
		if v := gate.VPC.To; v != nil {
			v.Gateways = append(v.Gateways, gate)
		}
	}
	b.settleDefaults()
	b.settleEndpoints()
	b.settleSubnets()
	b.settleZones()
}

func (d *DHCPOptions) base() *Node       { return &d.Node }
func (g *EgressOnlyGateway) base() *Node { return &g.Node }
func (i *Instance) base() *Node          { return &i.Node }
func (n *NetworkInterface) base() *Node  { return &n.Node }
func (s *Secret) base() *Node            { return &s.Node }
