package diagnose

import (
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
