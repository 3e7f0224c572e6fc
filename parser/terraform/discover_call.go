package terraform

import (
	"fmt"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser/source"
)

// localSource reports whether a module source is a path.
func localSource(s string) bool {
	return strings.HasPrefix(s, "./") || strings.HasPrefix(s, "../")
}

// isConfigEntry reports whether an entry of a folder is a configuration file.
func isConfigEntry(e source.Entry) bool { return !e.Dir && isConfig(e.Name) }

// resolveCalls finds the folders that the calls of a module name by path, and adds those that are
// not loaded yet to next. A folder that is none is diagnosed.
func (r *reader) resolveCalls(m *Module, next map[string]bool) {
	for _, name := range sortedKeys(m.Calls) {
		call := m.Calls[name]
		if !localSource(call.Source) {
			if !r.borrow(m, call, next) {
				r.suspectSource(m, call)
			}
			continue
		}
		dir, err := r.tree.src.Reach(m.Dir, path.Join(m.Dir, call.Source), isConfig)
		if err != nil {
			m.Diags = append(m.Diags, noModule(call, fmt.Sprintf("The source %q of module %q "+
				"cannot be read: %s.", call.Source, call.Name, err)))
			continue
		}
		if r.tree.modules[dir] == nil && !next[dir] {
			if !r.hasConfig(dir) {
				m.Diags = append(m.Diags, noModule(call, fmt.Sprintf("The source %q of module %q "+
					"is a folder without configuration: there is no .tf file in %s.", call.Source,
					call.Name, dir)))
				continue
			}
			next[dir] = true
		}
		r.tree.local[call] = dir
	}
}

// borrow finds the folder of a call whose source is the repository that the tree is a checkout of,
// and adds it to next; false for a call of anything else.
func (r *reader) borrow(m *Module, call *Call, next map[string]bool) bool {
	b, ok := r.homes.borrow(m.Dir, call.Source)
	if !ok {
		return false
	}
	if b.dir != "" {
		dir, err := r.tree.src.Resolve(b.dir)
		switch {
		case err != nil || !r.hasConfig(dir):
			b = borrowed{why: fmt.Sprintf("has its source %s in this repository, where %s holds no "+
				"module", call.Source, b.dir), hint: "run `terraform init` to have it on disk"}
		case r.tree.modules[dir] == nil:
			next[dir] = true
		}
		if b.dir != "" {
			b.dir = dir
		}
	}
	r.tree.same[call] = b
	return true
}

// hasConfig reports whether a folder holds configuration.
func (r *reader) hasConfig(dir string) bool {
	entries, _ := r.tree.src.ReadDir(dir)
	for _, e := range entries {
		if isConfigEntry(e) {
			return true
		}
	}
	return false
}

// suspectSource diagnoses a module source that is neither a path nor an address, most likely a
// path that does not start like one.
func (r *reader) suspectSource(m *Module, call *Call) {
	address, _, _ := strings.Cut(call.Source, "//")
	if address == "" || strings.ContainsAny(address, ":@") || path.IsAbs(address) ||
		strings.Count(strings.TrimSuffix(address, "/"), "/") > 1 {
		return
	}
	m.Diags = append(m.Diags, noModule(call, fmt.Sprintf("The source %q is neither a path nor the "+
		"address of a module. If it is meant as a path, write \"./%s\".", call.Source, call.Source)))
}

// noModule is the error for a local module that cannot be read.
func noModule(call *Call, detail string) *hcl.Diagnostic {
	at := call.SourceAt
	return &hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  "Local module not found",
		Detail:   detail,
		Subject:  &at,
	}
}

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
	dir, err := w.tree.src.Resolve(path.Join(w.root, entry.Dir))
	if err != nil || !w.hasConfig(dir) {
		return
	}
	w.tree.manifest[w.root][key] = dir
	if w.tree.modules[dir] == nil {
		w.next[dir] = true
	}
}

// manifestEntry is a module that `terraform init` has installed.
type manifestEntry struct{ Key, Source, Dir string }

// serves reports whether an installed module is the one that a call means; it is another one when
// the call was changed since. Only addresses of a registry are spelled alike on both sides.
func (e manifestEntry) serves(call *Call) bool {
	registry := strings.Count(strings.Split(call.Source, "//")[0], "/")
	plain := !strings.ContainsAny(call.Source, ":?@") && (registry == 2 || registry == 3)
	if !plain || strings.HasPrefix(call.Source, "github.com/") ||
		strings.HasPrefix(call.Source, "bitbucket.org/") || strings.Contains(e.Source, "::") {
		return true
	}
	return strings.HasSuffix(e.Source, call.Source)
}
