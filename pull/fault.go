package pull

import (
	"slices"

	"github.com/ecrlint/ecrlint/parser"
)

// Fault is a gate that certainly stops a call.
type Fault struct {
	Gate Gate
	// Path holds the gates of the way, or those that no placement decides.
	Path []Gate
	// OnWay says that the gate stands on the way, in Subnet ("" when it is not known which).
	OnWay  bool
	Subnet string
	// Endpoint says why no endpoint serves the call.
	Endpoint Nearby
}

// Faults returns what certainly stops the call, in path order, the same gate once for each subnet.
func (c *Call) Faults() []Fault {
	p := c.Pull
	var faults []Fault
	for _, gate := range p.Gates {
		if gate.State == Closed {
			faults = append(faults, Fault{Gate: gate, Path: p.Gates})
		}
	}
	for i := range p.Placements {
		place := &p.Placements[i]
		for j := range place.Legs {
			faults = append(faults, place.faults(&place.Legs[j])...)
		}
	}
	return faults
}

// faults returns what certainly stops a leg.
func (p *Placement) faults(leg *Leg) []Fault {
	way := leg.at(Best)
	if way == nil {
		return nil
	}
	subnet := ""
	if p.Subnet != nil {
		subnet = p.Subnet.ID
	}
	var faults []Fault
	for _, gate := range way.Gates {
		if gate.State == Closed {
			faults = append(faults, Fault{
				Gate: gate, Path: way.Gates, OnWay: true, Subnet: subnet, Endpoint: leg.Endpoint,
			})
		}
	}
	return faults
}

// UnknownsOf returns the reasons for which gates of the names are not known, each once, wherever
// the puller may run; with onWay also those for which the way itself is not known.
func (p *Pull) UnknownsOf(names []string, onWay bool) []parser.Origin {
	why := unknownGates(nil, p.Gates, names)
	for i := range p.Placements {
		why = unknownGates(why, p.Placements[i].Gates, names)
		for _, leg := range p.Placements[i].Legs {
			if onWay && len(leg.Ways) > 1 {
				why = merge(why, leg.Why)
			}
			for _, way := range leg.Ways {
				why = unknownGates(why, way.Gates, names)
			}
		}
	}
	if onWay {
		why = merge(why, pointers([]*parser.Origin{p.Nowhere, p.MorePlacements}))
	}
	return why
}

// unknownGates adds the reasons for which gates of the names are not known.
func unknownGates(why []parser.Origin, gates []Gate, names []string) []parser.Origin {
	for _, gate := range gates {
		if gate.State == Unknown && slices.Contains(names, gate.Name) {
			why = merge(why, gate.Why)
		}
	}
	return why
}
