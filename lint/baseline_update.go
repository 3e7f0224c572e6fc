package lint

import (
	"context"
	"slices"

	"github.com/ecrlint/ecrlint/report"
)

// BaselineUpdate says how a baseline is brought up to date.
type BaselineUpdate struct {
	// Prune only drops what no longer occurs.
	Prune bool
	// Unknown accepts pulls whose verdict is not known, too.
	Unknown bool
}

// BaselineChange says what became of a baseline.
type BaselineChange struct {
	// Total is how many findings it holds, Added and Gone how many came and went; Unknown is how many
	// pulls it holds.
	Total, Added, Gone, Unknown int
	// Diagnostics are the complaints about the input. Where one is an error, nothing was dropped.
	Diagnostics []report.Diagnostic
}

// Update brings a baseline up to date with what the configuration has now. What the run does not
// look at, other roots and rules, stays as it is; as does all of it where part of the input cannot
// be read. The baseline is not written.
func (b *Baseline) Update(
	ctx context.Context, o Options, how BaselineUpdate,
) (*BaselineChange, error) {
	o.Baseline, o.Before = nil, nil
	r, err := known(ctx, o)
	if err != nil {
		return nil, err
	}
	before := b.Findings
	b.Findings = nil
	now := map[string]bool{}
	for i := range r.Findings {
		entry := b.entry(&r.Findings[i], o.Input)
		now[entry.Fingerprint] = true
		if !how.Prune {
			b.Findings = append(b.Findings, entry)
		}
	}
	change := &BaselineChange{Diagnostics: sorted(r.Diagnostics), Added: len(b.Findings)}
	for i := range before {
		e := &before[i]
		switch {
		case !how.Prune && now[e.Fingerprint]:
			change.Added--
		case now[e.Fingerprint] || !b.seen(e, r, o):
			b.Findings = append(b.Findings, *e)
		default:
			change.Gone++
		}
	}
	b.pulls(r, o, how)
	change.Total, change.Unknown = len(b.Findings), len(b.Unknown)
	return change, nil
}

// entry is the entry for a finding.
func (b *Baseline) entry(f *report.Finding, in Input) AcceptedFinding {
	return AcceptedFinding{
		Fingerprint: b.fingerprint(f, in), Rule: f.Rule, Severity: f.Severity,
		Root: b.root(in.Dir, f.Root), Environments: slices.Sorted(slices.Values(f.Environments)),
		Resource: f.Resource, Message: f.Message,
	}
}

// pulls brings the pulls up to date.
func (b *Baseline) pulls(r *report.Report, o Options, how BaselineUpdate) {
	if r.Broken() {
		return
	}
	known := b.Unknown
	b.Unknown = nil
	now := map[AcceptedPull]bool{}
	for i := range r.Pulls {
		p := b.pull(&r.Pulls[i], o.Input)
		now[p] = r.Pulls[i].Verdict == report.Unknown
		if how.Unknown && !how.Prune && now[p] {
			b.Unknown = append(b.Unknown, p)
		}
	}
	for _, p := range known {
		unknown, there := now[p]
		seen := there || b.seen(&AcceptedFinding{Root: p.Root}, r, o)
		if unknown && (how.Prune || !how.Unknown) || !seen {
			b.Unknown = append(b.Unknown, p)
		}
	}
}
