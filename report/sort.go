package report

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
)

// Sort puts everything into the order in which reports print it, so that the same input gives the
// same bytes, and drops what says the same twice, such as the pulls of a workload that two capacity
// providers start in the same way.
func (r *Report) Sort() {
	slices.Sort(r.Roots)
	r.Roots = slices.Compact(r.Roots)
	slices.SortFunc(r.Environments, func(a, b RootEnvironment) int {
		return cmp.Or(strings.Compare(a.Root, b.Root), strings.Compare(a.Name, b.Name))
	})
	slices.SortStableFunc(r.Pulls, comparePulls)
	for i := range r.Pulls {
		slices.Sort(r.Pulls[i].Findings)
		r.Pulls[i].Findings = slices.Compact(r.Pulls[i].Findings)
		slices.Sort(r.Pulls[i].Assumptions)
		r.Pulls[i].Assumptions = slices.Compact(r.Pulls[i].Assumptions)
	}
	r.Pulls = slices.CompactFunc(r.Pulls, func(a, b Pull) bool { return reflect.DeepEqual(a, b) })
	slices.SortStableFunc(r.Findings, compareFindings)
	for i := range r.Findings {
		r.Findings[i].sort()
	}
	for i := range r.Suppressed {
		r.Suppressed[i].sort()
	}
	slices.SortStableFunc(r.Suppressed, func(a, b Suppressed) int {
		return compareFindings(a.Finding, b.Finding)
	})
	slices.SortStableFunc(r.Diagnostics, compareDiagnostics)
	r.Diagnostics = slices.CompactFunc(r.Diagnostics, func(a, b Diagnostic) bool {
		return compareDiagnostics(a, b) == 0
	})
	slices.SortStableFunc(r.NotJudged, compareNotJudged)
	r.NotJudged = slices.Compact(r.NotJudged)
	slices.SortFunc(r.Modelled, func(a, b Modelled) int {
		return cmp.Or(cmp.Compare(a.Root, b.Root), cmp.Compare(a.Module, b.Module))
	})
	slices.SortStableFunc(r.Rules, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) })
}

// sort puts what a finding lists in order.
func (f *Finding) sort() {
	slices.SortFunc(f.Pulls, compareRefs)
	f.Pulls = slices.Compact(f.Pulls)
	slices.Sort(f.MaskedBy)
	slices.Sort(f.Environments)
}

func comparePulls(a, b Pull) int {
	return cmp.Or(
		strings.Compare(a.Root, b.Root),
		strings.Compare(a.Environment, b.Environment),
		strings.Compare(a.Workload, b.Workload),
		strings.Compare(a.Part, b.Part),
		strings.Compare(a.Container, b.Container),
		strings.Compare(a.Launch, b.Launch),
		strings.Compare(a.ComputeEnvironment, b.ComputeEnvironment),
		strings.Compare(a.Image, b.Image),
	)
}

func compareRefs(a, b PullRef) int {
	return cmp.Or(
		strings.Compare(a.Root, b.Root),
		strings.Compare(a.Environment, b.Environment),
		strings.Compare(a.Workload, b.Workload),
		strings.Compare(a.Part, b.Part),
		strings.Compare(a.Container, b.Container),
	)
}

func compareFindings(a, b Finding) int {
	return cmp.Or(
		compareLocations(a.Location, b.Location),
		strings.Compare(a.Rule, b.Rule),
		strings.Compare(a.Root, b.Root),
		strings.Compare(a.Resource, b.Resource),
		strings.Compare(a.Attribute, b.Attribute),
		slices.Compare(a.Environments, b.Environments),
		strings.Compare(a.Fingerprint, b.Fingerprint),
	)
}

func compareLocations(a, b Location) int {
	return cmp.Or(
		strings.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.EndLine, b.EndLine),
		cmp.Compare(a.EndColumn, b.EndColumn),
	)
}

func compareDiagnostics(a, b Diagnostic) int {
	return cmp.Or(
		compareLocations(a.at(), b.at()),
		strings.Compare(string(a.Severity), string(b.Severity)),
		strings.Compare(a.Summary, b.Summary),
		strings.Compare(a.Detail, b.Detail),
	)
}

func compareNotJudged(a, b NotJudged) int {
	return cmp.Or(
		strings.Compare(a.Root, b.Root),
		strings.Compare(a.Resource, b.Resource),
		strings.Compare(a.What, b.What),
		strings.Compare(a.Why, b.Why),
		compareLocations(a.Location, b.Location),
	)
}

// at returns the place of a diagnostic, the zero Location when it has none.
func (d Diagnostic) at() Location {
	if d.Location == nil {
		return Location{}
	}
	return *d.Location
}
