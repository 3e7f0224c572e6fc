package lint

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/policy"
	"github.com/ecrlint/ecrlint/report"
)

// diagnostics converts complaints of the parser and the graph.
func diagnostics(diags hcl.Diagnostics) []report.Diagnostic {
	list := make([]report.Diagnostic, 0, len(diags))
	for _, diag := range diags {
		d := report.Diagnostic{
			Severity: report.Warning,
			Summary:  diag.Summary,
			Detail:   diag.Detail,
			Location: location(diag.Subject),
		}
		if diag.Severity == hcl.DiagError {
			d.Severity = report.Error
		}
		list = append(list, d)
	}
	return list
}

// faultyRules are the errors in rules of the user's own.
func faultyRules(list []policy.Fault) []report.Diagnostic {
	var out []report.Diagnostic
	for _, fault := range list {
		d := report.Diagnostic{Severity: report.Error, Summary: "Faulty rule", Detail: fault.What}
		if fault.Rule != "" {
			d.Detail = "The rule " + fault.Rule + " is left out: " + fault.What + "."
		}
		out = append(out, d)
	}
	return out
}

// location converts a range; nil where there is none.
func location(at *hcl.Range) *report.Location {
	if at == nil || at.Filename == "" {
		return nil
	}
	return &report.Location{
		File: at.Filename, Line: at.Start.Line, Column: at.Start.Column,
		EndLine: at.End.Line, EndColumn: at.End.Column,
	}
}
