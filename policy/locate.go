package policy

import (
	"cmp"
	"path/filepath"
	"slices"

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

// hopsOf returns the gates that the finding's leg passes, in order; for a finding of no leg the
// gates that do not depend on the placement.
func hopsOf(p *pull.Pull, b *bounds, one element) []report.Hop {
	for _, leg := range b.best.Legs {
		if leg.Name == one.Leg && !ofPull(b, one) {
			return hops(p, leg.Gates, leg.Name)
		}
	}
	return hops(p, b.best.Gates, "")
}

// hops writes gates as hops. Gates of one name at one resource, such as the two directions of a
// network ACL, are one hop, which is closed when one of them is.
func hops(p *pull.Pull, gates []pull.DocGate, leg string) []report.Hop {
	list := []report.Hop{}
	for _, gate := range gates {
		one := hop(p, gate, cmp.Or(leg, gate.Leg))
		same := func(other report.Hop) bool { return other.Gate == one.Gate && other.At == one.At }
		i := slices.IndexFunc(list, same)
		switch {
		case i < 0:
			list = append(list, one)
		case gate.State == pull.Closed:
			list[i] = one
		}
	}
	return list
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
