package lint

import (
	"context"
	"slices"

	"github.com/ecrlint/ecrlint/report"
)

// known is a report without what is suppressed, by comments, the baseline and what was before, in
// this order. What an interrupted run has found is not compared with what was before.
func known(ctx context.Context, o Options) (*report.Report, error) {
	m := newMarks()
	r, err := run(ctx, o, m)
	if r == nil {
		return nil, err
	}
	m.apply(r, o)
	if o.Baseline != nil {
		o.Baseline.apply(r, o)
	}
	if o.Before != nil {
		o.rules, o.Progress = m.rules, nil
		if err == nil {
			err = o.Before.apply(ctx, r, o)
		}
		switch {
		case err == nil:
		case ctx.Err() == nil:
			return nil, err
		default:
			r.Diagnostics, err = append(r.Diagnostics, o.Before.notCompared()), context.Cause(ctx)
		}
	}
	markPulls(r)
	return r, err
}

// take takes findings out of a report.
func take(r *report.Report, kind report.SuppressionKind, known func(*report.Finding) bool) {
	left := r.Findings[:0:0]
	for i := range r.Findings {
		f := &r.Findings[i]
		if !known(f) {
			left = append(left, *f)
			continue
		}
		r.Suppressed = append(r.Suppressed, report.Suppressed{
			Finding: *f, Suppression: report.Suppression{Kind: kind},
		})
	}
	r.Findings = left
}

// markPulls marks the pulls that fail for nothing but suppressed findings.
func markPulls(r *report.Report) {
	if len(r.Suppressed) == 0 {
		return
	}
	reported, taken := map[string]bool{}, map[string]bool{}
	for i := range r.Findings {
		if r.Findings[i].Severity == report.Error {
			reported[r.Findings[i].Fingerprint] = true
		}
	}
	for i := range r.Suppressed {
		taken[r.Suppressed[i].Fingerprint] = true
	}
	for i := range r.Pulls {
		p := &r.Pulls[i]
		has := func(prints map[string]bool) bool {
			return slices.ContainsFunc(p.Findings, func(print string) bool { return prints[print] })
		}
		if p.Verdict == report.Fails && has(taken) && !has(reported) {
			p.Suppressed = true
		}
	}
}

// graver reports whether a severity is worse than another one.
func graver(a, b report.Severity) bool {
	ladder := []report.Severity{report.Error, report.Warning, report.Info}
	return slices.Index(ladder, a) < slices.Index(ladder, b)
}
