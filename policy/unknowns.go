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
			why = append(why, p.Unknowns(b.index)...)
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
