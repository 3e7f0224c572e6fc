package main

import (
	"path/filepath"
	"slices"

	"github.com/spf13/pflag"

	"github.com/ecrlint/ecrlint/lint"
)

// changedFlag adds the flag that makes changed files of the paths.
func (a *app) changedFlag(flags *pflag.FlagSet) {
	flags.BoolVar(&a.changed, "changed", false,
		"each PATH is a file that has changed or is gone: check the roots and templates below the "+
			"working folder that it is a part of")
}

// scope returns what is read: the paths, or the working folder where they only say what changed.
func (a *app) scope(paths []string) []string {
	if a.changed {
		return nil
	}
	return paths
}

// narrow leaves out the roots that the changed files are no part of, unless one of the files says
// how everything is judged.
func (a *app) narrow(paths []string) {
	if !a.changed || slices.ContainsFunc(paths, a.rulesAll) {
		return
	}
	a.options.Input.Changed = paths
}

// rulesAll reports whether a file has a say in every root: the configuration file, or one that a
// flag names, or a folder that holds one of these.
func (a *app) rulesAll(path string) bool {
	if filepath.Base(path) == lint.ConfigName {
		return true
	}
	in := &a.options.Input
	named := slices.Concat(in.VarFiles, in.ParameterFiles, a.options.RuleDirs)
	for _, file := range []string{a.config, a.baseline} {
		if file != "" {
			named = append(named, file)
		}
	}
	if a.read != nil {
		named = append(named, a.read.Path)
	}
	path = a.absolute(path)
	inside := func(folder, file string) bool {
		rel, err := filepath.Rel(folder, file)
		return err == nil && filepath.IsLocal(rel)
	}
	return slices.ContainsFunc(named, func(name string) bool {
		name = a.absolute(name)
		real, err := filepath.EvalSymlinks(name)
		return inside(name, path) || inside(path, name) || err == nil && inside(real, path)
	})
}

// absolute returns a path in full.
func (a *app) absolute(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(a.options.Input.Dir, path)
}
