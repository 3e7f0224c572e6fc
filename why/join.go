package why

import (
	"slices"

	"github.com/ecrlint/ecrlint/report"
)

// Join completes a path by what the report says of the pull: its verdict, and which findings are
// about which gates. It reports whether the report holds the pull.
func Join(path *report.Path, r *report.Report) bool {
	at := slices.IndexFunc(r.Pulls, func(p report.Pull) bool { return same(&p, &path.Pull) })
	if at < 0 {
		return false
	}
	path.Pull = r.Pulls[at]
	var about []*report.Finding
	for i := range r.Findings {
		if slices.Contains(path.Pull.Findings, r.Findings[i].Fingerprint) {
			about = append(about, &r.Findings[i])
		}
	}
	each(path, func(step *report.Step) {
		step.Findings = closest(about, step)
	})
	return true
}

// same reports whether two pulls have the same names.
func same(a, b *report.Pull) bool {
	return a.Root == b.Root && a.Environment == b.Environment &&
		a.Workload == b.Workload && a.Part == b.Part &&
		a.Container == b.Container && a.Launch == b.Launch && a.Image == b.Image &&
		a.ComputeEnvironment == b.ComputeEnvironment
}

// How certainly a finding is about a gate.
const (
	aboutLeg  = 1 // the gate is closed for another leg, too
	aboutGate = 2 // the gate is closed on its path
	aboutThis = 3 // and the finding is located there
)

// closest returns the findings that are about a closed gate.
func closest(about []*report.Finding, step *report.Step) []string {
	var list []string
	best := 0
	for _, f := range about {
		near := closeness(f, step)
		if near == 0 || near < best {
			continue
		}
		if near > best {
			best, list = near, nil
		}
		list = append(list, f.Fingerprint)
	}
	return list
}

// closeness says how certainly a finding is about a closed gate; 0: it is not.
func closeness(f *report.Finding, step *report.Step) int {
	if step.State != "closed" || f.Severity != report.Error {
		return 0
	}
	best := 0
	for _, hop := range f.Path {
		if hop.Gate != step.Gate || hop.At != step.At || hop.State != step.State {
			continue
		}
		near := aboutLeg
		switch {
		case f.Location == step.Location || f.Resource == step.At:
			near = aboutThis
		case hop.Leg == step.Leg:
			near = aboutGate
		}
		best = max(best, near)
	}
	return best
}

// each visits every step of a path.
func each(path *report.Path, visit func(*report.Step)) {
	all := func(steps []report.Step) {
		for i := range steps {
			visit(&steps[i])
		}
	}
	all(path.Gates)
	for i := range path.Placements {
		all(path.Placements[i].Gates)
		for _, leg := range path.Placements[i].Legs {
			for _, exit := range leg.Exits {
				all(exit.Gates)
			}
		}
	}
}
