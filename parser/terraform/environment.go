package terraform

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser"
)

// Environment is a set of values that some roots are read with.
type Environment struct {
	// Name is empty for values that its roots have in every environment, and without one; those of
	// an environment with a name are stronger.
	Name string
	// Has reports whether a root, by its path in reports, is read with these values.
	Has func(root string) bool
	// VarFiles are stronger than the files in the root's folder; Vars are stronger than those, and
	// weaker than what the command line gives.
	VarFiles []string
	Vars     hcl.Attributes
	// File is where Vars are written.
	File VarFile
	// Workspace is the selected workspace; empty: as without the environment.
	Workspace string
}

// reading is what an environment gives the roots that it has.
type reading struct {
	name, workspace string
	has             func(root string) bool
	files           []VarFile
}

// rootReading is a root with the options that it is read with.
type rootReading struct {
	root string
	opts Options
}

// readings returns each root once for each environment that has it; once where none has.
func (t *Tree) readings(opts Options, names []string) ([]rootReading, hcl.Diagnostics) {
	var list []rootReading
	var diags hcl.Diagnostics
	for _, one := range opts.Environments {
		roots := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
			return !one.Has(name)
		})
		if len(roots) > 0 {
			given, more := t.given(one)
			opts.readings = append(opts.readings, given)
			diags = append(append(diags, more...), t.undeclared(one, roots)...)
		}
	}
	for _, name := range names {
		for _, with := range readingsOf(opts, name) {
			list = append(list, rootReading{name, with})
		}
	}
	return list, diags
}

// readingsOf returns the options that a root is read with: those of each environment that has it,
// or those without one.
func readingsOf(opts Options, root string) []Options {
	var list []Options
	for _, one := range opts.Environments {
		if one.Name != "" && one.Has(root) {
			with := opts
			with.environment = one.Name
			list = append(list, with)
		}
	}
	if len(list) == 0 {
		return []Options{opts}
	}
	return list
}

// given reads the values of an environment.
func (t *Tree) given(e Environment) (reading, hcl.Diagnostics) {
	read := reader{opts: Options{VarFiles: e.VarFiles}, tree: t}
	files := read.givenVarFiles()
	for i := range files {
		files[i].Given = false // the command line is stronger
	}
	if len(e.Vars) > 0 {
		file := e.File
		file.Attrs = e.Vars
		files = append(files, file)
	}
	return reading{
		name: e.Name, workspace: e.Workspace, has: e.Has, files: files,
	}, read.diags
}

// undeclared warns of values for variables that no root of an environment declares: most likely a
// slip.
func (t *Tree) undeclared(e Environment, roots []string) hcl.Diagnostics {
	declared := map[string]bool{}
	for _, root := range roots {
		m := t.modules[root]
		if m == nil || len(m.Lost) > 0 {
			return nil // what cannot be read may declare anything
		}
		for name := range m.Variables {
			declared[name] = true
		}
	}
	var diags hcl.Diagnostics
	for _, name := range slices.Sorted(maps.Keys(e.Vars)) {
		if declared[name] {
			continue
		}
		who := fmt.Sprintf("The environment %q", e.Name)
		if e.Name == "" {
			who = "The configuration"
		}
		detail := fmt.Sprintf("%s gives a value to %q, which no root of it declares", who, name)
		if nearest := parser.Nearest(name, slices.Sorted(maps.Keys(declared))); nearest != "" {
			detail += fmt.Sprintf("; did you mean %q?", nearest)
		} else {
			detail += "."
		}
		diags = append(diags, &hcl.Diagnostic{
			Severity: hcl.DiagWarning, Summary: "Unknown variable", Detail: detail,
			Subject: e.Vars[name].NameRange.Ptr(),
		})
	}
	return diags
}

// varFiles returns the files of values of a configuration, weakest first: those in its folder,
// those that it has in every environment, those of its environment, those of the command line.
func (ev *evaluator) varFiles(h *home) []VarFile {
	files := ev.tree.VarFiles(h.dir)
	var own []VarFile
	for _, one := range ev.readingsOf(h) {
		own = append(own, one.files...)
	}
	if len(own) == 0 {
		return files
	}
	given := slices.IndexFunc(files, func(f VarFile) bool { return f.Given })
	if given < 0 {
		given = len(files)
	}
	return slices.Concat(files[:given], own, files[given:])
}

// readingsOf returns the values that a configuration is read with, weakest first: those that it has
// in every environment, and those of its own.
func (ev *evaluator) readingsOf(h *home) []*reading {
	var list []*reading
	for _, name := range slices.Compact([]string{"", h.environment}) {
		for i := range ev.opts.readings {
			if one := &ev.opts.readings[i]; one.name == name && one.has(h.dir) {
				list = append(list, one)
			}
		}
	}
	return list
}

// environmentOf returns the environment in which another root belongs to a configuration, and why
// none does. A root that environments name is deployed in those only: the one of the same name, or,
// where the configuration is in none, its only one.
func (ev *evaluator) environmentOf(dir string, from *home) (name, why string) {
	return ev.environmentIn(dir, from, func(*reading) bool { return true })
}

// environmentIn is environmentOf among the environments that meet a condition.
func (ev *evaluator) environmentIn(
	dir string, from *home, meets func(*reading) bool,
) (name, why string) {
	own := cmp.Or(from.environment, ev.opts.environment)
	named := false
	var having []string
	for i := range ev.opts.readings {
		one := &ev.opts.readings[i]
		if one.name == "" || !one.has(dir) {
			continue
		}
		named = true
		if !meets(one) {
			continue
		}
		if one.name == own {
			return one.name, ""
		}
		having = append(having, one.name)
	}
	switch {
	case !named:
		return "", ""
	case len(having) == 1 && own == "":
		return having[0], ""
	}
	return "", "it is not known which environment of " + dir + " is meant"
}
