package report

// Verdicts counts pulls by verdict.
type Verdicts struct {
	Fails   int `json:"fails"`
	Unknown int `json:"unknown"`
	Pulls   int `json:"pulls"`
}

// Summary counts what a report holds.
type Summary struct {
	Roots     int      `json:"roots"`
	Workloads int      `json:"workloads"`
	Pulls     int      `json:"pulls"`
	Verdicts  Verdicts `json:"verdicts"`
	Errors    int      `json:"errors"`
	Warnings  int      `json:"warnings"`
	Infos     int      `json:"infos"`
	// Suppressed counts findings that are none of the above.
	Suppressed int `json:"suppressed"`
}

// Summary counts the roots, workloads, pulls with their verdicts, and findings by severity.
func (r *Report) Summary() Summary {
	s := Summary{Roots: len(r.Roots), Pulls: len(r.Pulls), Suppressed: len(r.Suppressed)}
	workloads := map[PullRef]bool{}
	for i := range r.Pulls {
		pull := &r.Pulls[i]
		workloads[PullRef{
			Root: pull.Root, Environment: pull.Environment, Workload: pull.Workload, Part: pull.Part,
		}] = true
		switch pull.Verdict {
		case Fails:
			s.Verdicts.Fails++
		case Pulls:
			s.Verdicts.Pulls++
		default:
			s.Verdicts.Unknown++
		}
	}
	s.Workloads = len(workloads)
	for i := range r.Findings {
		switch r.Findings[i].Severity {
		case Error:
			s.Errors++
		case Warning:
			s.Warnings++
		default:
			s.Infos++
		}
	}
	return s
}

// Broken reports whether some diagnostic says that part of the input could not be judged.
func (r *Report) Broken() bool {
	for i := range r.Diagnostics {
		if r.Diagnostics[i].Severity == Error {
			return true
		}
	}
	return false
}
