package terraform

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

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
	reached := map[string]bool{}
	parts := r.parts()
	for _, f := range r.folders {
		if r.tree.modules[f.Path] == nil {
			continue
		}
		if parts[f.Path] && !f.Given {
			reached[f.Path] = true
			continue
		}
		fromBelow := slices.ContainsFunc(callers[f.Path], func(caller string) bool {
			return below(f.Path, caller)
		})
		if len(callers[f.Path]) == 0 || f.Given && (f.Single || !fromBelow) {
			roots[f.Path] = true
			r.mark(f.Path, reached)
		}
	}
	for _, dir := range sortedKeys(r.tree.modules) {
		if !reached[dir] {
			roots[dir] = true
			r.mark(dir, reached)
		}
	}
	r.tree.roots = sortedKeys(roots)
}

// parts returns the folders that are parts of others: those link to each of their configuration
// files and add some of their own, and the folder has neither values nor providers.
func (r *reader) parts() map[string]bool {
	linked := map[string]bool{}
	for _, f := range r.folders {
		own := func(e source.Entry) bool { return isConfigEntry(e) && e.Link == "" }
		if !slices.ContainsFunc(f.Entries, own) {
			continue
		}
		for _, e := range f.Entries {
			if isConfigEntry(e) && e.Link != "" && path.Dir(e.Link) != f.Path {
				linked[e.Link] = true
			}
		}
	}
	parts := map[string]bool{}
	for _, f := range r.folders {
		m := r.tree.modules[f.Path]
		if m == nil || len(linked) == 0 || len(m.Providers) > 0 {
			continue
		}
		parts[f.Path] = !slices.ContainsFunc(f.Entries, func(e source.Entry) bool {
			return isConfigEntry(e) && !linked[path.Join(f.Path, e.Name)] ||
				strings.Contains(e.Name, ".tfvars") || e.Name == r.dataDir()
		})
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
	if m == nil {
		return nil
	}
	var dirs []string
	for _, name := range sortedKeys(m.Calls) {
		if target, ok := r.tree.local[m.Calls[name]]; ok {
			dirs = append(dirs, target)
		}
	}
	return dirs
}

// circles finds modules that call each other, depth first.
type circles struct {
	*reader
	state map[string]int // 0: not seen, 1: on the way, 2: done
	way   []string
}

// findCircles diagnoses modules that call each other in a circle, at the call that closes it.
func (r *reader) findCircles() {
	c := &circles{reader: r, state: map[string]int{}}
	for _, dir := range r.tree.roots {
		c.visit(dir)
	}
	for _, dir := range sortedKeys(r.tree.modules) {
		c.visit(dir)
	}
}

// visit follows the calls of a module.
func (c *circles) visit(dir string) {
	if c.state[dir] != 0 {
		return
	}
	c.state[dir] = 1
	c.way = append(c.way, dir)
	m := c.tree.modules[dir]
	for _, name := range sortedKeys(m.Calls) {
		call := m.Calls[name]
		target, ok := c.tree.local[call]
		if !ok || c.tree.modules[target] == nil {
			continue
		}
		if c.state[target] == 1 {
			c.close(call, target)
		}
		c.visit(target)
	}
	c.way = c.way[:len(c.way)-1]
	c.state[dir] = 2
}

// close diagnoses the call that closes a circle.
func (c *circles) close(call *Call, target string) {
	circle := append(slices.Clone(c.way[slices.Index(c.way, target):]), target)
	at := call.SourceAt
	c.diags = append(c.diags, &hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  "Module cycle",
		Detail: fmt.Sprintf("Module %q calls a module that it is a part of: %s. A module cannot "+
			"call itself, directly or through others.", call.Name, strings.Join(circle, " -> ")),
		Subject: &at,
	})
}
