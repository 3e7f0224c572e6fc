package diagnose

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
)

// Beside is what was found of the calls that are no pulls.
type Beside struct {
	// Count counts the calls; Findings are their faults, Open the calls that are not known.
	Count    int
	Findings []report.Finding
	Open     []report.OpenPull
	// Why says why each finding fits the message, by fingerprint.
	Why map[string]string

	// matters are the unknown values that gates hang on whose faults give the message.
	matters map[doubt]bool
}

// doubt is an unknown value, as far as reports tell it apart.
type doubt struct {
	root, what, why string
	line            int
}

// kindsOf are the kinds of call beside the pulls that a message may be about.
func kindsOf(m *report.Meaning) []pull.CallKind {
	switch m.Call {
	case Secrets:
		return []pull.CallKind{pull.Secrets}
	case Parameters:
		return []pull.CallKind{pull.Parameters}
	case EnvironmentFiles:
		return []pull.CallKind{pull.EnvironmentFiles}
	case Logs:
		return []pull.CallKind{pull.Logs}
	}
	if m.Call == "" && strings.Contains(strings.ToLower(m.Message), "secrets or registry auth") {
		return []pull.CallKind{pull.Secrets, pull.Parameters}
	}
	return nil
}

// Look checks the calls of a root that a message may be about, and notes which unknown values of
// its pulls may have to do with it.
func (b *Beside) Look(m *report.Meaning, root string, g *graph.Graph) {
	if b.Why == nil {
		b.Why, b.matters = map[string]string{}, map[doubt]bool{}
	}
	if !Neighbour(m.Call) {
		gates := gatesOf(m)
		for _, p := range pull.Cut(g) {
			for _, one := range missing(p.UnknownsOf(gates, slices.Contains(gates, "exit"))) {
				b.matters[doubtOf(root, &one)] = true
			}
		}
	}
	for _, kind := range kindsOf(m) {
		calls := pull.Calls(g, kind)
		b.Count += len(calls)
		named := slices.ContainsFunc(calls, func(call *pull.Call) bool {
			return namedBy(m, call) == certain
		})
		for _, call := range calls {
			if likely := namedBy(m, call); !named || likely != impossible {
				b.look(m, root, call, likely)
			}
		}
	}
}

// doubtOf tells an unknown value apart from others.
func doubtOf(root string, one *report.Missing) doubt {
	return doubt{root, one.What, one.Why, one.Location.Line}
}

// namedBy compares what a call asks for with what the message names.
func namedBy(m *report.Meaning, call *pull.Call) likeness {
	want := m.Facts.Secret
	if call.Kind == pull.Logs {
		want = m.Facts.LogGroup
	}
	subject := call.Subject
	if want == "" || subject == "" || strings.HasPrefix(want, "arn:") !=
		strings.HasPrefix(subject, "arn:") && !strings.HasSuffix(subject, want) {
		return possible
	}
	if strings.HasPrefix(subject, want) || strings.HasSuffix(subject, want) ||
		strings.HasPrefix(want, subject) {
		return certain
	}
	pattern := "^" + anything.ReplaceAllString(regexp.QuoteMeta(subject), ".*") + "$"
	matched, err := regexp.MatchString(pattern, want)
	bare := strings.Trim(anything.ReplaceAllString(regexp.QuoteMeta(lastPart(subject)), ""), "-")
	switch {
	case err != nil, matched && bare == "":
		return possible
	case matched:
		return certain
	}
	return impossible
}

// lastPart is the name at the end of an ARN.
func lastPart(arn string) string { return arn[strings.LastIndexAny(arn, ":/")+1:] }

// look adds the faults of one call, or why it is not known.
func (b *Beside) look(m *report.Meaning, root string, call *pull.Call, likely likeness) {
	faults := call.Faults()
	for i := range faults {
		if fault := &faults[i]; slices.Contains(gatesOf(m), fault.Gate.Name) {
			b.add(m, root, call, fault, likely)
		}
	}
	if why := call.Pull.Unknowns(-1); len(faults) == 0 && len(why) > 0 {
		open := report.OpenPull{
			PullRef: refOfCall(root, call), Call: string(call.Kind), Unknowns: missing(why),
		}
		same := func(other report.OpenPull) bool {
			return other.PullRef == open.PullRef && other.Call == open.Call &&
				slices.Equal(other.Unknowns, open.Unknowns)
		}
		if !slices.ContainsFunc(b.Open, same) {
			b.Open = append(b.Open, open)
		}
	}
}

