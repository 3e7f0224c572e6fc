package lint

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/report"
)

// BaselineName is the name of a baseline that is given no other.
const BaselineName = ".ecrlint-baseline.json"

// baselineVersion is the version of the form of baselines.
const baselineVersion = 1

// Baseline holds findings that are accepted for now. Roots in it are relative to its folder, so
// that it says the same wherever ecrlint is started.
type Baseline struct {
	// Path is where it lies.
	Path string `json:"-"`

	Version  int               `json:"version"`
	Findings []AcceptedFinding `json:"findings"`
	// Unknown are pulls whose verdict is not known and that --fail-on unknown lets pass.
	Unknown []AcceptedPull `json:"unknown,omitempty"`
}

// AcceptedFinding is a finding of a baseline. The fingerprint identifies it, and is that of the
// report where ecrlint is started in the folder of the baseline; the rest is for people.
type AcceptedFinding struct {
	Fingerprint string `json:"fingerprint"`
	Rule        string `json:"rule"`
	// Severity is what is accepted: a finding that has become worse is reported.
	Severity     report.Severity `json:"severity"`
	Root         string          `json:"root"`
	Environments []string        `json:"environments,omitempty"`
	Resource     string          `json:"resource"`
	Message      string          `json:"message"`
}

// AcceptedPull is a pull of a baseline.
type AcceptedPull struct {
	Root        string `json:"root"`
	Environment string `json:"environment,omitempty"`
	Workload    string `json:"workload"`
	Part        string `json:"part,omitempty"`
	Container   string `json:"container"`
}

// ReadBaseline reads a baseline.
func ReadBaseline(path string) (*Baseline, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	b := &Baseline{Path: path}
	decoder := json.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(b); err != nil {
		return nil, fmt.Errorf("%s is no baseline: %w", path, err)
	}
	if decoder.More() {
		return nil, fmt.Errorf("%s is no baseline: there is something after the end of the object", path)
	}
	if b.Version != baselineVersion {
		return nil, fmt.Errorf("%s is no baseline of this version of ecrlint: its version is %d, not %d",
			path, b.Version, baselineVersion)
	}
	return b, nil
}

// Write writes the baseline, all of it or nothing.
func (b *Baseline) Write() error {
	b.Version = baselineVersion
	b.sort()
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(b); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(b.Path), filepath.Base(b.Path)+".*")
	if err != nil {
		return err
	}
	_, err = file.Write(text.Bytes())
	err = cmp.Or(err, file.Chmod(0o644), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), b.Path)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}

