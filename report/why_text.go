package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteWhy writes the paths of a workload for people. What is equal is said once: legs that go the
// same way, placements that have the same path.
func WriteWhy(w io.Writer, y *Why, options TextOptions) error {
	t := &text{
		style:    style{color: options.Color, unicode: options.Unicode},
		w:        bufio.NewWriter(w),
		report:   y.Report,
		verbose:  options.Verbose,
		sources:  map[string][]string{},
		findings: make(map[string]*Finding, len(y.Report.Findings)),
	}
	for i := range y.Report.Findings {
		f := &y.Report.Findings[i]
		t.findings[f.Fingerprint] = f
	}
	name := y.Workload
	if y.Part != "" {
		name += ", " + y.Part
	}
	in := "  in " + visible(RootName(y.Root, y.Environment))
	t.line(t.paint(visible(name), bold), t.paint(in, dim))
	t.line()
	for i := range y.Paths {
		t.whole(&y.Paths[i])
	}
	t.models(y.modelled())
	t.mending(y.findings())
	for i := range y.Report.Diagnostics {
		t.diagnostic(&y.Report.Diagnostics[i])
	}
	return flushed(t.w)
}

// whole prints the path of one pull.
func (t *text) whole(p *Path) {
	container := "image"
	if p.Pull.Container != "" {
		container = "container " + visible(p.Pull.Container)
	}
	image := visible(p.Pull.Image)
	if image == "" {
		image = "not in view"
	}
	t.line(t.verdict(p.Pull.Verdict), "  ", t.paint(container, bold), "  ", image)
	for _, fact := range p.facts() {
		t.line("  ", t.paint(pad(fact[0], labelWidth), dim), visible(fact[1]))
	}
	t.line()
	if len(p.Gates) > 0 {
		t.line("  ", t.paint("Wherever it runs", bold))
		t.steps(p.Gates)
		t.line()
	}
	for _, places := range alike(p.Placements) {
		t.places(places)
	}
	t.unseenPlaces(p)
}

// facts are what the pull is made of, by name.
func (p *Path) facts() [][2]string {
	launch := p.Pull.Launch
	if p.Pull.ComputeEnvironment != "" {
		launch += " in " + p.Pull.ComputeEnvironment
	}
	role := p.Role
	if role != "" && p.Principal != "" {
		role += " (" + strings.ReplaceAll(p.Principal, "_", " ") + ")"
	}
	all := [][2]string{
		{"launch", launch},
		{"task", p.TaskDefinition},
		{"role", role},
		{"written", position(p.Pull.Location)},
	}
	for _, assumption := range p.Pull.Assumptions {
		all = append(all, [2]string{"taken", assumption})
	}
	return slices.DeleteFunc(all, func(fact [2]string) bool { return fact[1] == "" })
}

// unseenPlaces says where else the puller may run.
func (t *text) unseenPlaces(p *Path) {
	if len(p.MorePlacements) == 0 {
		return
	}
	heading := "It may run elsewhere, too"
	if len(p.Placements) == 0 {
		heading = "Where it runs is not known"
	}
	t.line("  ", t.paint(heading, bold))
	for _, one := range p.MorePlacements {
		t.lacks("    ", one)
	}
	t.line()
}

// places prints placements that have the same path.
func (t *text) places(places []PlacePath) {
	first := &places[0]
	var names []string
	for i := range places {
		name := visible(places[i].Subnet)
		if name == "" {
			name = "a subnet that is not in view"
		}
		names = append(names, name)
	}
	t.line("  ", t.paint("In "+strings.Join(names, " and "), bold), t.at(first.Location))
	for _, fact := range first.facts() {
		t.line("    ", t.paint(pad(fact[0], len("route table")), dim), "  ", visible(fact[1]))
	}
	if len(first.Gates) > 0 {
		t.steps(first.Gates)
	}
	t.line()
	for _, legs := range together(first.Legs) {
		t.legs(legs)
	}
}

// facts are what a placement is made of, by name.
func (p *PlacePath) facts() [][2]string {
	address := map[string]string{"open": "public", "closed": "private only"}[p.PublicIP]
	if address == "" {
		address = "not known whether public"
	}
	all := [][2]string{
		{"VPC", p.VPC},
		{"route table", p.RouteTable},
		{"groups", strings.Join(p.Groups, ", ")},
		{"address", address},
	}
	return slices.DeleteFunc(all, func(fact [2]string) bool { return fact[1] == "" })
}