// The gates whose faults give a kind of message.
var (
	wayGates = []string{
		"dns", "exit", "family", "egress", "acl", "interfaces", "ingress", "attached", "public_ip",
		"nat", "bpa",
	}
	rightGates = []string{
		"identity", "endpoint_policy", "role", "trust", "repository", "credentials", "cache",
	}
)

// gatesOf are the gates whose faults give the message.
func gatesOf(m *report.Meaning) []string {
	switch m.Kind {
	case Connection, NameResolution, StartTimeout, NoInstances:
		return wayGates
	case AccessDenied, NoCredentials, RoleMissing, RoleNotAssumable:
		return rightGates
	case NotFound, Platform, InvalidReference, ImageFormat, RateLimited:
		return []string{"log_group", "reference", "platform", "cache"}
	}
	return slices.Concat(wayGates, rightGates, []string{"log_group"})
}

// refOfCall names whose call it is.
func refOfCall(root string, call *pull.Call) report.PullRef {
	p := call.Pull
	return report.PullRef{Root: root, Workload: p.Address, Part: p.Part, Container: p.Name}
}

// missing writes reasons as reports do.
func missing(why []parser.Origin) []report.Missing {
	list := make([]report.Missing, 0, len(why))
	for i := range why {
		one := report.Missing{What: why[i].What, Why: why[i].Why, Hint: why[i].Hint}
		if one.What == "" {
			one.What = strings.Trim(why[i].Address+"."+why[i].Attr, ".")
		}
		if at := why[i].Range; at.Filename != "" {
			one.Location = report.Location{
				File: filepath.ToSlash(at.Filename), Line: at.Start.Line, Column: at.Start.Column,
			}
		}
		list = append(list, one)
	}
	return list
}

// add adds a fault, or the call to the finding that says it already.
func (b *Beside) add(
	m *report.Meaning, root string, call *pull.Call, fault *pull.Fault, likely likeness,
) {
	words := wordsOf(call, fault)
	f := report.Finding{
		Root: root, Severity: report.Error, Message: words.message, Resource: fault.Gate.By,
		Location: locate(fault.Gate.Site), Path: hopsOf(call, fault),
		Fix: report.Fix{Summary: words.fix}, Pulls: []report.PullRef{refOfCall(root, call)},
	}
	if id := fault.Endpoint.ID; fault.Gate.Name == "exit" && id != "" &&
		fault.Endpoint.Reason == "private_dns" {
		f.Resource, f.Location = id, locate(fault.Endpoint.Site)
	}
	for _, place := range fault.Gate.Related {
		f.Related = append(f.Related, report.RelatedPlace{
			Location: locate(place.Site), Message: place.Message,
		})
	}
	sum := sha256.Sum256([]byte(root + "\x00" + f.Resource + "\x00" + f.Message))
	f.Fingerprint = hex.EncodeToString(sum[:8])
	for i := range b.Findings {
		if old := &b.Findings[i]; old.Fingerprint == f.Fingerprint {
			if !slices.Contains(old.Pulls, f.Pulls[0]) {
				old.Pulls = append(old.Pulls, f.Pulls[0])
			}
			return
		}
	}
	b.Findings = append(b.Findings, f)
	which := ", the call that the message is about"
	if m.Call == "" {
		which = ", and the message does not say which call failed"
	}
	why := []string{"it stops " + callNames[string(call.Kind)] + which}
	if kind := reasonWords(m); kind != "" {
		why = append(why, kind)
	}
	if likely == certain {
		why = append(why, "the message names it")
	}
	b.Why[f.Fingerprint] = strings.Join(why, "; ")
}

