package lint

import (
	"strings"

	"github.com/ecrlint/ecrlint/policy"
	"github.com/ecrlint/ecrlint/report"
)

// Severities are the severities that the user gives to rules (family/name) and families.
type Severities map[string]report.Severity

// Off is the severity of a rule that is not reported.
const Off report.Severity = "off"

// off returns the rules and families that are not reported, sorted.
func (s Severities) off() []string {
	var list []string
	for _, name := range sortedKeys(s) {
		if s[name] == Off {
			list = append(list, name)
		}
	}
	return list
}

// checkSeverities reports a name that is that of no rule or family, selected or not.
func (o Options) checkSeverities(engine *policy.Engine) error {
	for _, name := range sortedKeys(o.Severities) {
		if exists(engine.Rules(), name) {
			continue
		}
		all, err := policy.Compile(policy.Options{Dirs: o.RuleDirs})
		if err != nil {
			return err
		}
		if !exists(all.Rules(), name) {
			return unknownRule(all.Rules(), name)
		}
	}
	return nil
}

// of returns the severity of a rule: its own, that of its family, or else the one that it has.
func (s Severities) of(rule string, has report.Severity) report.Severity {
	family, _, _ := strings.Cut(rule, "/")
	for _, name := range []string{rule, family} {
		if severity, given := s[name]; given && severity != Off {
			return severity
		}
	}
	return has
}

// apply gives findings and rules their severities. A finding that another one masks keeps its own:
// it is no fault yet.
func (s Severities) apply(r *report.Report) {
	if len(s) == 0 {
		return
	}
	for i := range r.Findings {
		if f := &r.Findings[i]; len(f.MaskedBy) == 0 {
			f.Severity = s.of(f.Rule, f.Severity)
		}
	}
	for i := range r.Rules {
		r.Rules[i].Severity = s.of(r.Rules[i].ID, r.Rules[i].Severity)
	}
}
