package report

import (
	"fmt"
	"slices"
	"strings"
)

// shownPulls is how many of the pulls that a finding breaks, or of its further instances, the
// text report names without -v.
const shownPulls = 3

// labelWidth is the width of the words before the parts of a finding.
const labelWidth = 9

// finding prints a finding: the fault, where, on which way, the fix.
func (t *text) finding(g *group) {
	where := g.Location
	rule := ""
	if g.Rule != "" {
		rule = t.paint(" ["+g.Rule+"]", dim)
	}
	t.heading(where, g.Root, g.Severity, visible(g.Message)+rule)
	t.code(where, g.Severity)
	t.part("fits", paragraphs(visible(t.fits[g.Fingerprint]))...)
	if g.Severity == Error {
		t.part("breaks", t.pullNames(g)...)
	} else {
		t.part("affects", t.pullNames(g)...)
	}
	if environments := g.environments(); len(environments) > 0 {
		t.part("in", visible(strings.Join(environments, ", ")))
	}
	t.part("made by", t.constructs(g)...)
	t.part("likewise", t.some(g.resources())...)
	t.part("called", t.called(g)...)
	t.path(g.Path, where)
	t.fix(&g.Fix)
	t.part("prevents", paragraphs(g.Predicts)...)
	for _, place := range g.Related {
		t.part("see", strings.TrimPrefix(position(place.Location)+": ", ": ")+visible(place.Message))
	}
	t.part("behind", t.masks(g.MaskedBy)...)
	t.part("more", t.more(g.Docs, g.Rule)...)
	t.line()
}

// part prints a labelled part; continued lines align with the first.
func (t *text) part(label string, lines ...string) {
	for i, line := range lines {
		if i > 0 {
			label = ""
		}
		t.line("  ", t.paint(pad(label, labelWidth), dim), line)
	}
}

// pullNames names the pulls that the finding is about.
func (t *text) pullNames(g *group) []string {
	names := make([]string, 0, len(g.Pulls))
	for _, pull := range g.Pulls {
		name := pull.name()
		if pull.Root != "." && len(t.report.Roots) > 1 {
			name += " in " + pull.Root
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return t.some(names)
}

// some returns the first few names and how many are left out; all of them with -v.
func (t *text) some(names []string) []string {
	if t.verbose || len(names) <= shownPulls+1 {
		return names
	}
	rest := fmt.Sprintf("and %d more", len(names)-shownPulls)
	return append(names[:shownPulls:shownPulls], rest)
}

// constructs are the paths that the AWS CDK has for the resources of a group.
func (t *text) constructs(g *group) []string {
	var paths []string
	for _, finding := range g.Instances {
		path := visible(finding.Construct)
		if path != "" && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return t.some(paths)
}

// name names a pull in messages.
func (p PullRef) name() string {
	name := p.Workload
	if p.Part != "" {
		name += ", " + p.Part
	}
	if p.Container != "" {
		name += " (container " + p.Container + ")"
	}
	return visible(name)
}

// path prints the way hop by hop; what lies behind the broken hop is faded. Where a hop is written
// is told with -v, and of the broken one unless the finding stands there.
func (t *text) path(hops []Hop, stands Location) {
	hops = slices.Compact(slices.Clone(hops))
	label := "path"
	leg := commonLeg(hops)
	if leg != "" {
		t.part(label, t.paint(leg, bold))
		label = " "
	}
	width, at := 0, 0
	for i := range hops {
		if hops[i].Leg != "" && leg == "" {
			hops[i].Gate += " (" + hops[i].Leg + ")"
		}
		width, at = max(width, cells(hops[i].Gate)), max(at, cells(visible(hops[i].At)))
	}
	broken := false
	for _, hop := range hops {
		words := pad(hop.Gate, width) + "  " + visible(hop.At)
		closed := hop.State == closedState
		where := position(hop.Location)
		if where != "" && (t.verbose || closed && hop.Location != stands) {
			words = pad(hop.Gate, width) + "  " + pad(visible(hop.At), at) + "  " + where
		}
		switch {
		case closed:
			words = t.paint(words, bold, red)
		case broken:
			words = t.paint(words, dim)
		}
		t.part(label, strings.TrimRight(t.mark(hop.State)+" "+words, " "))
		label = " "
		broken = broken || closed
	}
}

// commonLeg returns the leg that all hops are of; "" when there is none.
func commonLeg(hops []Hop) string {
	for _, hop := range hops {
		if hop.Leg != hops[0].Leg {
			return ""
		}
	}
	if len(hops) == 0 {
		return ""
	}
	return hops[0].Leg
}

// closedState is the state of a hop that stops the pull.
const closedState = "closed"

// fix prints what to change.
func (t *text) fix(fix *Fix) {
	t.part("fix", paragraphs(fix.Summary)...)
	snippet := paragraphs(fix.Snippet)
	if len(snippet) == 0 {
		return
	}
	if fix.Summary == "" {
		t.part("fix", "")
	}
	for _, line := range snippet {
		t.line(strings.TrimRight(strings.Repeat(" ", labelWidth+4)+t.paint(expand(line), green), " "))
	}
}

// masks names the findings that must be mended before this one can show.
func (t *text) masks(fingerprints []string) []string {
	var names []string
	for _, fingerprint := range fingerprints {
		if f, ok := t.findings[fingerprint]; ok {
			name := strings.TrimSpace(f.Rule + " " + position(f.Location))
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// more says where a rule is explained.
func (t *text) more(docs, rule string) []string {
	if docs == "" {
		return nil
	}
	return []string{"ecrlint explain " + rule}
}

// called says from where the module or nested stack is called, each call of several on one line.
func (t *text) called(g *group) []string {
	chains := g.chains()
	if len(chains) == 1 {
		return positions(chains[0])
	}
	lines := make([]string, 0, len(chains))
	for _, chain := range chains {
		lines = append(lines, strings.Join(positions(chain), ", "))
	}
	return t.some(lines)
}

func positions(list []Location) []string {
	var words []string
	for i, at := range list {
		if where := position(at); where != "" {
			if i == 0 {
				words = append(words, "from "+where)
				continue
			}
			words = append(words, "which is called from "+where)
		}
	}
	return words
}
