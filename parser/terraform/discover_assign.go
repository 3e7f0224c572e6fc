package terraform

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser"
)

// checkVars warns of values for variables that no root module declares: most likely a slip.
func (r *reader) checkVars() {
	declared := map[string]bool{}
	for _, root := range r.tree.roots {
		m := r.tree.applied(root)
		if m == nil || len(m.Lost) > 0 {
			return // what cannot be read may declare anything
		}
		for name := range m.Variables {
			declared[name] = true
		}
	}
	said := map[string]bool{}
	for _, assignment := range r.opts.Vars {
		if declared[assignment.Name] || len(r.tree.roots) == 0 || said[assignment.Name] {
			continue
		}
		said[assignment.Name] = true
		detail := fmt.Sprintf("--var gives a value to %q, which no root module declares", assignment.Name)
		names := slices.Sorted(maps.Keys(declared))
		if nearest := parser.Nearest(assignment.Name, names); nearest != "" {
			detail += fmt.Sprintf("; did you mean %q?", nearest)
		} else {
			detail += "."
		}
		r.diags = append(r.diags, &hcl.Diagnostic{
			Severity: hcl.DiagWarning, Summary: "Unknown variable", Detail: detail,
		})
	}
}
