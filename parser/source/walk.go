package source

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Folder is a folder that the walk found.
type Folder struct {
	Path    string
	Entries []Entry
	// Given is set for a PATH of the command line.
	Given bool
}

// walker holds the state of one walk.
type walker struct {
	*Tree
	wanted  func(name string) bool
	folders map[string]*Folder
	order   []string
	diags   hcl.Diagnostics
}

// Walk returns the folders at and below the paths of the command line that hold a file of the
// wanted kind, and those paths themselves in any case. Hidden folders, node_modules, what git
// ignores and what the command line excludes is not walked unless it is such a path itself.
func (t *Tree) Walk(ctx context.Context, wanted func(string) bool) ([]*Folder, hcl.Diagnostics) {
	w := &walker{Tree: t, wanted: wanted, folders: map[string]*Folder{}}
	for _, s := range t.starts {
		w.start(ctx, s)
	}
	var found []*Folder
	for _, p := range w.order {
		f := w.folders[p]
		if f.Given || w.holds(f) {
			found = append(found, f)
		}
	}
	return found, w.diags
}

// start walks one PATH.
func (w *walker) start(ctx context.Context, s start) {
	f := w.visit(s.path)
	if f == nil {
		return
	}
	f.Given = true
	if s.deep {
		w.descend(ctx, f)
	}
}

// visit lists a folder; nil when that fails.
func (w *walker) visit(p string) *Folder {
	if f, ok := w.folders[p]; ok {
		return f
	}
	entries, err := w.ReadDir(p)
	if err != nil {
		w.diags = append(w.diags, fault("Unreadable folder",
			fmt.Sprintf("The folder cannot be read: %s.", reason(err)), p))
		if len(entries) == 0 {
			return nil
		}
	}
	f := &Folder{Path: p, Entries: entries}
	w.folders[p] = f
	w.order = append(w.order, p)
	return f
}

// descend walks the folders below one.
func (w *walker) descend(ctx context.Context, f *Folder) {
	if ctx.Err() != nil {
		return
	}
	for _, e := range f.Entries {
		if strings.HasPrefix(e.Name, ".") || e.Name == "node_modules" || !e.Dir {
			continue
		}
		p := path.Join(f.Path, e.Name)
		if w.Excluded(p) {
			continue
		}
		if e.Link != "" {
			p = e.Link
		}
		if _, seen := w.folders[p]; seen {
			continue
		}
		if below := w.visit(p); below != nil {
			w.descend(ctx, below)
		}
	}
}

// holds reports whether a folder has a file of the wanted kind.
func (w *walker) holds(f *Folder) bool {
	for _, e := range f.Entries {
		if !e.Dir && w.wanted(e.Name) {
			return true
		}
	}
	return false
}
