package terraform

import (
	"path"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/parser/source"
)

// findRoots finds the folders that nobody calls. A PATH of the command line is a root also when it
// is called from elsewhere, but not when it is a module that its own examples call. Of modules that
// only call each other the first is taken for the root.
func (r *reader) findRoots() {
	callers := map[string][]string{}
	for _, dir := range sortedKeys(r.tree.modules) {
		for _, target := range r.targets(dir) {
			callers[target] = append(callers[target], dir)
		}
	}
	roots := map[string]bool{}
	reached := r.parts()
	for _, dir := range sortedKeys(r.tree.units) {
		roots[dir] = true
		if m := r.tree.units[dir].module; m != nil && m.Dir != dir {
			callers[m.Dir] = append(callers[m.Dir], dir)
		}
	}
	for _, f := range r.folders {
		if r.tree.modules[f.Path] != nil && !reached[f.Path] && standsAlone(f, callers[f.Path]) {
			roots[f.Path] = true
		}
	}
	for _, dir := range sortedKeys(roots) {
		r.mark(dir, reached)
	}
	for _, dir := range sortedKeys(r.tree.modules) {
		if !reached[dir] {
			roots[dir] = true
			r.mark(dir, reached)
		}
	}
	r.tree.roots = sortedKeys(roots)
}

// standsAlone reports whether a folder with these callers is a root.
func standsAlone(f source.Folder, callers []string) bool {
	if len(callers) == 0 || f.Single {
		return true
	}
	return f.Given && !slices.ContainsFunc(callers, func(caller string) bool {
		return below(f.Path, caller)
	})
}

// linked returns the files that folders with configuration of their own link to.
func (r *reader) linked() map[string]bool {
	linked := map[string]bool{}
	own := func(e source.Entry) bool { return isConfigEntry(e) && e.Link == "" }
	for _, f := range r.folders {
		if !slices.ContainsFunc(f.Entries, own) {
			continue
		}
		for _, e := range f.Entries {
			if isConfigEntry(e) && e.Link != "" && path.Dir(e.Link) != f.Path {
				linked[e.Link] = true
			}
		}
	}
	return linked
}

// parts returns the folders that are parts of others: those link to each of their configuration
// files and add some of their own, and the folder has neither values nor providers.
func (r *reader) parts() map[string]bool {
	linked := r.linked()
	parts := map[string]bool{}
	if len(linked) == 0 {
		return parts
	}
	for _, f := range r.folders {
		m := r.tree.modules[f.Path]
		if m == nil || f.Given || len(m.Providers) > 0 {
			continue
		}
		if !slices.ContainsFunc(f.Entries, func(e source.Entry) bool {
			return isConfigEntry(e) && !linked[path.Join(f.Path, e.Name)] ||
				strings.Contains(e.Name, ".tfvars") || e.Name == r.dataDir()
		}) {
			parts[f.Path] = true
		}
	}
	return parts
}

// mark adds a folder and those that it reaches by calls.
func (r *reader) mark(dir string, reached map[string]bool) {
	if reached[dir] {
		return
	}
	reached[dir] = true
	for _, target := range r.targets(dir) {
		r.mark(target, reached)
	}
}

// targets returns the folders that a module calls by path, in the order of the calls' names.
func (r *reader) targets(dir string) []string {
	m := r.tree.modules[dir]
	var dirs []string
	if u := r.tree.units[dir]; u != nil && u.module != nil && u.module != m {
		m = u.module
		if m.Dir != dir {
			dirs = append(dirs, m.Dir)
		}
	}
	if m == nil {
		return nil
	}
	for _, name := range sortedKeys(m.Calls) {
		if target, ok := r.tree.local[m.Calls[name]]; ok {
			dirs = append(dirs, target)
		} else if target = r.tree.same[m.Calls[name]].dir; target != "" {
			dirs = append(dirs, target)
		}
	}
	return dirs
}