// sort puts it into an order that changes little when findings come and go.
func (b *Baseline) sort() {
	if b.Findings == nil {
		b.Findings = []AcceptedFinding{}
	}
	slices.SortFunc(b.Findings, func(x, y AcceptedFinding) int {
		return cmp.Or(cmp.Compare(x.Root, y.Root), cmp.Compare(x.Rule, y.Rule),
			cmp.Compare(x.Resource, y.Resource), slices.Compare(x.Environments, y.Environments),
			cmp.Compare(x.Message, y.Message), cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
	slices.SortFunc(b.Unknown, func(x, y AcceptedPull) int {
		return cmp.Or(cmp.Compare(x.Root, y.Root), cmp.Compare(x.Environment, y.Environment),
			cmp.Compare(x.Workload, y.Workload), cmp.Compare(x.Part, y.Part),
			cmp.Compare(x.Container, y.Container))
	})
	b.Unknown = slices.Compact(b.Unknown)
}

// root is the path of a root as the baseline has it.
func (b *Baseline) root(dir, root string) string {
	if root == stdin {
		return root
	}
	return relative(filepath.FromSlash(b.folder(dir)), filepath.FromSlash(absolute(dir, root)))
}

// folder is the folder of the baseline, in full.
func (b *Baseline) folder(dir string) string { return absolute(dir, filepath.Dir(b.Path)) }

// accepts returns the entry for a finding; was says which root of the baseline one has been.
func (b *Baseline) accepts(
	f *report.Finding, in Input, was map[string]string,
) *AcceptedFinding {
	root, renamed := was[f.Root]
	if !renamed {
		root = b.root(in.Dir, f.Root)
	}
	return b.at(f, root)
}

// at returns the entry for a finding whose root the baseline has under a path.
func (b *Baseline) at(f *report.Finding, root string) *AcceptedFinding {
	print, all := fingerprintIn(f, root), wider(f, root)
	for i := range b.Findings {
		e := &b.Findings[i]
		same := e.Fingerprint == print ||
			e.Fingerprint == all && among(f.Environments, e.Environments)
		if same && !graver(f.Severity, e.Severity) {
			return e
		}
	}
	return nil
}

// fingerprint is that of a finding in the baseline.
func (b *Baseline) fingerprint(f *report.Finding, in Input) string {
	return fingerprintIn(f, b.root(in.Dir, f.Root))
}

// moved are the roots of the baseline that are not there any more, sorted: what they held may
// be in one of another name.
func (b *Baseline) moved(in Input) []string {
	var list []string
	for i := range b.Findings {
		root := b.Findings[i].Root
		if root == stdin || slices.Contains(list, root) {
			continue
		}
		path := filepath.Join(filepath.FromSlash(b.folder(in.Dir)), filepath.FromSlash(root))
		if _, err := os.Stat(path); os.IsNotExist(err) {
			list = append(list, root)
		}
	}
	slices.Sort(list)
	return list
}

// apply takes what the baseline accepts out of a report, and names the entries that no longer
// occur.
func (b *Baseline) apply(r *report.Report, o Options) {
	met := map[string]bool{}
	isNew := func(root string) bool {
		root = b.root(o.Input.Dir, root)
		return !slices.ContainsFunc(b.Findings, func(e AcceptedFinding) bool { return e.Root == root })
	}
	was := heirs(r, isNew, b.moved(o.Input), func(f *report.Finding, root string) bool {
		return b.at(f, root) != nil
	})
	take(r, report.Baseline, func(f *report.Finding) bool {
		entry := b.accepts(f, o.Input, was)
		if entry != nil {
			met[entry.Fingerprint] = true
		}
		return entry != nil
	})
	for i := range r.Pulls {
		p := &r.Pulls[i]
		if p.Verdict == report.Unknown && slices.Contains(b.Unknown, b.pull(p, o.Input)) {
			p.Suppressed = true
		}
	}
	for i := range r.Suppressed {
		if entry := b.accepts(&r.Suppressed[i].Finding, o.Input, was); entry != nil {
			met[entry.Fingerprint] = true
		}
	}
	b.remark(r, o, met)
}

// pull is a pull as the baseline has it.
func (b *Baseline) pull(p *report.Pull, in Input) AcceptedPull {
	return AcceptedPull{
		Root: b.root(in.Dir, p.Root), Environment: p.Environment, Workload: p.Workload,
		Part: p.Part, Container: p.Container,
	}
}

// shownEntries is how many entries are named that no longer occur.
const shownEntries = 5

// remark names the entries that no longer occur.
func (b *Baseline) remark(r *report.Report, o Options, met map[string]bool) {
	var gone []string
	for i := range b.Findings {
		e := &b.Findings[i]
		if !met[e.Fingerprint] && b.seen(e, r, o) {
			gone = append(gone, fmt.Sprintf("%s %s in %s", e.Rule, e.Resource, e.Root))
		}
	}
	if len(gone) == 0 {
		return
	}
	words := strings.Join(gone[:min(len(gone), shownEntries)], "\n")
	if more := len(gone) - shownEntries; more > 0 {
		words += fmt.Sprintf("\nand %d more", more)
	}
	r.Diagnostics = append(r.Diagnostics, report.Diagnostic{
		Severity: report.Info, Summary: "Entries of the baseline no longer occur",
		Detail: words + "\necrlint baseline --prune drops them.",
		Location: &report.Location{
			File: relative(o.Input.Dir, filepath.FromSlash(absolute(o.Input.Dir, b.Path))),
			Line: 1, Column: 1,
		},
	})
}

// seen reports whether a finding would be in the report if it still occurred.
func (b *Baseline) seen(e *AcceptedFinding, r *report.Report, o Options) bool {
	if r.Broken() || len(o.Input.Only) > 0 || !o.selects(r.Rules, e.Rule) {
		return false
	}
	for _, root := range r.Roots {
		if b.root(o.Input.Dir, root) == e.Root {
			return true
		}
	}
	path := absolute(b.folder(o.Input.Dir), e.Root)
	return o.Input.Changed == nil && slices.ContainsFunc(o.Input.Paths, func(p string) bool {
		p = absolute(o.Input.Dir, p)
		return p == path || strings.HasPrefix(path, strings.TrimSuffix(p, "/")+"/")
	})
}
