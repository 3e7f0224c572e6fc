package policy

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
)

// merger gathers what is said of all pulls: each pull with its verdict, each fault once.
type merger struct {
	engine   *Engine
	pulls    []report.Pull
	findings map[string]*report.Finding
	// fixes are those of the findings, for every pull that one breaks.
	fixes map[string]*union
	// policies are the names of those that the fixes make, with the fingerprint of the fault.
	policies map[string]string
}

func newMerger(e *Engine) *merger {
	return &merger{
		engine: e, findings: map[string]*report.Finding{},
		fixes: map[string]*union{}, policies: map[string]string{},
	}
}

// assumptions returns what is taken for granted of a pull, and of all of its root.
func assumptions(p *pull.Pull) []string {
	return append(p.Assumptions[:len(p.Assumptions):len(p.Assumptions)], p.Graph.Root.Assumes...)
}

// add adds one pull.
func (m *merger) add(p *pull.Pull, written []*bounds) {
	said := report.Pull{
		Root: p.Graph.Root.Path, Workload: p.Address, Part: p.Part, Container: p.Name,
		ComputeEnvironment: p.Environment, Image: p.Reference,
		Registry: p.Registry, Launch: string(p.Launch), Verdict: report.Pulls,
		Findings: []string{}, Unknowns: []report.Missing{}, Assumptions: assumptions(p),
		Location: locate(p.Image.Site),
	}
	said.Construct = construct(p, p.Address)
	if p.Image.Site.Resource == nil && p.Container != nil {
		said.Location = locate(p.Container.Site)
	}
	for _, b := range written {
		said.Verdict = worse(said.Verdict, b.verdict())
		for _, one := range b.atBest.closed {
			m.say(p, b, one, report.Error, &said)
		}
		for _, one := range b.atBest.doubts {
			m.say(p, b, one, one.Severity, &said)
		}
	}
	said.Unknowns = unknowns(p, written, &said)
	slices.Sort(said.Findings)
	m.pulls = append(m.pulls, said)
}

// say adds a finding, or the pull to a finding that is there.
func (m *merger) say(
	p *pull.Pull, b *bounds, one element, severity report.Severity, said *report.Pull,
) {
	one = whole(one)
	print := fingerprint(one, said.Root)
	found, known := m.findings[print]
	if worse := severity == report.Error; !known || worse && found.Severity != severity {
		better := m.finding(p, b, one)
		better.Fingerprint, better.Root, better.Severity = print, said.Root, severity
		if known { // a doubt of other pulls is less than the fault itself
			better.Pulls, better.Related = found.Pulls, found.Related
		}
		m.findings[print], found = better, better
	} else if severity == found.Severity && m.fixes[print].add(p, b, one) {
		found.Fix = m.fixes[print].fix()
	}
	m.tell(p, one, found, said)
	if b.placement != nil && onTheWay(one.Rule) {
		found.Related = taken(found.Related, b.placement)
	}
}

// onTheWay reports whether a rule is of the network.
func onTheWay(rule string) bool {
	return strings.HasPrefix(rule, "network/") || strings.HasPrefix(rule, "endpoint/")
}

// taken adds where a default VPC is found that is taken for what AWS makes.
func taken(have []report.RelatedPlace, p *pull.Placement) []report.RelatedPlace {
	found := p.AsMade()
	if found == nil {
		return have
	}
	one := report.RelatedPlace{
		Location: locate(graph.Site{Resource: found}),
		Message:  "taken for what AWS makes with every default VPC, besides what is declared here",
	}
	if slices.Contains(have, one) {
		return have
	}
	return append(have, one)
}

// tell adds the pull to a finding.
func (m *merger) tell(p *pull.Pull, one element, found *report.Finding, said *report.Pull) {
	print := found.Fingerprint
	ref := report.PullRef{
		Root: said.Root, Workload: said.Workload, Part: said.Part, Container: said.Container,
	}
	if !slices.Contains(found.Pulls, ref) {
		found.Pulls = append(found.Pulls, ref)
	}
	found.Related = related(found.Related, p, one.Related)
	if !slices.Contains(said.Findings, print) {
		said.Findings = append(said.Findings, print)
	}
}

