package terraform

import (
	"context"
	"fmt"
	"path"
	"runtime"
	"slices"
	"sort"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/sync/errgroup"

	"github.com/ecrlint/ecrlint/parser/source"
)

// reader fills a tree.
type reader struct {
	opts  Options
	tree  *Tree
	given map[string]bool // folders that are PATHs
	diags hcl.Diagnostics
}

// newReader returns a reader of an empty tree.
func newReader(opts Options) *reader {
	return &reader{
		opts:  opts,
		given: map[string]bool{},
		tree: &Tree{
			modules:  map[string]*Module{},
			manifest: map[string]map[string]string{},
			vars:     map[string][]VarFile{},
			env:      map[string]string{},
		},
	}
}

// read reads everything.
func (r *reader) read(ctx context.Context) (*Tree, hcl.Diagnostics) {
	src, diags := source.Open(r.opts.Dir, r.opts.Paths, r.opts.Exclude)
	r.tree.src = src
	r.diags = append(r.diags, diags...)
	folders, diags := src.Walk(ctx, isConfig)
	r.diags = append(r.diags, diags...)
	var dirs []string
	for _, f := range folders {
		if f.Given {
			r.given[f.Path] = true
		}
		dirs = append(dirs, f.Path)
	}
	r.load(ctx, dirs)
	r.reach(ctx, r.localTargets())
	r.findRoots()
	r.readRoots(ctx)
	r.reach(ctx, r.installedTargets())
	r.checkCalls()
	for _, dir := range sortedKeys(r.tree.modules) {
		r.diags = append(r.diags, r.tree.modules[dir].Diags...)
	}
	sortDiags(r.diags)
	return r.tree, r.diags
}

// load reads the modules of folders, in parallel. Folders without configuration make no module.
func (r *reader) load(ctx context.Context, dirs []string) {
	modules := make([]*Module, len(dirs))
	r.each(ctx, len(dirs), func(i int) {
		entries, err := r.tree.src.ReadDir(dirs[i])
		if err == nil && len(configFiles(entries)) > 0 {
			modules[i] = r.readModule(dirs[i], entries)
		}
	})
	for i, m := range modules {
		if m != nil {
			r.tree.modules[dirs[i]] = m
		}
	}
}

// each runs a function for every index on all cores.
func (r *reader) each(ctx context.Context, n int, do func(int)) {
	var group errgroup.Group
	jobs := r.opts.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	group.SetLimit(jobs)
	for i := range n {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error {
			do(i)
			return nil
		})
	}
	_ = group.Wait() // no function fails
}

// reach loads folders and those that their modules call by path, until there is nothing new.
func (r *reader) reach(ctx context.Context, dirs []string) {
	for len(dirs) > 0 && ctx.Err() == nil {
		r.load(ctx, dirs)
		dirs = r.localTargets()
	}
}

// localTargets returns the folders that calls name by path and that are to be loaded still.
func (r *reader) localTargets() []string {
	targets := map[string]bool{}
	for _, m := range r.tree.modules {
		for _, call := range m.Calls {
			if !localSource(call.Source) {
				continue
			}
			dir, err := r.tree.src.Resolve(path.Join(m.Dir, call.Source))
			if err != nil || r.tree.modules[dir] != nil {
				continue
			}
			entries, err := r.tree.src.ReadDir(dir)
			if err == nil && len(configFiles(entries)) > 0 {
				targets[dir] = true
			}
		}
	}
	return sortedKeys(targets)
}

// findRoots finds the folders that nobody calls, and those given as PATHs.
func (r *reader) findRoots() {
	called := map[string]bool{}
	for _, m := range r.tree.modules {
		for _, call := range m.Calls {
			if localSource(call.Source) {
				called[path.Join(m.Dir, call.Source)] = true
			}
		}
	}
	for dir := range r.tree.modules {
		if !called[dir] {
			r.tree.roots = append(r.tree.roots, dir)
		}
	}
	slices.Sort(r.tree.roots)
}

// checkCalls diagnoses calls of local modules that do not exist.
func (r *reader) checkCalls() {
	for _, dir := range sortedKeys(r.tree.modules) {
		m := r.tree.modules[dir]
		for _, name := range sortedKeys(m.Calls) {
			call := m.Calls[name]
			if !localSource(call.Source) {
				continue
			}
			target := path.Join(m.Dir, call.Source)
			if _, ok := r.tree.modules[target]; !ok {
				r.diags = append(r.diags, &hcl.Diagnostic{
					Severity: hcl.DiagError,
					Summary:  "Unreadable module folder",
					Detail:   fmt.Sprintf("There is no module in %s.", target),
					Subject:  &call.SourceAt,
				})
			}
		}
	}
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// sortDiags puts diagnostics in the order of files and positions.
func sortDiags(diags hcl.Diagnostics) {
	at := func(d *hcl.Diagnostic) (string, int) {
		if d.Subject == nil {
			return "", 0
		}
		return d.Subject.Filename, d.Subject.Start.Byte
	}
	sort.SliceStable(diags, func(i, j int) bool {
		file, pos := at(diags[i])
		other, otherPos := at(diags[j])
		if file != other {
			return file < other
		}
		return pos < otherPos
	})
}