// legs prints legs that go the same way.
func (t *text) legs(legs []LegPath) {
	var names []string
	for _, leg := range legs {
		names = append(names, leg.Leg)
	}
	first := &legs[0]
	t.line("    ", t.mark(first.State), " ", t.paint(strings.Join(names, ", "), bold))
	for _, leg := range legs {
		if leg.Host != "" {
			t.line("      ", t.paint("calls "+visible(leg.Host), dim))
		}
	}
	for i := range first.Exits {
		exit := &first.Exits[i]
		by := strings.TrimSpace("by " + exitKinds[exit.Kind] + " " + visible(exit.At))
		if exit.Kind == "none" {
			by = "has no way out"
		}
		if len(first.Exits) > 1 {
			by = map[bool]string{true: "either ", false: "or "}[i == 0] + by
		}
		t.line("      ", by, t.at(exit.Location))
		t.steps(exit.Gates)
	}
	if len(first.Unknowns) > 0 {
		t.line("      which of them it takes hangs on")
	}
	for _, one := range first.Unknowns {
		t.lacks("        ", one)
	}
	t.line()
}

// exitKinds name the kinds of exit.
var exitKinds = map[string]string{
	"interface_endpoint": "interface endpoint", "gateway_endpoint": "gateway endpoint",
	"nat_gateway": "NAT gateway", "nat_instance": "NAT instance",
	"internet_gateway": "internet gateway", "egress_only_gateway": "egress-only internet gateway",
	"other": "a way that cannot be seen", "told": "a way that the configuration file tells of:",
}

// steps prints gates, one a line; gates of one name at one resource that are in the same state are
// one.
func (t *text) steps(steps []Step) {
	list := folded(steps)
	width := 0
	for _, step := range list {
		width = max(width, cells(step.Gate))
	}
	broken := false
	for _, step := range list {
		line := pad(step.Gate, width) + "  " + visible(step.Says)
		switch {
		case step.State == closedState:
			line = t.paint(line, bold, red)
			broken = true
		case broken && step.Leg != "":
			line = t.paint(line, dim)
		}
		t.line("      ", t.mark(step.State), " ", line, t.at(step.Location))
		for _, one := range step.Unknowns {
			t.lacks(strings.Repeat(" ", width+10), one)
		}
	}
}

// folded puts gates together that follow each other with one name at one resource in one state.
func folded(steps []Step) []Step {
	var list []Step
	for _, step := range steps {
		at := slices.IndexFunc(list, func(other Step) bool {
			return other.Gate == step.Gate && other.At == step.At && other.State == step.State
		})
		if at < 0 {
			list = append(list, step)
			continue
		}
		if !strings.Contains(list[at].Says, step.Says) {
			list[at].Says += "; " + strings.TrimPrefix(step.Says, step.At+" ")
		}
		for _, one := range step.Unknowns {
			if !slices.Contains(list[at].Unknowns, one) {
				list[at].Unknowns = append(slices.Clip(list[at].Unknowns), one)
			}
		}
	}
	return list
}

// lacks prints a value that is not known, and what would tell.
func (t *text) lacks(indent string, one Missing) {
	t.line(indent, t.paint(one.said(), yellow), t.at(one.Location))
	if one.Hint != "" {
		t.line(indent, t.pick("→ ", "-> "), visible(one.Hint))
	}
}

// at says where something is written, behind a line.
func (t *text) at(where Location) string {
	if said := position(where); said != "" {
		return t.paint("  "+said, dim)
	}
	return ""
}

// models names the modules on the way that were judged by a model of them.
func (t *text) models(list []Modelled) {
	if len(list) == 0 {
		return
	}
	t.line(t.paint("Judged by a model of the module, whose source is not at hand", bold))
	for _, one := range list {
		t.line("  ", visible(one.Module), ": ", visible(one.Model), t.at(one.Location))
	}
	t.line("  ", t.pick("→ ", "-> "), "run `terraform init` to have the source")
	t.line()
}

// mending lists the findings about the workload with their fixes, and the rules that explain them.
func (t *text) mending(findings []*Finding) {
	shown := slices.DeleteFunc(findings, func(f *Finding) bool {
		return f.Severity == Info && !t.verbose
	})
	if len(shown) == 0 {
		return
	}
	t.line(t.paint("Findings", bold))
	for _, f := range shown {
		t.line("  ", t.severity(f.Severity), " ", visible(f.Message),
			t.paint(fmt.Sprintf(" [%s]", f.Rule), dim), t.at(f.Location))
		if f.Fix.Summary != "" {
			t.line("    ", t.paint("fix ", dim), visible(f.Fix.Summary))
		}
	}
	t.line()
}
