package diagnose

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/report"
)

// How much less likely a finding is, in places of the list of rules.
const (
	lessMasked    = 6  // another fault must be mended before it shows
	lessOtherLeg  = 8  // its path is that of another call
	lessOtherTask = 3  // another container or launch type than the message names
	moreNamed     = -5 // it breaks the pull of the image that the message names
)

// lessSevere is the same by severity: a warning need not break the pull, an info breaks none by
// itself.
var lessSevere = map[report.Severity]int{report.Error: 0, report.Warning: 4, report.Info: 8}

// candidate is a finding that may explain a message.
type candidate struct {
	finding *report.Finding
	place   int
	why     string
}

// Explain names the findings of a report that explain a message, likeliest first.
func Explain(m *report.Meaning, r *report.Report) []report.Explanation {
	x := explainer{meaning: m, pulls: map[report.PullRef][]*report.Pull{}, image: imageOf(m)}
	for i := range r.Pulls {
		p := &r.Pulls[i]
		x.pulls[refOf(p)] = append(x.pulls[refOf(p)], p)
		x.named = x.named || x.isNamed(p) == certain
	}
	var found []candidate
	for i := range r.Findings {
		if one, fits := x.consider(&r.Findings[i]); fits {
			found = append(found, one)
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.place, b.place) })
	list := make([]report.Explanation, 0, len(found))
	for _, one := range found {
		list = append(list, report.Explanation{Finding: one.finding.Fingerprint, Why: one.why})
	}
	return list
}

// refOf names a pull.
func refOf(p *report.Pull) report.PullRef {
	return report.PullRef{
		Root: p.Root, Environment: p.Environment, Workload: p.Workload, Part: p.Part,
		Container: p.Container,
	}
}

// explainer holds findings against one message.
type explainer struct {
	meaning *report.Meaning
	image   string
	pulls   map[report.PullRef][]*report.Pull
	// named says that some pull is certainly of the image that the message names.
	named bool
}

// consider says whether a finding explains the message, and how likely it is.
func (x *explainer) consider(f *report.Finding) (candidate, bool) {
	place := slices.Index(x.meaning.Rules, f.Rule)
	if place < 0 || Neighbour(x.meaning.Call) && legOf(f) != Credentials {
		return candidate{}, false
	}
	place += lessSevere[f.Severity]
	if len(f.MaskedBy) > 0 {
		place += lessMasked
	}
	legs, fits := x.legFits(f)
	if !fits {
		return candidate{}, false
	}
	pull, likely := x.pullOf(f)
	if x.named && likely == impossible {
		return candidate{}, false
	}
	if likely == certain {
		place += moreNamed
	}
	place += legs + x.taskFits(f)
	if action := x.meaning.Facts.Action; action != "" && strings.HasPrefix(f.Rule, "iam/") &&
		!strings.Contains(f.Message, action) {
		place += lessOtherTask
	}
	return candidate{finding: f, place: place, why: x.why(f, pull, likely)}, true
}

// pullOf returns the pull of a finding that is most like the one of the message.
func (x *explainer) pullOf(f *report.Finding) (report.PullRef, likeness) {
	var best report.PullRef
	likely := impossible
	for _, ref := range f.Pulls {
		for _, p := range x.pulls[ref] {
			if one := x.isNamed(p); one > likely {
				best, likely = ref, one
			}
		}
	}
	if len(f.Pulls) == 0 {
		likely = possible
	}
	return best, likely
}

// legFits says how much less likely a finding is because of the call that its path is of. A missing
// endpoint is that of one call alone; the words of a message may name another one than failed, the
// host or action in it do not.
func (x *explainer) legFits(f *report.Finding) (less int, fits bool) {
	leg := legOf(f)
	call := x.meaning.Call
	if leg == "" || call == "" || leg == call || Neighbour(call) {
		return 0, true
	}
	proven := x.meaning.Facts.Host != "" || x.meaning.Facts.Action != ""
	if proven && (f.Rule == "endpoint/missing" || f.Rule == "endpoint/type") {
		return 0, false
	}
	return lessOtherLeg, true
}

// legOf is the call whose path a finding shows.
func legOf(f *report.Finding) string {
	for _, hop := range f.Path {
		if hop.State == "closed" && hop.Leg != "" {
			return hop.Leg
		}
	}
	return ""
}

