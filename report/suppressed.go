package report

import "slices"

// SuppressionKind says what suppresses a finding.
type SuppressionKind string

// The kinds of suppressions.
const (
	// Inline is a comment in the configuration, or the metadata of a template's resource.
	Inline SuppressionKind = "inline"
	// Baseline is a file of accepted findings.
	Baseline SuppressionKind = "baseline"
	// Before is the revision of the repository that a change is compared with.
	Before SuppressionKind = "before"
)

// Suppression says why a finding is not reported.
type Suppression struct {
	Kind   SuppressionKind `json:"kind"`
	Reason string          `json:"reason,omitempty"`
	// Until is the last day that it holds, YYYY-MM-DD; empty where it has no end.
	Until string `json:"until,omitempty"`
	// Location is the comment's; zero for the other kinds.
	Location Location `json:"location,omitzero"`
}

// Suppressed is a finding with what suppresses it.
type Suppressed struct {
	Finding
	Suppression Suppression `json:"suppression"`
}

// said is the reason of a suppression, with its last day.
func (s Suppression) said() string {
	words := shownText(s.Reason)
	switch {
	case words != "":
	case s.Kind == Baseline:
		words = "in the baseline"
	case s.Kind == Before:
		words = "there before the change"
	}
	if s.Until != "" {
		words += ", until " + s.Until
	}
	return words
}

// suppressedGroup is a group of findings that one suppression suppresses.
type suppressedGroup struct {
	*group
	by Suppression
}

// suppressedGroups joins suppressed findings as grouped does, by what suppresses them.
func suppressedGroups(list []Suppressed) []suppressedGroup {
	var order []Suppression
	findings := map[Suppression][]Finding{}
	for i := range list {
		by := list[i].Suppression
		if _, ok := findings[by]; !ok {
			order = append(order, by)
		}
		findings[by] = append(findings[by], list[i].Finding)
	}
	var groups []suppressedGroup
	for _, by := range order {
		for _, g := range grouped(findings[by]) {
			groups = append(groups, suppressedGroup{group: g, by: by})
		}
	}
	slices.SortStableFunc(groups, func(a, b suppressedGroup) int {
		return compareFindings(a.Finding, b.Finding)
	})
	return groups
}
