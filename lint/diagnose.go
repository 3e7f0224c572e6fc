package lint

import (
	"context"
	"slices"
	"sync"

	"github.com/ecrlint/ecrlint/diagnose"
	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/report"
)

// Diagnose says what a message of Amazon ECS, AWS Batch or AWS Step Functions means and, where the
// options name a configuration (Input.Paths), what in it explains the message. The error is
// diagnose.ErrUnknownMessage for a text that is none of the messages.
func Diagnose(ctx context.Context, o Options, message string) (*report.Diagnosis, error) {
	meaning, err := diagnose.Read(message)
	if err != nil {
		return nil, err
	}
	d := &report.Diagnosis{Version: o.Version, Meaning: meaning, Calls: -1}
	if len(o.Input.Paths) == 0 {
		rules, err := Rules(ctx, o)
		d.Causes = named(rules, meaning.Rules)
		return d, err
	}
	found := &diagnose.Beside{}
	if d.Report, err = run(ctx, o, nil, looker(&meaning, found)); err != nil {
		return nil, err
	}
	d.Causes = named(d.Report.Rules, meaning.Rules)
	d.Explanations = found.Join(d.Report, diagnose.Explain(&meaning, d.Report))
	if diagnose.Neighbour(meaning.Call) {
		d.Calls = found.Count
	}
	if !decided(d) {
		d.Open = slices.Concat(found.Open, found.Pulls(&meaning, d.Report))
	}
	return d, nil
}

// looker looks at the calls beside the pulls, and at what is not known.
func looker(meaning *report.Meaning, found *diagnose.Beside) look {
	var mu sync.Mutex
	return func(root *parser.Root, g *graph.Graph) {
		mu.Lock()
		defer mu.Unlock()
		found.Look(meaning, root.Path, g)
	}
}

// decided reports whether an error explains the message; what is less may not be it.
func decided(d *report.Diagnosis) bool {
	return slices.ContainsFunc(d.Explanations, func(one report.Explanation) bool {
		return slices.ContainsFunc(d.Report.Findings, func(f report.Finding) bool {
			return f.Fingerprint == one.Finding && f.Severity == report.Error
		})
	})
}

// named returns the rules with the ids, in their order.
func named(rules []report.Rule, ids []string) []report.Rule {
	list := make([]report.Rule, 0, len(ids))
	for _, id := range ids {
		at := slices.IndexFunc(rules, func(rule report.Rule) bool { return rule.ID == id })
		if at >= 0 {
			list = append(list, rules[at])
		}
	}
	return list
}

// DiagnosisStatus is the exit status that a diagnosis deserves: as for a report, a finding that
// explains the message fails, and input that could not be read beats it.
func DiagnosisStatus(d *report.Diagnosis) int {
	switch {
	case d.Report != nil && d.Report.Broken():
		return StatusBroken
	case len(d.Explanations) > 0:
		return StatusFailed
	default:
		return StatusClean
	}
}
