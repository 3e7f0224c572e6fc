// Package report holds what ecrlint found and prints it: one value, one file per format. It is a
// leaf: it knows neither rules nor languages.
package report

// Severity is the severity of a finding or a diagnostic.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// Verdict is what is said of a pull.
type Verdict string

// The verdicts, worst first.
const (
	Fails   Verdict = "fails"
	Unknown Verdict = "unknown"
	Pulls   Verdict = "pulls"
)

// Report is everything that a run found. Slices are sorted.
type Report struct {
	Roots       []string // the folders or templates that were judged
	Pulls       []Pull
	Findings    []Finding
	Diagnostics []Diagnostic
	// Suppressed are findings that are known and wanted out of the way. The pulls that they break
	// still fail and name them.
	Suppressed []Suppressed
	// Environments are the roots that were read with the values of environments.
	Environments []RootEnvironment
	// NotJudged names compute that is not judged and modules that could not be seen.
	NotJudged []NotJudged
	// Modelled names the modules that were judged by a model, their source not being at hand.
	Modelled []Modelled
	// Part says that only roots were judged that changed files are a part of.
	Part    bool
	Rules   []Rule
	Version string
	// Sources returns the text of a file (as Location.File names it), or nil.
	Sources func(file string) []byte
}

// Location is a place in a file. Lines and columns count from 1; columns count characters; zero
// EndLine means that the end is not known.
type Location struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line,omitempty"`
	EndColumn int    `json:"end_column,omitempty"`
}

// RootEnvironment is a root with an environment that it was read with.
type RootEnvironment struct {
	Root string `json:"root"`
	Name string `json:"environment"`
}

// RootName names a root in text: infra (prod).
func RootName(root, environment string) string {
	if environment == "" {
		return root
	}
	return root + " (" + environment + ")"
}

// PullRef names a pull.
type PullRef struct {
	Root        string `json:"root"`
	Environment string `json:"environment,omitempty"` // as in Pull
	Workload    string `json:"workload"`
	Part        string `json:"part,omitempty"` // as in Pull
	Container   string `json:"container"`
}

// Pull is one pull with its verdict.
type Pull struct {
	Root string `json:"root"`
	// Environment is the set of values that the root was read with; empty where it was read without.
	Environment string `json:"environment,omitempty"`
	Workload    string `json:"workload"`
	// Part tells the workloads of one resource apart: "state Extract", "target nightly".
	Part      string `json:"part,omitempty"`
	Container string `json:"container"`
	Image     string `json:"image"`
	Registry  string `json:"registry"`
	Launch    string `json:"launch"`
	// ComputeEnvironment is the address of a job's compute environment; empty where there is none.
	ComputeEnvironment string    `json:"compute_environment,omitempty"`
	Verdict            Verdict   `json:"verdict"`
	Findings           []string  `json:"findings"` // fingerprints
	Unknowns           []Missing `json:"unknowns"`
	Assumptions        []string  `json:"assumptions,omitempty"`
	Location           Location  `json:"location,omitzero"`
	// Construct is the path that the AWS CDK has for the workload; empty for what it did not make.
	Construct string `json:"construct,omitempty"`
	// Suppressed says that all that makes it fail is suppressed, or that its verdict may be unknown.
	Suppressed bool `json:"suppressed,omitempty"`
}

// Missing is a value that is not known and that the verdict depends on.
type Missing struct {
	What     string   `json:"what"`
	Why      string   `json:"why"`
	Hint     string   `json:"hint"`
	Location Location `json:"location,omitzero"`
}

// Hop is one gate of a finding's path.
type Hop struct {
	Gate     string   `json:"gate"`
	At       string   `json:"at"` // resource address
	State    string   `json:"state"`
	Leg      string   `json:"leg,omitempty"`
	Location Location `json:"location,omitzero"`
}

// Edit is a change that an editor could apply: text to put at a place.
type Edit struct {
	Location Location `json:"location,omitzero"`
	NewText  string   `json:"new_text"`
}

// Fix is the tightest change that makes the pull work.
type Fix struct {
	Summary string `json:"summary"`
	// Snippet is configuration in the dialect of the file, ready to paste.
	Snippet string `json:"snippet,omitempty"`
	Edits   []Edit `json:"edits"`
}

// RelatedPlace is another place that has to do with a finding.
type RelatedPlace struct {
	Location Location `json:"location,omitzero"`
	Message  string   `json:"message"`
}

// Finding is one fault.
type Finding struct {
	Fingerprint string `json:"fingerprint"`
	Root        string `json:"root"`
	// Environments are those of the root's that have the fault, sorted; empty where it has none.
	Environments []string       `json:"environments,omitempty"`
	Rule         string         `json:"rule"`
	Severity     Severity       `json:"severity"`
	Message      string         `json:"message"`
	Resource     string         `json:"resource"`
	Attribute    string         `json:"attribute"`
	Location     Location       `json:"location,omitzero"`
	Path         []Hop          `json:"path"`
	Predicts     string         `json:"predicts"`
	Fix          Fix            `json:"fix"`
	Docs         string         `json:"docs"`
	Pulls        []PullRef      `json:"pulls"`
	Related      []RelatedPlace `json:"related,omitempty"`
	Callers      []Location     `json:"callers,omitempty"` // what calls, innermost first
	MaskedBy     []string       `json:"masked_by,omitempty"`
	// Part tells what a rule says of one place apart: another service, table or action.
	Part string `json:"-"`
	// Construct is the path that the AWS CDK has for the resource; empty for what it did not make.
	Construct string `json:"construct,omitempty"`
}

// Diagnostic is a complaint about the input.
type Diagnostic struct {
	Severity Severity  `json:"severity"`
	Summary  string    `json:"summary"`
	Detail   string    `json:"detail,omitempty"`
	Location *Location `json:"location,omitempty"`
}

// NotJudged is something that was seen and not judged.
type NotJudged struct {
	Root     string   `json:"root"`
	Resource string   `json:"resource"`
	What     string   `json:"what"`
	Why      string   `json:"why"`
	Location Location `json:"location,omitzero"`
}

// Modelled is a module call whose resources come from a model of the module that ecrlint has.
type Modelled struct {
	Root     string   `json:"root"`
	Module   string   `json:"module"` // address of the call
	Model    string   `json:"model"`  // which model, and for which versions of the module it holds
	Location Location `json:"location,omitzero"`
}

// Rule describes a rule.
type Rule struct {
	ID          string   `json:"id"` // family/name
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Severity    Severity `json:"severity"`
	Predicts    string   `json:"predicts"`
	Fix         string   `json:"fix"`
	Links       []Link   `json:"links"`
	Docs        string   `json:"docs"`
	BuiltIn     bool     `json:"built_in"`
}

// Link is a source of a rule.
type Link struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}
