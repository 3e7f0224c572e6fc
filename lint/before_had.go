package lint

import (
	"os"
	"slices"

	"github.com/ecrlint/ecrlint/report"
)

// had is what there was before.
type had struct {
	roots []string
	// findings are the gravest with a fingerprint.
	findings map[string]*report.Finding
	// stopped are the fingerprints of the findings that pulls failed for.
	stopped map[stop]bool
	// open are the pulls that were not known to work.
	open map[report.PullRef]bool
	// moved are the roots that are not there any more, and was those of them that roots of other
	// names have been.
	moved []string
	was   map[string]string

	failing map[report.PullRef]bool // the pulls that fail now
}

// stop is a pull that fails for a finding.
type stop struct {
	pull        report.PullRef
	fingerprint string
}

func newHad(old *report.Report) *had {
	h := &had{
		roots: old.Roots, findings: map[string]*report.Finding{}, stopped: map[stop]bool{},
		open: map[report.PullRef]bool{},
	}
	for i := range old.Findings {
		f := &old.Findings[i]
		if was := h.findings[f.Fingerprint]; was == nil || graver(f.Severity, was.Severity) {
			h.findings[f.Fingerprint] = f
		}
	}
	for i := range old.Pulls {
		p := &old.Pulls[i]
		if p.Verdict != report.Pulls {
			h.open[refOf(p)] = true
		}
		if p.Verdict != report.Fails {
			continue
		}
		for _, print := range p.Findings {
			h.stopped[stop{refOf(p), print}] = true
		}
	}
	return h
}

// failing are the pulls of a report that fail.
func failing(r *report.Report) map[report.PullRef]bool {
	refs := map[report.PullRef]bool{}
	for i := range r.Pulls {
		if p := &r.Pulls[i]; p.Verdict == report.Fails {
			refs[refOf(p)] = true
		}
	}
	return refs
}

// left notes the roots that are not in a report any more. Where only some roots were judged, one
// that is still there has not moved.
func (h *had) left(r *report.Report, in Input) {
	for _, root := range h.roots {
		if slices.Contains(r.Roots, root) || slices.Contains(h.moved, root) {
			continue
		}
		if _, err := os.Stat(in.abs(root)); in.Changed == nil || os.IsNotExist(err) {
			h.moved = append(h.moved, root)
		}
	}
	isNew := func(root string) bool { return !slices.Contains(h.roots, root) }
	h.was = heirs(r, isNew, h.moved, h.at)
}

// finding reports whether there was a finding that was as grave, and that stopped every pull that
// it stops now.
func (h *had) finding(f *report.Finding) bool {
	if h.at(f, f.Root) {
		return true
	}
	before, renamed := h.was[f.Root]
	return renamed && h.at(f, before)
}

// at is finding for what had the root under a path. What only some environments have left was there
// when all of them had it.
func (h *had) at(f *report.Finding, root string) bool {
	print := fingerprintIn(f, root)
	was := h.findings[print]
	if all := wider(f, root); was == nil && all != "" {
		if was, print = h.findings[all], all; was != nil && !among(f.Environments, was.Environments) {
			return false
		}
	}
	if was == nil || graver(f.Severity, was.Severity) {
		return false
	}
	return f.Severity != report.Error || !slices.ContainsFunc(f.Pulls, func(p report.PullRef) bool {
		before := p
		before.Root = root
		return h.failing[p] && !h.stopped[stop{before, print}]
	})
}

func refOf(p *report.Pull) report.PullRef {
	return report.PullRef{
		Root: p.Root, Environment: p.Environment, Workload: p.Workload, Part: p.Part,
		Container: p.Container,
	}
}