// finding makes a finding of an element, in the words of the root that the pull is in.
func (m *merger) finding(p *pull.Pull, b *bounds, one element) *report.Finding {
	rule := m.engine.index[one.Rule]
	site, located := p.Site(one.At)
	found := &report.Finding{
		Rule: one.Rule, Message: one.Message, Resource: one.Resource, Part: one.Part,
		Attribute: attributeOf(one.At), Location: locate(site),
		Path:     hopsOf(p, b, one),
		Predicts: predicted(one.predicts(rule), scene{rule.BuiltIn, one.Leg, p.Launch, b.best.Image}),
		Docs:     rule.Docs,
		Pulls:    []report.PullRef{},
	}
	if !located {
		found.Location = locate(p.Image.Site)
		site = p.Image.Site
	}
	found.Construct = construct(p, found.Resource)
	found.Fix = m.fix(p, b, one, found.Location.File)
	if site.Resource != nil {
		for _, call := range site.Resource.Callers {
			found.Callers = append(found.Callers, place(call))
		}
	}
	return found
}

// fix writes the fix of an element, which those of other pulls may be added to.
func (m *merger) fix(p *pull.Pull, b *bounds, one element, file string) report.Fix {
	print := fingerprint(one, p.Graph.Root.Path)
	mending := newMending(p, b, one, m.engine.index[one.Rule], file)
	mending.names, mending.print = m.policies, print
	fix := mending.write(one)
	m.fixes[print] = newUnion(mending, one.Fix, fix.Summary)
	return mending.finished(fix)
}

// construct returns the path that the AWS CDK has for a resource of the pull's root.
func construct(p *pull.Pull, address string) string {
	if p.Graph.Root.Language != parser.CloudFormation {
		return ""
	}
	for _, resource := range p.Graph.Root.Resources {
		if resource.Address == address {
			return resource.Construct
		}
	}
	return ""
}

// related adds the other places that are not there yet.
func related(
	have []report.RelatedPlace, p *pull.Pull, more []pull.DocRelated,
) []report.RelatedPlace {
	for _, r := range more {
		site, ok := p.Site(r.At)
		if !ok {
			continue
		}
		one := report.RelatedPlace{Location: locate(site), Message: r.Message}
		if !slices.Contains(have, one) {
			have = append(have, one)
		}
	}
	return have
}

// fingerprint identifies a finding over changes that move lines or rename files: rule, root,
// resource address, attribute path, and what else the rule tells its findings apart by.
func fingerprint(one element, root string) string {
	return Fingerprint(&report.Finding{
		Rule: one.Rule, Resource: one.Resource, Attribute: attributeOf(one.At), Part: one.Part,
	}, root)
}

// Fingerprint is the fingerprint that a finding has in a root with the path.
func Fingerprint(f *report.Finding, root string) string {
	parts := []string{f.Rule, root, f.Resource, f.Attribute, f.Part}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// result returns everything, sorted.
func (m *merger) result() Result {
	result := Result{Pulls: m.pulls, Findings: make([]report.Finding, 0, len(m.findings))}
	for _, found := range m.findings {
		slices.SortFunc(found.Pulls, func(a, b report.PullRef) int {
			return cmp.Or(cmp.Compare(a.Root, b.Root), cmp.Compare(a.Workload, b.Workload),
				cmp.Compare(a.Part, b.Part), cmp.Compare(a.Container, b.Container))
		})
		result.Findings = append(result.Findings, *found)
	}
	slices.SortFunc(result.Findings, func(a, b report.Finding) int {
		return cmp.Or(cmp.Compare(a.Root, b.Root), compareLocations(a.Location, b.Location),
			cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	slices.SortStableFunc(result.Pulls, func(a, b report.Pull) int {
		return cmp.Or(cmp.Compare(a.Root, b.Root), cmp.Compare(a.Workload, b.Workload),
			cmp.Compare(a.Part, b.Part), cmp.Compare(a.Container, b.Container),
			cmp.Compare(a.Image, b.Image), cmp.Compare(a.Launch, b.Launch),
			cmp.Compare(a.ComputeEnvironment, b.ComputeEnvironment))
	})
	return result
}

// compareLocations orders places by file, line and column.
func compareLocations(a, b report.Location) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column))
}
