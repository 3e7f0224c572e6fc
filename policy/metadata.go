package policy

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/ecrlint/ecrlint/report"
)

// describe reads the METADATA of every rule.
func (e *Engine) describe(modules []module) error {
	e.index = make(map[string]report.Rule, len(modules))
	origin := make(map[string]string, len(modules))
	var errs []error
	for _, m := range modules {
		if m.id == "" {
			continue
		}
		if first, taken := origin[m.id]; taken {
			errs = append(errs, fmt.Errorf("%s: rule %s exists already (%s)", m.file, m.id, first))
			continue
		}
		origin[m.id] = m.file
		rule, err := describe(m)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		e.index[m.id] = rule
		e.rules = append(e.rules, rule)
	}
	slices.SortFunc(e.rules, func(a, b report.Rule) int { return cmp.Compare(a.ID, b.ID) })
	return errors.Join(errs...)
}

// describe makes a rule of the annotations of its package.
func describe(m module) (report.Rule, error) {
	rule := report.Rule{ID: m.id, Title: m.id, Severity: report.Error, BuiltIn: m.builtIn}
	if m.builtIn {
		return describeBuiltIn(rule, m.header), nil
	}
	note := packageNote(m.ast)
	if note == nil {
		return rule, nil
	}
	return annotated(rule, m.file, note)
}

// describeBuiltIn fills a built-in rule from its header.
func describeBuiltIn(rule report.Rule, h header) report.Rule {
	rule.Docs = "docs/rules/" + rule.ID + ".md"
	rule.Title = h.texts["title"]
	rule.Description = h.texts["description"]
	rule.Severity = report.Severity(h.texts["severity"])
	rule.Predicts = h.texts["predicts"]
	rule.Fix = h.texts["fix"]
	rule.Links = h.links
	return rule
}

// annotated fills a rule from OPA's annotations.
func annotated(rule report.Rule, file string, note *ast.Annotations) (report.Rule, error) {
	rule.Title = cmp.Or(note.Title, rule.ID)
	rule.Description = strings.TrimSpace(note.Description)
	rule.Predicts = custom(note, "predicts")
	rule.Fix = custom(note, "fix")
	for _, related := range note.RelatedResources {
		rule.Links = append(rule.Links, report.Link{
			Title: cmp.Or(related.Description, related.Ref.String()), URL: related.Ref.String(),
		})
	}
	if text := custom(note, "severity"); text != "" {
		rule.Severity = report.Severity(text)
	}
	if !validSeverity(rule.Severity) {
		return rule, fmt.Errorf("%s:%d: severity %q is none of error, warning, info",
			file, note.Location.Row, rule.Severity)
	}
	return rule, nil
}

// packageNote returns the annotations of the package.
func packageNote(m *ast.Module) *ast.Annotations {
	for _, note := range m.Annotations {
		if note.Scope == "package" || note.Scope == "subpackages" {
			return note
		}
	}
	return nil
}

// custom returns a text of the annotations' custom part.
func custom(note *ast.Annotations, name string) string {
	text, _ := note.Custom[name].(string)
	return strings.TrimSpace(text)
}

// validSeverity reports whether the severity is one of ours.
func validSeverity(s report.Severity) bool {
	return s == report.Error || s == report.Warning || s == report.Info
}
