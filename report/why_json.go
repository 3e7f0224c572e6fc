package report

import (
	_ "embed"
	"io"
)

// WhySchema is the JSON schema (draft 2020-12) of what WriteWhyJSON writes.
//
//go:embed schema/why.json
var WhySchema []byte

// why is the JSON form of a Why. Arrays are never null.
type why struct {
	Schema      int          `json:"schema"`
	Version     string       `json:"version"`
	Root        string       `json:"root"`
	Environment string       `json:"environment,omitempty"`
	Workload    string       `json:"workload"`
	Part        string       `json:"part,omitempty"`
	Paths       []Path       `json:"paths"`
	Modelled    []Modelled   `json:"modelled"`
	Findings    []Finding    `json:"findings"`
	Diagnostics []Diagnostic `json:"diagnostics"`
}

// WriteWhyJSON writes the paths of a workload as one JSON object, as schema/why.json describes it.
func WriteWhyJSON(w io.Writer, y *Why) error {
	o := why{
		Schema: SchemaVersion, Version: y.Version, Root: y.Root, Environment: y.Environment,
		Workload: y.Workload, Part: y.Part,
		Paths: make([]Path, len(y.Paths)), Findings: []Finding{},
		Modelled:    full(y.modelled()),
		Diagnostics: full(y.Report.Diagnostics),
	}
	for i := range y.Paths {
		o.Paths[i] = y.Paths[i].whole()
	}
	for _, f := range y.findings() {
		o.Findings = append(o.Findings, f.whole())
	}
	return encode(w, o)
}

// findings are those about the pulls of the workload, in the order of the report.
func (y *Why) findings() []*Finding {
	named := map[string]bool{}
	for i := range y.Paths {
		for _, fingerprint := range y.Paths[i].Pull.Findings {
			named[fingerprint] = true
		}
	}
	var list []*Finding
	for i := range y.Report.Findings {
		if named[y.Report.Findings[i].Fingerprint] {
			list = append(list, &y.Report.Findings[i])
		}
	}
	return list
}

// whole returns the path with no array null.
func (p Path) whole() Path {
	p.Pull.Findings, p.Pull.Unknowns = full(p.Pull.Findings), full(p.Pull.Unknowns)
	p.Gates, p.MorePlacements = wholeSteps(p.Gates), full(p.MorePlacements)
	places := make([]PlacePath, len(p.Placements))
	for i, place := range p.Placements {
		place.Groups, place.Gates = full(place.Groups), wholeSteps(place.Gates)
		legs := make([]LegPath, len(place.Legs))
		for j, leg := range place.Legs {
			legs[j] = leg.whole()
		}
		place.Legs = legs
		places[i] = place
	}
	p.Placements = places
	return p
}

// whole returns the leg with no array null.
func (l LegPath) whole() LegPath {
	l.Unknowns = full(l.Unknowns)
	exits := make([]ExitPath, len(l.Exits))
	for i, exit := range l.Exits {
		exit.Gates = wholeSteps(exit.Gates)
		exits[i] = exit
	}
	l.Exits = exits
	return l
}

// wholeSteps returns the steps with no array or object null.
func wholeSteps(steps []Step) []Step {
	list := make([]Step, len(steps))
	for i, step := range steps {
		step.Unknowns, step.Findings = full(step.Unknowns), full(step.Findings)
		if step.Values == nil {
			step.Values = map[string]any{}
		}
		list[i] = step
	}
	return list
}
