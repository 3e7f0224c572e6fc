// Package why writes out the whole path of a pull: every gate from the image reference to the
// layers, with what decided it, where that is written, and what is not known.
package why

import (
	"cmp"
	"path/filepath"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
)

// Trace writes out the path of a pull. What the rules say of it is not known here: Pull holds only
// what names it, and no step names a finding (see Join).
func Trace(p *pull.Pull) report.Path {
	best := p.Document(-1, pull.Best)
	path := report.Path{
		Pull: report.Pull{
			Root: p.Graph.Root.Path, Environment: p.Graph.Root.Environment,
			Workload: p.Address, Part: p.Part, Container: p.Name,
			ComputeEnvironment: p.Environment, Image: p.Reference, Registry: p.Registry,
			Launch: string(p.Launch),
		},
		TaskDefinition: best.Workload.TaskDefinition, Repository: best.Image.Declared,
		Role: best.Puller.Role, Principal: best.Puller.Principal,
	}
	t := tracer{pull: p}
	path.Gates = t.steps(t.everywhere())
	for i := range p.Placements {
		path.Placements = append(path.Placements, t.placement(i))
	}
	for _, origin := range []*parser.Origin{p.Nowhere, p.MorePlacements} {
		if origin != nil {
			path.MorePlacements = missing(path.MorePlacements, *origin)
		}
	}
	return path
}

// tracer writes the path of one pull.
type tracer struct{ pull *pull.Pull }

// everywhere are the gates of the pull that no placement has gates of its own for.
func (t tracer) everywhere() []pull.Gate {
	var list []pull.Gate
	for _, gate := range t.pull.Gates {
		replaced := len(t.pull.Placements) > 0
		for i := range t.pull.Placements {
			replaced = replaced && slices.ContainsFunc(t.pull.Placements[i].Gates,
				func(own pull.Gate) bool { return own.Name == gate.Name && own.Leg == gate.Leg })
		}
		if !replaced {
			list = append(list, gate)
		}
	}
	return list
}

// placement writes the path from a placement.
func (t tracer) placement(index int) report.PlacePath {
	place := &t.pull.Placements[index]
	doc := t.pull.Document(index, pull.Best)
	path := report.PlacePath{
		Subnet: doc.Placement.Subnet, VPC: doc.Placement.VPC, RouteTable: doc.Placement.RouteTable,
		Groups: doc.Placement.Groups, PublicIP: string(place.PublicIP), Location: locate(place.Site),
		Gates: t.steps(place.Gates),
	}
	for i := range place.Legs {
		path.Legs = append(path.Legs, t.leg(&place.Legs[i]))
	}
	return path
}

// leg writes the path of a leg.
func (t tracer) leg(leg *pull.Leg) report.LegPath {
	path := report.LegPath{
		Leg: string(leg.Name), Host: leg.Host, Service: leg.Service, State: string(legState(leg)),
	}
	for _, way := range leg.Ways {
		exit := report.ExitPath{Kind: way.Kind, At: way.ID, Location: locate(way.Site)}
		t := t.on(leg, &way)
		exit.Gates = t.steps(way.Gates)
		path.Exits = append(path.Exits, exit)
	}
	if len(leg.Ways) > 1 {
		path.Unknowns = missing(nil, leg.Why...)
	}
	if near := leg.Endpoint; near.Reason != "" {
		path.Endpoint = &report.NoEndpoint{
			Reason: near.Reason, At: near.ID, Location: locate(near.Site),
		}
	}
	return path
}

// legState is the state of a leg: closed where every way is closed, open where every way is open.
func legState(leg *pull.Leg) pull.State {
	state := pull.State("")
	for _, way := range leg.Ways {
		of := pull.Open
		for _, gate := range way.Gates {
			of = worse(of, gate.State)
		}
		switch {
		case state == "":
			state = of
		case state != of:
			return pull.Unknown
		}
	}
	return cmp.Or(state, pull.Unknown)
}

// worse returns the worse of two states.
func worse(a, b pull.State) pull.State {
	if a == pull.Closed || b == pull.Open {
		return a
	}
	return b
}

// on is the tracer of the gates of one way.
func (t tracer) on(leg *pull.Leg, way *pull.Way) wayTracer {
	return wayTracer{tracer: t, leg: leg, way: way}
}

// wayTracer writes the gates of one way.
type wayTracer struct {
	tracer
	leg *pull.Leg
	way *pull.Way
}

// steps writes the gates of a way.
func (t wayTracer) steps(gates []pull.Gate) []report.Step {
	list := make([]report.Step, 0, len(gates))
	for i := range gates {
		list = append(list, t.step(&gates[i], t.leg, t.way))
	}
	return list
}

// steps writes gates that are on no way.
func (t tracer) steps(gates []pull.Gate) []report.Step {
	list := make([]report.Step, 0, len(gates))
	for i := range gates {
		list = append(list, t.step(&gates[i], nil, nil))
	}
	return list
}

// step writes a gate.
func (t tracer) step(gate *pull.Gate, leg *pull.Leg, way *pull.Way) report.Step {
	step := report.Step{
		Gate: gate.Name, Leg: string(gate.Leg), At: gate.By, State: string(gate.State),
		Location: locate(gate.Site), Values: map[string]any{},
	}
	if leg != nil {
		step.Leg = string(leg.Name)
	}
	if gate.State != pull.Open {
		step.Reason = gate.Reason
	}
	if gate.State == pull.Unknown {
		step.Unknowns = missing(nil, gate.Why...)
	}
	for name, value := range gate.Detail {
		if said(value) {
			step.Values[name] = value
		}
	}
	step.Says = words{pull: t.pull, gate: gate, leg: leg, way: way}.says()
	return step
}

// said reports whether a value of a detail says anything.
func said(value any) bool {
	switch v := value.(type) {
	case nil:
		return false
	case string:
		return v != ""
	case []string:
		return len(v) > 0
	}
	return true
}

// missing adds origins, each once, in their order.
func missing(list []report.Missing, why ...parser.Origin) []report.Missing {
	for _, origin := range why {
		one := report.Missing{
			What: origin.What, Why: origin.Why, Hint: origin.Hint, Location: place(origin.Range),
		}
		if one.What == "" && origin.Address != "" {
			one.What = origin.Address + "." + origin.Attr
		}
		if !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

// locate returns where a site is written; the zero Location where it has no resource.
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
