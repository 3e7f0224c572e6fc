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
	// Given is set for a PATH of the command line, Single if that was a file of the folder.
	Given, Single bool
	// Whole is set unless only files of the folder are meant: those that Named holds.
	Whole bool
	Named []string
	// Ignored holds the names of the wanted files that git ignores.
	Ignored []string
}

// walker holds the state of one walk.
type walker struct {
	*Tree
	wanted  func(name string) bool
	always  func(name string) bool
	folders map[string]*visited
	order   []*visited
	diags   hcl.Diagnostics
}

// visited is a folder with the state of the walk.
type visited struct {
	Folder
	ignores *ignores
	// inside is set while the folders below are walked, done when all of them were.
	inside, done bool
}

// Walk returns the folders at and below the paths of the command line that hold a file of the
// wanted kind, and those paths themselves in any case. Hidden folders, node_modules, what git
// ignores and what the command line excludes is not walked unless it is such a path itself.
// Symbolic links are followed inside the checked tree; every folder is found once, under its path
// without links.
func (t *Tree) Walk(ctx context.Context, wanted func(string) bool) ([]Folder, hcl.Diagnostics) {
	return t.WalkAlways(ctx, wanted, func(string) bool { return false })
}

// WalkAlways is Walk for those who want the folders with certain names also where git ignores them,
// with all that is below.
func (t *Tree) WalkAlways(
	ctx context.Context, wanted, always func(name string) bool,
) ([]Folder, hcl.Diagnostics) {
	w := &walker{Tree: t, wanted: wanted, always: always, folders: map[string]*visited{}}
	for _, s := range t.starts {
		f := w.visit(s.path, t.above(t.abs(s.path)))
		f.Given, f.Single = true, f.Single || !s.deep
		if s.deep {
			w.descend(ctx, f)
		} else {
			f.Named = append(f.Named, s.file)
		}
	}
	var found []Folder
	for _, f := range w.order {
		f.Ignored = w.ignoredFiles(f)
		f.Whole = f.done
		if f.Given || w.holds(f) {
			found = append(found, f.Folder)
		}
	}
	return found, w.diags
}

// ignoredFiles returns the names of the wanted files of a folder that git ignores.
func (w *walker) ignoredFiles(f *visited) []string {
	if f.ignores == nil {
		return nil
	}
	var names []string
	for _, e := range f.Entries {
		if !e.Dir && w.wanted(e.Name) && w.ignored(f, e) {
			names = append(names, e.Name)
		}
	}
	return names
}

// visit lists a folder. The ignores are those of the folders above.
func (w *walker) visit(p string, above *ignores) *visited {
	if f, ok := w.folders[p]; ok {
		return f
	}
	entries, err := w.ReadDir(p)
	if err != nil {
		w.diags = append(w.diags, fault("Unreadable folder",
			fmt.Sprintf("The folder cannot be read: %s.", reason(err)), p))
	}
	f := &visited{Folder: Folder{Path: p, Entries: entries}}
	f.ignores = enter(above, w.abs(p), entries)
	w.folders[p] = f
	w.order = append(w.order, f)
	return f
}

// descend walks the folders below one.
func (w *walker) descend(ctx context.Context, f *visited) {
	if f.done || f.inside || ctx.Err() != nil {
		return
	}
	f.inside = true
	for _, e := range f.Entries {
		if strings.HasPrefix(e.Name, ".") || e.Name == "node_modules" || w.wanted(e.Name) && !e.Dir {
			continue
		}
		p := path.Join(f.Path, e.Name)
		switch {
		case !e.Dir && e.Broken == "", w.Excluded(p):
		case e.Dir && e.Link == "" && w.always(e.Name):
			w.descend(ctx, w.visit(p, nil))
		case w.ignored(f, e):
		case e.Link != "" || e.Broken != "":
			w.link(ctx, p, e)
		default:
			w.descend(ctx, w.visit(p, f.ignores))
		}
	}
	f.inside, f.done = false, true
}

// link walks the folder that a symbolic link leads to.
func (w *walker) link(ctx context.Context, p string, e Entry) {
	if above := w.folders[e.Link]; e.Dir && above != nil && above.inside {
		e.Broken = Loop
	}
	switch {
	case e.Broken == Loop:
		w.warn("Symbolic link loop", p, e.Broken)
	case e.Broken == Outside && e.Dir:
		w.warn("Symbolic link out of the tree", p, e.Broken)
	case e.Broken == "" && !w.Excluded(e.Link):
		w.descend(ctx, w.visit(e.Link, w.above(w.abs(e.Link))))
	}
}

// warn says that a symbolic link is not followed.
func (w *walker) warn(summary, p, why string) {
	d := fault(summary, fmt.Sprintf("The symbolic link %s is not followed: %s.", p, why), p)
	d.Severity = hcl.DiagWarning
	w.diags = append(w.diags, d)
}

// ignored reports whether git ignores an entry of a folder. Git takes a symbolic link for a file.
func (w *walker) ignored(f *visited, e Entry) bool {
	if f.ignores == nil {
		return false
	}
	return f.ignores.ignored(w.abs(path.Join(f.Path, e.Name)), e.Dir && e.Link == "")
}

// holds reports whether a folder has a file of the wanted kind, and git does not ignore each.
func (w *walker) holds(f *visited) bool {
	wanted := 0
	for _, e := range f.Entries {
		if !e.Dir && w.wanted(e.Name) {
			wanted++
		}
	}
	return wanted > len(f.Ignored)
}