// locate returns where a site is written.
func locate(site graph.Site) report.Location {
	if site.Resource == nil {
		return report.Location{}
	}
	r := site.Resource.At(site.Path)
	return report.Location{
		File: filepath.ToSlash(r.Filename), Line: r.Start.Line, Column: r.Start.Column,
		EndLine: r.End.Line, EndColumn: r.End.Column,
	}
}

// hopsOf writes the path of a fault. Gates of one name at one resource are one hop, which is closed
// when one of them is; what is not known is taken to be open.
func hopsOf(call *pull.Call, fault *pull.Fault) []report.Hop {
	hops := []report.Hop{}
	for i := range fault.Path {
		gate := &fault.Path[i]
		state := "open"
		if gate.State == pull.Closed {
			state = "closed"
		}
		at := gate.By
		if at == "" {
			at = call.Pull.Address
		}
		hop := report.Hop{
			Gate: gate.Name, At: at, State: state, Leg: string(call.Kind), Location: locate(gate.Site),
		}
		same := slices.IndexFunc(hops, func(other report.Hop) bool {
			return other.Gate == hop.Gate && other.At == hop.At
		})
		switch {
		case same < 0:
			hops = append(hops, hop)
		case state == "closed":
			hops[same] = hop
		}
	}
	return hops
}

// Join adds what was found beside the pulls to a report and to the explanations of a message. A
// fault of the way that a rule has found already is told by the rule's finding.
func (b *Beside) Join(r *report.Report, list []report.Explanation) []report.Explanation {
	b.sort()
	var own []report.Explanation
	for i := range b.Findings {
		f := &b.Findings[i]
		if told := toldBy(r, f); told != nil {
			if !explainedBy(own, told.Fingerprint) {
				own = append(own, report.Explanation{
					Finding: told.Fingerprint, Why: b.Why[f.Fingerprint],
				})
			}
			continue
		}
		r.Findings = append(r.Findings, *f)
		own = append(own, report.Explanation{Finding: f.Fingerprint, Why: b.Why[f.Fingerprint]})
	}
	for _, one := range list {
		if !explainedBy(own, one.Finding) {
			own = append(own, one)
		}
	}
	return own
}

// sort puts what was found into an order that does not depend on which root was judged first.
func (b *Beside) sort() {
	slices.SortStableFunc(b.Findings, func(x, y report.Finding) int {
		return cmp.Or(
			cmp.Compare(likely(&x), likely(&y)), strings.Compare(x.Location.File, y.Location.File),
			cmp.Compare(x.Location.Line, y.Location.Line), strings.Compare(x.Message, y.Message),
		)
	})
	slices.SortStableFunc(b.Open, func(x, y report.OpenPull) int {
		return cmp.Or(
			strings.Compare(x.Root, y.Root), strings.Compare(x.Workload, y.Workload),
			strings.Compare(x.Part, y.Part), strings.Compare(x.Container, y.Container),
		)
	})
}

// likely ranks faults: those of the way are met before those of a role.
func likely(f *report.Finding) int {
	return slices.Index(slices.Concat(wayGates, []string{"role", "trust", "identity"}), closedGate(f))
}

// toldBy returns the finding of a rule that is about the closed gate of a fault on the way.
func toldBy(r *report.Report, f *report.Finding) *report.Finding {
	gate := closedGate(f)
	if gate == "exit" || !slices.Contains(wayGates, gate) {
		return nil // the way to the service is another than that to the registry
	}
	for i := range r.Findings {
		other := &r.Findings[i]
		if other.Rule != "" && other.Root == f.Root && other.Resource == f.Resource &&
			other.Location == f.Location && closedGate(other) == gate {
			return other
		}
	}
	return nil
}

// closedGate is the gate that a finding is about.
func closedGate(f *report.Finding) string {
	for _, hop := range f.Path {
		if hop.State == "closed" {
			return hop.Gate
		}
	}
	return ""
}

func explainedBy(list []report.Explanation, fingerprint string) bool {
	return slices.ContainsFunc(list, func(one report.Explanation) bool {
		return one.Finding == fingerprint
	})
}
