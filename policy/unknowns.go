package policy

import (
	"cmp"
	"slices"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
)

// unknowns says which values a verdict hangs on, and makes a verdict unknown that rests on
// placements that cannot be seen.
func unknowns(p *pull.Pull, written []*bounds, said *report.Pull) []report.Missing {
	if said.Verdict == report.Fails {
		return []report.Missing{}
	}
	var why []parser.Origin
	for _, b := range written {
		if b.verdict() == report.Unknown {
			why = append(why, reasons(p, b)...)
		}
	}
	for _, origin := range []*parser.Origin{p.Nowhere, p.MorePlacements} {
		if origin != nil {
			said.Verdict = report.Unknown
			why = append(why, *origin)
		}
	}
	return missing(why)
}

// reasons returns why gates are unknown that are closed at worst; where those have no reason of
// their own, why any gate of the placement is.
func reasons(p *pull.Pull, b *bounds) []parser.Origin {
	closed := closedAtWorst(b)
	var decisive, all []parser.Origin
	note := func(gate pull.Gate) {
		if gate.State != pull.Unknown {
			return
		}
		all = append(all, gate.Why...)
		if closed[gateID{gate.Name, gate.By}] {
			decisive = append(decisive, gate.Why...)
		}
	}
	for _, gate := range p.Gates {
		note(gate)
	}
	if b.placement != nil {
		for _, leg := range b.placement.Legs {
			if leg.Endpoint.State == pull.Unknown {
				all = append(all, leg.Endpoint.Why...)
			}
			for _, way := range leg.Ways {
				for _, gate := range way.Gates {
					note(gate)
				}
			}
		}
	}
	if len(decisive) > 0 {
		return decisive
	}
	return all
}

// gateID tells the gates of a placement apart.
type gateID struct{ name, by string }

// closedAtWorst returns the gates that are closed in the document at worst.
func closedAtWorst(b *bounds) map[gateID]bool {
	closed := map[gateID]bool{}
	note := func(gates []pull.DocGate) {
		for _, gate := range gates {
			if gate.State == pull.Closed {
				closed[gateID{gate.Name, gate.By}] = true
			}
		}
	}
	note(b.worst.Gates)
	for _, leg := range b.worst.Legs {
		note(leg.Gates)
	}
	return closed
}

// missing writes origins for the report: each once, sorted.
func missing(why []parser.Origin) []report.Missing {
	out := []report.Missing{}
	for _, origin := range why {
		one := report.Missing{
			What: what(origin), Why: origin.Why, Hint: origin.Hint, Location: place(origin.Range),
		}
		if !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	slices.SortFunc(out, func(a, b report.Missing) int {
		return cmp.Or(cmp.Compare(a.What, b.What), compareLocations(a.Location, b.Location),
			cmp.Compare(a.Why, b.Why))
	})
	return out
}

// what names an origin.
func what(origin parser.Origin) string {
	if origin.What != "" || origin.Address == "" {
		return origin.What
	}
	return origin.Address + "." + origin.Attr
}
