package lint

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/cloudformation"
	"github.com/ecrlint/ecrlint/parser/terraform"
	"github.com/ecrlint/ecrlint/report"
)

// Environment is a set of values that some roots are read with (see ReadConfig). A root that
// environments name is judged once with each of them, and not without.
type Environment struct {
	// Name is empty for values that its roots have in every environment, and without one.
	Name string
	// VarFiles and Workspace are for root modules, Parameters and ParameterFiles for templates.
	VarFiles       []string
	Workspace      string
	Parameters     []Assignment
	ParameterFiles []string
	// Range is where it is written.
	Range hcl.Range

	facts Facts
	label string   // what the block of a root without an environment is called
	dir   string   // the working folder
	roots []string // globs of absolute paths of roots
	vars  hcl.Attributes
	file  *hcl.File
}

// Has reports whether the root with the path is read with the environment.
func (e *Environment) Has(root string) bool {
	return slices.ContainsFunc(e.roots, func(glob string) bool { return e.fits(glob, root) })
}

// fits reports whether a root is one that a glob means.
func (e *Environment) fits(glob, root string) bool {
	matches, err := doublestar.Match(glob, absolute(e.dir, root))
	return err == nil && matches
}

// absolute writes a path in full, with forward slashes.
func absolute(dir, path string) string {
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, filepath.FromSlash(path))
	}
	return filepath.ToSlash(filepath.Clean(path))
}

// CheckEnvironments reports a name that no environment has; the error names the nearest one.
func CheckEnvironments(list []Environment, names []string) error {
	var have []string
	for i := range list {
		if list[i].Name != "" {
			have = append(have, list[i].Name)
		}
	}
	for _, name := range names {
		if slices.Contains(have, name) {
			continue
		}
		if nearest := parser.Nearest(name, have); nearest != "" {
			return fmt.Errorf("there is no environment %q; did you mean %q?", name, nearest)
		}
		return fmt.Errorf("there is no environment %q in %s", name, ConfigName)
	}
	return nil
}

// wants reports whether a root is shown that was read with an environment, or with none ("").
func (in Input) wants(environment string) bool {
	return len(in.Only) == 0 || environment == "" || slices.Contains(in.Only, environment)
}

// narrow drops what environments have that are not asked for. They are judged all the same: what
// the fingerprints of findings are hangs on what all environments of a root have.
func narrow(r *report.Report, in Input) {
	r.Pulls = slices.DeleteFunc(r.Pulls, func(p report.Pull) bool { return !in.wants(p.Environment) })
	r.Environments = slices.DeleteFunc(r.Environments, func(e report.RootEnvironment) bool {
		return !in.wants(e.Name)
	})
	for i := range r.Findings {
		f := &r.Findings[i]
		had := len(f.Environments)
		f.Environments = slices.DeleteFunc(f.Environments, func(e string) bool { return !in.wants(e) })
		f.Pulls = slices.DeleteFunc(f.Pulls, func(p report.PullRef) bool {
			return !in.wants(p.Environment)
		})
		if had > 0 && len(f.Environments) == 0 {
			f.Fingerprint = ""
		}
	}
	r.Findings = slices.DeleteFunc(r.Findings, func(f report.Finding) bool {
		return f.Fingerprint == ""
	})
}

// forTerraform are the environments as the reader of Terraform takes them.
func forTerraform(list []Environment) []terraform.Environment {
	out := make([]terraform.Environment, 0, len(list))
	for i := range list {
		e := &list[i]
		out = append(out, terraform.Environment{
			Name: e.Name, Has: e.Has, VarFiles: e.VarFiles, Vars: e.vars, Workspace: e.Workspace,
			File: terraform.VarFile{Path: e.Range.Filename, File: e.file},
		})
	}
	return out
}

// forCloudFormation are the environments as the reader of CloudFormation takes them.
func forCloudFormation(list []Environment) []cloudformation.Environment {
	out := make([]cloudformation.Environment, 0, len(list))
	for i := range list {
		e := &list[i]
		one := cloudformation.Environment{
			Name: e.Name, Has: e.Has, ParameterFiles: e.ParameterFiles,
		}
		for _, p := range e.Parameters {
			one.Parameters = append(one.Parameters, cloudformation.Assignment(p))
		}
		out = append(out, one)
	}
	return out
}

// strayEnvironments are the errors of globs of environments that no root has, though the folder
// that they name is read.
func strayEnvironments(in Input, seen *paths) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for i := range in.Environments {
		e := &in.Environments[i]
		for _, glob := range e.roots {
			fits := func(root string) bool { return e.fits(glob, root) }
			if !in.covers(glob) || in.excludes(glob) || slices.ContainsFunc(seen.list, fits) {
				continue
			}
			diags = append(diags, &hcl.Diagnostic{
				Severity: hcl.DiagError, Summary: "No such root", Subject: &e.Range,
				Detail: fmt.Sprintf("%s names the root %s, and there is no root module or template there.",
					e.said(), relative(in.Dir, strings.ReplaceAll(glob, `\`, ""))),
			})
		}
	}
	return diags
}

// covers reports whether what a glob of roots matches lies below one of the paths to read.
func (in Input) covers(glob string) bool {
	base, _ := doublestar.SplitPattern(glob)
	if !strings.ContainsAny(glob, "*?[{") {
		base = glob
	}
	return slices.ContainsFunc(in.Paths, func(path string) bool {
		path = absolute(in.Dir, path)
		return base == path || strings.HasPrefix(base, strings.TrimSuffix(path, "/")+"/")
	})
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// excludes reports whether a path is left out.
func (in Input) excludes(path string) bool {
	path = relative(in.Dir, path)
	return slices.ContainsFunc(in.Exclude, func(glob string) bool {
		whole, _ := doublestar.Match(glob, path)
		inside, _ := doublestar.Match(glob+"/**", path)
		return whole || inside
	})
}

// said names the block of an environment, or of a root.
func (e *Environment) said() string {
	if e.Name == "" {
		return "The configuration"
	}
	return fmt.Sprintf("The environment %q", e.Name)
}
