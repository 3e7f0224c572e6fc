package diagnose

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
)

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
