package terraform

import (
	"context"
	"fmt"
	"path"
	"runtime"
	"slices"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/sync/errgroup"

	"github.com/ecrlint/ecrlint/parser/source"
)

// reader fills a tree.
type reader struct {
	opts    Options
	tree    *Tree
	folders []source.Folder // what the walk found
	// manifests holds what the manifest of each root says, by key.
	manifests map[string]map[string]manifestEntry
	diags     hcl.Diagnostics
	homes     homes
	made      int // by Terragrunt's stacks
}

// newReader returns a reader of an empty tree.
func newReader(opts Options) *reader {
	if len(opts.Paths) == 0 {
		opts.Paths = []string{"."}
	}
	return &reader{
		opts:      opts,
		manifests: map[string]map[string]manifestEntry{},
		tree: &Tree{
			modules:  map[string]*Module{},
			local:    map[*Call]string{},
			same:     map[*Call]borrowed{},
			manifest: map[string]map[string]string{},
			vars:     map[string][]VarFile{},
			env:      map[string]string{},
			units:    map[string]*unit{},
		},
	}
}

// read reads everything.
func (r *reader) read(ctx context.Context) (*Tree, hcl.Diagnostics) {
	src, diags := source.Open(r.opts.Dir, r.opts.Paths, r.opts.Exclude)
	r.tree.src, r.homes.src = src, src
	r.diags = append(r.diags, diags...)
	r.folders, diags = src.Walk(ctx, isWanted)
	r.folders = slices.DeleteFunc(r.folders, r.elsewhere)
	r.diags = append(r.diags, diags...)
	dirs := make([]string, 0, len(r.folders))
	for _, f := range r.folders {
		dirs = append(dirs, f.Path)
	}
	r.load(ctx, dirs)
	r.findUnits(ctx)
	r.warnEmpty()
	r.findRoots()
	r.readRoots(ctx)
	r.checkVars()
	for dirs = r.installed(); len(dirs) > 0 && ctx.Err() == nil; dirs = r.installed() {
		r.load(ctx, dirs)
	}
	r.findCircles()
	for _, dir := range sortedKeys(r.tree.modules) {
		r.diags = append(r.diags, r.tree.modules[dir].Diags...)
	}
	orderDiags(r.diags)
	return r.tree, r.diags
}

// elsewhere reports whether the files that are meant of a folder are in another language: they do
// not stand for the module beside them.
func (r *reader) elsewhere(f source.Folder) bool {
	return !f.Whole && r.opts.Elsewhere != nil && r.opts.Elsewhere(f.Path) &&
		!slices.ContainsFunc(f.Named, isConfig)
}

// load reads the modules of folders and those that they call by path, in parallel. Folders without
// configuration make no module.
func (r *reader) load(ctx context.Context, dirs []string) {
	for len(dirs) > 0 && ctx.Err() == nil {
		modules := make([]*Module, len(dirs))
		r.each(ctx, len(dirs), func(i int) {
			entries, _ := r.tree.src.ReadDir(dirs[i]) // the walk has diagnosed an error
			if slices.ContainsFunc(entries, isConfigEntry) {
				modules[i] = r.readModule(dirs[i], entries)
			}
		})
		for i, m := range modules {
			if m != nil {
				r.tree.modules[dirs[i]] = m
			}
		}
		next := map[string]bool{}
		for _, m := range modules {
			if m != nil {
				r.resolveCalls(m, next)
			}
		}
		dirs = sortedKeys(next)
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

// warnEmpty warns of PATHs that hold no configuration.
func (r *reader) warnEmpty() {
	for _, f := range r.folders {
		if !f.Given || slices.ContainsFunc(r.folders, func(other source.Folder) bool {
			return below(f.Path, other.Path) &&
				(r.tree.modules[other.Path] != nil || slices.ContainsFunc(other.Entries, ofGrunt))
		}) {
			continue
		}
		if r.opts.Elsewhere != nil && r.opts.Elsewhere(f.Path) {
			continue
		}
		for _, name := range givenAs(f) {
			r.diags = append(r.diags, &hcl.Diagnostic{
				Severity: hcl.DiagWarning,
				Summary:  "No configuration",
				Detail:   fmt.Sprintf("%s holds no configuration that can be read.", name),
				Subject:  &hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos},
			})
		}
	}
}

// givenAs returns the paths that stand for a folder on the command line: itself, or files of it.
func givenAs(f source.Folder) []string {
	if f.Whole || len(f.Named) == 0 {
		return []string{f.Path}
	}
	names := make([]string, 0, len(f.Named))
	for _, name := range f.Named {
		names = append(names, path.Join(f.Path, name))
	}
	return names
}

// below reports whether a path is a folder or lies below it.
func below(dir, p string) bool {
	switch {
	case dir == p:
		return true
	case dir == ".":
		return p != ".." && !strings.HasPrefix(p, "../")
	case strings.HasSuffix(dir, ".."): // of the names on the way down from there nothing is known
		return strings.HasPrefix(p, dir+"/") || strings.Count(p, "../") < strings.Count(dir, "..")
	}
	return strings.HasPrefix(p, dir+"/")
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

// orderDiags puts diagnostics in the order of files and positions.
func orderDiags(diags hcl.Diagnostics) {
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
