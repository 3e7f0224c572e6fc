package terraform

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser"
)

// Environment is a set of values that some roots are read with.
type Environment struct {
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
	name  string
	has   func(root string) bool
	files []VarFile
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
		named := false
		for _, one := range opts.Environments {
			if one.Has(name) {
				named = true
				list = append(list, rootReading{name, one.within(opts)})
			}
		}
		if !named {
			list = append(list, rootReading{name, opts})
		}
	}
	return list, diags
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
	return reading{name: e.Name, has: e.Has, files: files}, read.diags
}

// within returns the options in an environment.
func (e *Environment) within(opts Options) Options {
	if e.Workspace != "" {
		opts.Env = append([]string{"TF_WORKSPACE=" + e.Workspace}, opts.Env...)
	}
	opts.environment = e.Name
	return opts
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
		detail := fmt.Sprintf("The environment %q gives a value to %q, which no root of it declares",
			e.Name, name)
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

// varFiles returns the files of values of a root, weakest first: those in its folder, those of
// the environment, those of the command line. A root that is only linked to is in the environment
// of the same name, or in the only one that has it.
func (ev *evaluator) varFiles(dir string) []VarFile {
	files := ev.tree.VarFiles(dir)
	var having []reading
	for _, one := range ev.opts.readings {
		if !one.has(dir) {
			continue
		}
		if one.name == ev.opts.environment {
			having = []reading{one}
			break
		}
		having = append(having, one)
	}
	if len(having) != 1 {
		return files
	}
	given := slices.IndexFunc(files, func(f VarFile) bool { return f.Given })
	if given < 0 {
		given = len(files)
	}
	return slices.Concat(files[:given], having[0].files, files[given:])
}
