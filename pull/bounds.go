package pull

import (
	"github.com/ecrlint/ecrlint/parser"
)

// closedAt reports whether a gate is closed at a bound.
func closedAt(state State, b Bound) bool {
	return state == Closed || state == Unknown && b == Worst
}

// at returns the way that a leg takes at a bound: the one with the fewest closed gates at best,
// the one with the most at worst.
func (l *Leg) at(b Bound) *Way {
	var chosen *Way
	most := 0
	for i := range l.Ways {
		n := 0
		for _, gate := range l.Ways[i].Gates {
			if closedAt(gate.State, b) {
				n++
			}
		}
		if chosen == nil || b != Worst && n < most || b == Worst && n > most {
			chosen, most = &l.Ways[i], n
		}
	}
	return chosen
}

// gatesAt returns the gates of the pull as a placement has them (-1: none).
func (p *Pull) gatesAt(placement int) []Gate {
	if placement < 0 || placement >= len(p.Placements) || len(p.Placements[placement].Gates) == 0 {
		return p.Gates
	}
	own := p.Placements[placement].Gates
	replaced := map[string]bool{}
	for _, gate := range own {
		replaced[gate.Name+"\x00"+string(gate.Leg)] = true
	}
	var out []Gate
	inserted := false
	for _, gate := range p.Gates {
		if !replaced[gate.Name+"\x00"+string(gate.Leg)] {
			out = append(out, gate)
			continue
		}
		if !inserted {
			out, inserted = append(out, own...), true
		}
	}
	return out
}

// Unknowns returns the reasons for which the pull's documents of a placement differ between best
// and worst, each once, in path order; -1 stands for all placements and for what cannot be seen
// of them.
func (p *Pull) Unknowns(placement int) []parser.Origin {
	var why []parser.Origin
	for _, gate := range p.gatesAt(placement) {
		if gate.State == Unknown {
			why = merge(why, gate.Why)
		}
	}
	if placement >= 0 {
		if placement < len(p.Placements) {
			why = merge(why, p.Placements[placement].unknowns())
		}
		return why
	}
	for i := range p.Placements {
		why = merge(why, p.Unknowns(i))
	}
	return merge(why, pointers([]*parser.Origin{p.Nowhere, p.MorePlacements}))
}

// unknowns returns the reasons of a placement's legs.
func (p *Placement) unknowns() []parser.Origin {
	var why []parser.Origin
	for i := range p.Legs {
		leg := &p.Legs[i]
		best, worst := leg.at(Best), leg.at(Worst)
		if best != worst {
			why = merge(why, leg.Why)
		}
		for _, way := range []*Way{best, worst} {
			if way == nil {
				continue
			}
			for _, gate := range way.Gates {
				if gate.State == Unknown {
					why = merge(why, gate.Why)
				}
			}
		}
	}
	return why
}
