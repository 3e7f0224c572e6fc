package cloudformation

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// seek notes that a template asks for a file, by a path or by a URL that ends in its name.
func (ev *evaluator) seek(from *template, location string) {
	location, _, _ = strings.Cut(strings.TrimPrefix(location, "file://"), "?")
	if strings.Contains(location, "://") || parser.Holed(location) {
		ev.ask(anywhere + path.Base(location))
		return
	}
	ev.ask(path.Join(path.Dir(from.path), location))
}

// ask notes that a file is asked for.
func (ev *evaluator) ask(name string) {
	if ev.sought == nil {
		ev.sought = map[string]bool{}
	}
	ev.sought[name] = true
}

// anywhere stands before the name of a file that may lie in any folder.
const anywhere = "**/"

// uses reports whether a file, which may be gone, has to do with what was evaluated: it is one of
// the templates, a file that they ask for, or says of an assembly what is in it.
func (ev *evaluator) uses(name string) bool {
	for _, s := range ev.stacks {
		if ev.tree.holds(s.tpl, name) {
			return true
		}
	}
	if ev.sought[name] || ev.sought[anywhere+path.Base(name)] {
		return true
	}
	for file := range ev.sought { // a link or a submodule may have held it
		if strings.HasPrefix(file, name+"/") {
			return true
		}
	}
	return ev.mayHaveExported(name)
}

// mayHaveExported reports whether a changed file may be a template that had an export which one of
// the templates asks for, and has it no more.
func (ev *evaluator) mayHaveExported(name string) bool {
	if !ev.missed || ev.tree.templates[name] != nil {
		return ev.missed
	}
	if !wanted(path.Base(name)) {
		return false
	}
	_, err := os.Lstat(filepath.FromSlash(ev.tree.src.Absolute(name)))
	return os.IsNotExist(err)
}

// holds reports whether a file is a template, describes the assembly that has it, or gives
// parameters to it.
func (t *tree) holds(tpl *template, name string) bool {
	if tpl.path == name || t.src.Target(tpl.path) == name {
		return true
	}
	for _, e := range t.opts.Environments {
		if e.Has(tpl.path) && slices.ContainsFunc(e.ParameterFiles, func(file string) bool {
			return t.src.Relative(file) == name
		}) {
			return true
		}
	}
	dir := path.Dir(name)
	return inAssembly(dir) && path.Dir(tpl.path) == dir && left(dir, path.Base(name)) ||
		strings.HasSuffix(name, ".assets.json") && path.Dir(tpl.path) == dir
}

// concerns reports whether a template may have to do with one of the changed files, before it is
// evaluated: false is certain.
func (t *tree) concerns(tpl *template) bool {
	if t.opts.Changed == nil || tpl.exports || tpl.imports || tpl.nests {
		return true
	}
	text := tpl.file.bytes
	if bytes.Contains(text, []byte("Include")) || bytes.Contains(text, []byte("Definition")) {
		return true
	}
	return slices.ContainsFunc(t.opts.Changed, func(name string) bool { return t.holds(tpl, name) })
}
