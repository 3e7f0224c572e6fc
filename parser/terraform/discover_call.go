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
