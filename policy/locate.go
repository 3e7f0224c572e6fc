package policy

import (
	"path/filepath"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
)

// locate returns where a site is written; the zero Location when it has no resource.
func locate(site graph.Site) report.Location {
	if site.Resource == nil {
		return report.Location{}
	}
	return place(site.Resource.At(site.Path))
}

// place writes a range of HCL as a Location.
func place(r hcl.Range) report.Location {
	return report.Location{
		File: filepath.ToSlash(r.Filename), Line: r.Start.Line, Column: r.Start.Column,
		EndLine: r.End.Line, EndColumn: r.End.Column,
	}
}

// cutPosition cuts a position of a document (ADDRESS#path) in two. The keys of an address are
// quoted and may hold a # too.
func cutPosition(at string) (address, attribute string) {
	quoted := false
	for i := 0; i < len(at); i++ {
		switch {
		case quoted && at[i] == '\\':
			i++
		case at[i] == '"':
			quoted = !quoted
		case at[i] == '#' && !quoted:
			return at[:i], at[i+1:]
		}
	}
	return at, ""
}

func addressOf(at string) string {
	address, _ := cutPosition(at)
	return address
}

func attributeOf(at string) string {
	_, attribute := cutPosition(at)
	return attribute
}

// hopsOf returns the gates that the finding's leg passes, in order; for a finding of no leg the gates
// that do not depend on the placement.
func hopsOf(p *pull.Pull, b *bounds, one element) []report.Hop {
	hops := []report.Hop{}
	for _, leg := range b.best.Legs {
		if leg.Name != one.Leg {
			continue
		}
		for _, gate := range leg.Gates {
			hops = append(hops, hop(p, gate, leg.Name))
		}
		if len(hops) > 0 && !ofPull(b, one) {
			return hops
		}
	}
	hops = hops[:0]
	for _, gate := range b.best.Gates {
		hops = append(hops, hop(p, gate, gate.Leg))
	}
	return hops
}

// ofPull reports whether the element blames a gate that does not depend on the placement.
func ofPull(b *bounds, one element) bool {
	for _, gate := range b.best.Gates {
		if gate.State == pull.Closed && gate.By == one.Resource && gate.At == one.At {
			return true
		}
	}
	return false
}

// hop writes a gate as a hop.
func hop(p *pull.Pull, gate pull.DocGate, leg string) report.Hop {
	site, _ := p.Site(gate.At)
	return report.Hop{
		Gate: gate.Name, At: gate.By, State: string(gate.State), Leg: leg, Location: locate(site),
	}
}
