package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// toldInternet returns what the user says of the way from a subnet to the internet, or nil.
func (c *cutter) toldInternet(link graph.Link[graph.Subnet]) *parser.Fact {
	if c.graph.Root == nil || len(c.graph.Root.Facts.Internet) == 0 {
		return nil
	}
	return parser.Find(c.graph.Root.Facts.Internet, c.names(link.To != nil, func() *graph.Node {
		return &link.To.Node
	}, link.Text, link.Written(), link.Why)...)
}

// toldMayPull returns what the user says of a role's permission to pull, or nil.
func (c *cutter) toldMayPull(link graph.Link[graph.Role]) *parser.Fact {
	if c.graph.Root == nil || len(c.graph.Root.Facts.MayPull) == 0 {
		return nil
	}
	names := c.names(link.To != nil, func() *graph.Node { return &link.To.Node },
		link.Text, link.Written(), link.Why)
	if role := link.To; role != nil {
		names = append(names, c.expand(role.ARN))
		if role.Name.Known() {
			names = append(names, c.expand(role.Name.V))
		}
	}
	for _, name := range names {
		if strings.HasPrefix(name, "arn:") {
			names = append(names, name[strings.LastIndexByte(name, '/')+1:])
		}
	}
	return parser.Find(c.graph.Root.Facts.MayPull, names...)
}

// names are what a fact may call what a link leads to: its address with and without instance keys,
// what the configuration says, the value that is not known.
func (c *cutter) names(
	leads bool, node func() *graph.Node, text, written string, why *parser.Origin,
) []string {
	names := []string{c.text(text), c.expand(written)}
	if why != nil {
		names = append(names, why.What)
	}
	if !leads {
		return names
	}
	n := node()
	names = append(names, n.ID)
	if n.Resource != nil {
		names = append(names, n.Resource.Config)
	}
	return names
}

// toldWay is a way to public addresses that the configuration does not hold and the user vouches
// for. What the groups and the network ACL of the interface say still counts.
func (s *spot) toldWay(t target, dns Gate, d destination) (Way, []Doubt) {
	exit := s.exitGate(Open, "no_way")
	exit.By, exit.Site = s.told.Said.Address, graph.Site{Resource: s.told.Said}
	way := Way{Kind: "told", ID: s.told.Said.Address, Site: exit.Site, Gates: []Gate{dns, exit}}
	way.Gates = append(way.Gates, s.egressGate(d, t.port, "tcp"))
	x := s.outward("tcp", t.port, publicRemote(d))
	way.Gates = append(way.Gates, x.gates...)
	return way, append(x.doubts, s.egressDoubts(d, t.port)...)
}

// assumeFacts notes which facts a pull rests on.
func (p *Pull) assumeFacts() {
	seen := map[*parser.Fact]bool{}
	note := func(fact *parser.Fact, what string) {
		if fact != nil && !seen[fact] {
			seen[fact] = true
			p.Assumptions = append(p.Assumptions, what+": "+fact.Said.Address)
		}
	}
	for i := range p.Placements {
		place := &p.Placements[i]
		if place.spot != nil && place.spot.told != nil && place.through(place.spot.told) {
			note(place.spot.told, "the internet is reached from "+place.spot.name())
		}
	}
	for _, link := range p.principals() {
		if p.Registry == registryECR {
			note(p.shared.toldMayPull(link), p.shared.roleText(link)+" may pull")
		}
	}
}

// through reports whether some leg takes the way that a fact vouches for.
func (p *Placement) through(fact *parser.Fact) bool {
	for i := range p.Legs {
		for _, way := range p.Legs[i].Ways {
			if way.ID == fact.Said.Address {
				return true
			}
		}
	}
	return false
}

// name is what a spot's subnet is called.
func (s *spot) name() string {
	if s.subnet != nil {
		return s.subnet.ID
	}
	if len(s.unseenSubnet) > 0 {
		return s.unseenSubnet[0].What
	}
	return "the subnet of " + s.by
}

// roleText is what a role is called.
func (c *cutter) roleText(link graph.Link[graph.Role]) string {
	if link.To != nil {
		return link.To.ID
	}
	return c.text(link.Text)
}
