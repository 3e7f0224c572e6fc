package pull

import (
	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// endpointACLs asks the ACLs between the spot and the endpoint's subnets. Traffic inside one
// subnet passes none.
func (s *spot) endpointACLs(e *graph.Endpoint) crossings {
	var x crossings
	if s.subnet == nil {
		return x
	}
	subnets, _ := subnetsOf(e)
	var others []*graph.Subnet
	for _, subnet := range subnets {
		if subnet != s.subnet {
			others = append(others, subnet)
		}
	}
	if len(others) == 0 {
		return x
	}
	x = s.outward("tcp", 443, subnetRemote(others...))
	var sides []crossings
	for _, subnet := range others {
		sides = append(sides, s.endpointSide(subnet))
	}
	inside := len(others) < len(subnets)
	worst := crossings{}
	for i := range 2 {
		gate := combine(sides, i, inside)
		worst.gates = append(worst.gates, gate)
	}
	for _, one := range sides {
		worst.doubts = append(worst.doubts, one.doubts...)
	}
	if inside {
		for i := range x.gates {
			x.gates[i] = soften(x.gates[i], []parser.Origin{elsewhere(e)})
		}
	}
	x.gates = append(x.gates, worst.gates...)
	x.doubts = append(x.doubts, worst.doubts...)
	return x
}

// elsewhere is the reason of an endpoint with interfaces in the puller's own subnet and others.
func elsewhere(e *graph.Endpoint) parser.Origin {
	return parser.Origin{
		What: "network interface of " + e.ID + " that is used",
		Why:  "it has one in the subnet itself and others beyond network ACLs",
	}
}

// endpointSide asks the ACL of one of the endpoint's subnets.
func (s *spot) endpointSide(subnet *graph.Subnet) crossings {
	var x crossings
	k := check{
		side: "endpoint", subnet: subnet, direction: ingress, protocol: "tcp", ports: https,
		remote: subnetRemote(s.subnet),
	}
	x.add(s, k)
	k.direction = egress
	x.answer(s, k)
	return x
}

// combine makes one gate of those of the endpoint's subnets: closed when all are, as the name
// leads to any of them.
func combine(sides []crossings, i int, inside bool) Gate {
	out := sides[0].gates[i]
	closed, open := 0, 0
	var why []parser.Origin
	for _, side := range sides {
		gate := side.gates[i]
		switch gate.State {
		case Closed:
			if closed == 0 {
				out = gate
			}
			closed++
		case Open:
			open++
		default: // neither
		}
		why = merge(why, gate.Why)
	}
	switch {
	case closed == len(sides) && !inside:
		return out
	case open == len(sides):
		return out
	}
	if closed > 0 {
		why = merge(why, []parser.Origin{{
			What: "network interface of the endpoint that is used",
			Why:  "it has several, and " + out.By + " stops the calls to some",
		}})
	}
	out.State, out.Why = Unknown, why
	return out
}

// soften turns a closed gate into an unknown one.
func soften(gate Gate, why []parser.Origin) Gate {
	if gate.State == Closed {
		gate.State, gate.Why = Unknown, merge(gate.Why, why)
	}
	return gate
}
