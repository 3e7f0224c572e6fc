package terraform

import (
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/ecrlint/ecrlint/parser/source"
)

// sought is what an evaluation asked for beside the files of modules, found or not.
type sought struct {
	files map[string]bool
	globs map[string]bool // of paths
}

// file notes that a file is read.
func (s *sought) file(name string) {
	if s.files == nil {
		s.files = map[string]bool{}
	}
	s.files[path.Clean(name)] = true
}

// glob notes that files are looked for.
func (s *sought) glob(dir, pattern string) {
	if s.globs == nil {
		s.globs = map[string]bool{}
	}
	s.globs[path.Join(dir, pattern)] = true
}

// isValues reports whether a file of that name gives values to variables.
func isValues(name string) bool {
	return strings.HasSuffix(name, ".tfvars") || strings.HasSuffix(name, ".tfvars.json")
}

// uses reports whether a file, which may be gone, has to do with what was evaluated: it is a part
// of one of the modules, it gives values, or a function asked for it. What is gone may have been a
// link or a submodule that held such a file.
func (ev *evaluator) uses(name string) bool {
	return ev.tree.lost[name] ||
		slices.ContainsFunc(ev.scopes, func(s *scope) bool { return s.uses(name) }) ||
		path.Dir(name) == ev.root && isValues(name) ||
		ev.sought.has(ev.tree.src, name) || ev.usesGrunt(name)
}

// uses is that of the module instance alone; of a root with its files of values.
func (s *scope) uses(name string) bool {
	src := s.ev.tree.src
	if s.parent == nil && slices.ContainsFunc(s.ev.varFiles(s.home), func(v VarFile) bool {
		return v.Path == name || src.Target(v.Path) == name
	}) {
		return true
	}
	return s.module.Model == nil && s.ev.tree.moduleUses(s.module, name)
}

// has reports whether a file was asked for, or would have been found.
func (s *sought) has(src *source.Tree, name string) bool {
	for file := range s.files {
		if file = src.Relative(file); below(name, file) || src.Target(file) == name {
			return true
		}
	}
	for glob := range s.globs {
		if doublestar.MatchUnvalidated(src.Relative(glob), name) {
			return true
		}
	}
	return false
}

// usesGrunt is uses for the files of Terragrunt. One that is gone may have been found in any folder
// above the unit.
func (ev *evaluator) usesGrunt(name string) bool {
	if ev.tree.units[ev.root] == nil {
		return false
	}
	return ev.gruntFiles[name] != nil || below(path.Dir(name), ev.root) &&
		(strings.HasSuffix(name, ".hcl") || path.Base(name) == gruntJSON)
}

// moduleUses reports whether a file is a part of a module, or of one that it calls and that is not
// there.
func (t *Tree) moduleUses(m *Module, name string) bool {
	dir := path.Dir(name)
	if dir == m.Dir && isConfig(name[strings.LastIndexByte(name, '/')+1:]) {
		return true
	}
	entries, _ := t.src.ReadDir(m.Dir)
	if slices.ContainsFunc(entries, func(e source.Entry) bool {
		return e.Link == name && isConfigEntry(e)
	}) {
		return true
	}
	for _, call := range m.Calls {
		if !localSource(call.Source) || t.local[call] != "" {
			continue
		}
		if missing := path.Join(m.Dir, call.Source); missing == dir || below(name, missing) {
			return true
		}
	}
	return false
}
