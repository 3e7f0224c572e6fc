package terraform

import (
	"path"
	"strings"

	"github.com/hashicorp/go-version"
)

// installed returns the folders of installed modules that some root reaches and that are not
// loaded yet. It also completes the manifest of each root.
func (r *reader) installed() []string {
	next := map[string]bool{}
	for _, root := range r.tree.roots {
		if installed := r.manifests[root]; installed != nil {
			w := &installedWalk{reader: r, root: root, entries: installed, next: next}
			w.module("", r.tree.applied(root), nil)
		}
	}
	return sortedKeys(next)
}

// installedWalk follows the calls of one root.
type installedWalk struct {
	*reader
	root    string
	entries map[string]manifestEntry
	next    map[string]bool
}

// module follows the calls of a module. Inside holds the folders on the way to it.
func (w *installedWalk) module(key string, m *Module, inside []string) {
	if m == nil {
		return
	}
	for _, dir := range inside {
		if dir == m.Dir {
			return
		}
	}
	inside = append(inside, m.Dir)
	for _, name := range sortedKeys(m.Calls) {
		call := m.Calls[name]
		below := name
		if key != "" {
			below = key + "." + name
		}
		if !localSource(call.Source) {
			w.install(below, call)
		}
		child, _ := w.tree.Child(w.root, below, m, call)
		w.module(below, child, inside)
	}
}

// install finds the folder of an installed module.
func (w *installedWalk) install(key string, call *Call) {
	entry, ok := w.entries[key]
	if !ok || !entry.serves(call) || w.tree.manifest[w.root][key] != "" {
		return
	}
	dir, err := w.tree.src.Resolve(w.under(w.root, entry.Dir))
	if err != nil || !w.hasConfig(dir) {
		return
	}
	w.tree.manifest[w.root][key] = dir
	if w.tree.modules[dir] == nil {
		w.next[dir] = true
	}
}

// under returns a path that is relative to a root's folder, or absolute; it may be spelled as on
// Windows.
func (r *reader) under(root, name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	if path.IsAbs(name) {
		return r.tree.src.Relative(name)
	}
	return path.Join(root, name)
}

// manifestEntry is a module that `terraform init` has installed.
type manifestEntry struct{ Key, Source, Version, Dir string }

// serves reports whether an installed module is the one that a call means; it is another one when
// the call was changed since. Addresses of a registry are spelled alike on both sides; those of
// repositories may differ in form.
func (e manifestEntry) serves(call *Call) bool {
	if asked, ok := parseGitSource(call.Source); ok {
		has, ok := parseGitSource(e.Source)
		return !ok || has == asked
	}
	registry := strings.Count(strings.Split(call.Source, "//")[0], "/")
	plain := !strings.ContainsAny(call.Source, ":?@") && (registry == 2 || registry == 3)
	if !plain || strings.Contains(e.Source, "::") {
		return true
	}
	return strings.HasSuffix(e.Source, call.Source) && fits(e.Version, call.Version)
}

// fits reports whether a version meets a constraint; also where either says nothing.
func fits(installed, constraint string) bool {
	have, err := version.NewVersion(installed)
	if err != nil || constraint == "" {
		return true
	}
	allowed, err := version.NewConstraint(constraint)
	return err != nil || allowed.Check(have)
}
