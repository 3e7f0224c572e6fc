package pull

import (
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
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

// grants reports whether the policies of a role that are in view, within its boundary, certainly
// allow a call.
func grants(identity iam.Decision, boundary *iam.Decision) bool {
	return identity.Effect() == iam.True && (boundary == nil || boundary.Effect() == iam.True)
}

// vouched are the decisions of a role that the user says may pull: by policies that the
// configuration does not hold. What the policies and the boundary that it does hold certainly deny,
// and what the boundary certainly leaves out, no other policy gives.
func vouched(identity iam.Decision, boundary *iam.Decision) (iam.Decision, *iam.Decision) {
	out := iam.Decision{Allowed: iam.True, Denied: iam.False}
	if identity.Denied == iam.True {
		out.Denied, out.Denies = iam.True, identity.Denies
	}
	if boundary != nil && boundary.Effect() != iam.False {
		boundary = nil
	}
	return out, boundary
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

// mayAnswer adds the way through an endpoint of a VPC that is not in view to ways that the user
// vouches for and that are closed all the same.
func (s *spot) mayAnswer(t target, dns Gate, n *network) {
	if s.told == nil || s.vpc != nil || t.service == "" ||
		!slices.ContainsFunc(n.ways, func(way Way) bool { return closed(way.Gates) }) {
		return
	}
	n.add(s.unseenWay(t, dns, s.unseenVPC), s.unseenVPC, nil)
}

// toldWay is a way to public addresses that the configuration does not hold and the user vouches
// for. What the groups and the network ACL of the interface say still counts.
func (s *spot) toldWay(t target, dns Gate, d destination) (Way, []Doubt) {
	exit := s.exitGate(Open, "no_way")
	exit.By, exit.Site = s.told.Said.Address, graph.Site{Resource: s.told.Said}
	way := Way{Kind: "told", ID: s.told.Said.Address, Site: exit.Site, Gates: []Gate{dns, exit}}
	doubts := s.across(&way, t, d)
	return s.privately(t, way), doubts
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
	for _, link := range p.rests {
		note(p.shared.toldMayPull(link), p.shared.roleText(link)+" may pull")
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