// taskFits says how much less likely a finding is because it is of another task than the message.
func (x *explainer) taskFits(f *report.Finding) int {
	facts := &x.meaning.Facts
	if facts.Container == "" && facts.Launch == "" || len(f.Pulls) == 0 {
		return 0
	}
	for _, ref := range f.Pulls {
		for _, p := range x.pulls[ref] {
			container := facts.Container == "" || ref.Container == "" ||
				ref.Container == facts.Container
			launch := facts.Launch == "" || p.Launch == "unknown" ||
				strings.Contains(p.Launch, facts.Launch)
			if container && launch {
				return 0
			}
		}
	}
	return lessOtherTask
}

// why says why a finding fits the message.
func (x *explainer) why(f *report.Finding, pull report.PullRef, likely likeness) string {
	var parts []string
	switch leg, call := legOf(f), x.meaning.Call; {
	case leg == "":
	case leg == call:
		parts = append(parts, "it stops "+callNames[leg]+", the call that the message is about")
	case call == "":
		parts = append(parts,
			"it stops "+callNames[leg]+", and the message does not say which call failed")
	default:
		parts = append(parts, "it stops "+callNames[leg]+", where "+callNames[call]+" passes, too")
	}
	if kind := reasonWords(x.meaning); kind != "" {
		parts = append(parts, kind)
	}
	if likely == certain && x.image != "" {
		parts = append(parts, "it breaks "+nameOf(pull)+", which pulls the image of the message")
	}
	return strings.Join(parts, "; ")
}

// callNames name calls inside sentences.
var callNames = map[string]string{
	Authorize:        "the login (authorize)",
	Manifest:         "the manifest",
	Layers:           "the layers",
	Fetch:            "the fetch from the registry",
	Credentials:      "the registry's credentials",
	Secrets:          "the secret",
	Parameters:       "the parameter",
	EnvironmentFiles: "the environment file",
	Logs:             "the log stream",
}

// reasonWords say what of the message speaks for a fault of this kind.
func reasonWords(m *report.Meaning) string {
	switch {
	case m.Facts.Policy != "":
		return "AWS itself blames " + policyNames[m.Facts.Policy]
	case m.Facts.Action != "":
		return "the message says that " + m.Facts.Action + " was refused"
	case m.Facts.AddressKind == privateAddress:
		return m.Facts.Address + " is an address inside the VPC"
	case m.Facts.AddressKind == publicAddress:
		return m.Facts.Address + " is a public address"
	case m.Facts.AddressKind == s3Address:
		return m.Facts.Address + " is an address of Amazon S3"
	}
	return ""
}

// policyNames name the kinds of policy.
var policyNames = map[string]string{
	"identity":     "the caller's own policies",
	"resource":     "the policy of the resource",
	"endpoint":     "the policy of the endpoint",
	"boundary":     "the permissions boundary",
	"organization": "a policy of the organization",
}

// nameOf names a pull.
func nameOf(ref report.PullRef) string {
	name := ref.Workload
	if ref.Part != "" {
		name += ", " + ref.Part
	}
	if ref.Container != "" {
		name += " (container " + ref.Container + ")"
	}
	return name
}

// Pulls returns the pulls whose verdict is unknown and that may be the one of the message, with the
// unknown values that have to do with it; none for a message about what is no pull.
func (b *Beside) Pulls(m *report.Meaning, r *report.Report) []report.OpenPull {
	if Neighbour(m.Call) {
		return nil
	}
	x := explainer{meaning: m, image: imageOf(m)}
	for i := range r.Pulls {
		x.named = x.named || x.isNamed(&r.Pulls[i]) == certain
	}
	var list []report.OpenPull
	for i := range r.Pulls {
		p := &r.Pulls[i]
		if p.Verdict != report.Unknown || x.named && x.isNamed(p) == impossible {
			continue
		}
		var why []report.Missing
		for _, one := range p.Unknowns {
			if b.matters[doubtOf(p.Root, &one)] {
				why = append(why, one)
			}
		}
		if len(why) > 0 {
			list = append(list, report.OpenPull{PullRef: refOf(p), Unknowns: why})
		}
	}
	return list
}
