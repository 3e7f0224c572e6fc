package report

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
