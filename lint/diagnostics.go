package lint

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/policy"
	"github.com/ecrlint/ecrlint/pull"
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

// tooManyPulls is the error of a root with more pulls than are judged.
func tooManyPulls(root string, count int) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: "Limit reached",
		Detail: fmt.Sprintf("The root %s holds %d pulls; the first %d are judged.",
			root, count, pull.MaxPulls),
	}
}

// emptyTasks warns of task definitions that certainly have no containers, each once: a container
// list that is null or empty is most likely a slip.
func emptyTasks(g *graph.Graph) hcl.Diagnostics {
	var diags hcl.Diagnostics
	seen := map[*graph.TaskDefinition]bool{}
	for _, w := range g.Workloads {
		task := w.Task.To
		if task == nil || seen[task] {
			continue
		}
		seen[task] = true
		list := task.Containers
		if len(list.Items) > 0 || list.Open != nil || task.Resource == nil {
			continue
		}
		at := task.Resource.At(list.Site.Path)
		diags = append(diags, &hcl.Diagnostic{
			Severity: hcl.DiagWarning, Summary: "No containers",
			Detail: fmt.Sprintf("%s has no containers: it pulls nothing, and ECS refuses it.",
				task.ID),
			Subject: &at,
		})
	}
	return diags
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
