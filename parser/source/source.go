// Package source reads files: which folders below the paths of a run hold configuration, which of
// them version control ignores, and what may be read at all. It knows no language.
//
// A path in this package is relative to the working folder, with forward slashes, lexically clean
// and free of symbolic links (".", "infra/net", "../modules/net"), unless said otherwise.
package source

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/hashicorp/hcl/v2"
)

// Tree is the part of the file system that a run may read. It may be used from many goroutines.
type Tree struct {
	dir      string   // the working folder, absolute, without symbolic links
	exclude  []string // doublestar globs of paths
	starts   []start
	mu       sync.Mutex
	tops     []top // the folders that bound what is read
	listings map[string]*listing
	files    map[string]*content
}

// start is a PATH of the command line.
type start struct {
	path string // the folder
	deep bool   // false for a PATH that is a file: the folders below are not meant
	file string // the name of that file
}

// top is a folder that bounds what is read.
type top struct {
	abs        string // absolute, without symbolic links
	repository bool   // the folder is one that git versions
}

// listing is a folder's content, read once.
type listing struct {
	once    sync.Once
	entries []Entry
	err     error
}

// content is a file's content, read once.
type content struct {
	once  sync.Once
	bytes []byte
	err   error
}

// Entry is a name in a folder. Symbolic links have been followed.
type Entry struct {
	Name string
	// Dir is set for a folder; otherwise it is a regular file, or something that Broken names.
	Dir bool
	// Link is the path that a symbolic link leads to; empty for what is no link.
	Link string
	// Broken says why a symbolic link cannot be followed, or that there is no file to read; empty
	// for the rest.
	Broken string
}

// Open prepares to read the paths given on the command line, relative to the working folder; the
// globs say what below them is not read. A path that does not exist and a glob that is malformed
// are errors; the rest can still be read.
func Open(dir string, paths, exclude []string) (*Tree, hcl.Diagnostics) {
	var diags hcl.Diagnostics
	t := &Tree{listings: map[string]*listing{}, files: map[string]*content{}}
	abs, err := filepath.Abs(dir)
	if err == nil {
		abs, err = filepath.EvalSymlinks(abs)
	}
	if err != nil {
		return t, diags.Append(fault("No such working folder", reason(err), dir))
	}
	t.dir = abs
	for _, glob := range exclude {
		glob = strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(glob), "./"), "/")
		if !doublestar.ValidatePattern(glob) {
			diags = append(diags, fault("Malformed glob",
				fmt.Sprintf("%q is not a glob that says what to exclude.", glob), ""))
			continue
		}
		t.exclude = append(t.exclude, glob)
	}
	for _, p := range paths {
		if problem := t.open(p); problem != nil {
			diags = append(diags, problem)
		}
	}
	return t, diags
}

// open adds one PATH.
func (t *Tree) open(given string) *hcl.Diagnostic {
	abs := filepath.FromSlash(given)
	if !filepath.IsAbs(abs) {
		abs = filepath.Join(t.dir, abs)
	}
	shown := filepath.ToSlash(filepath.Clean(given))
	real, err := filepath.EvalSymlinks(abs)
	if err != nil {
		return fault("No such file or folder", reason(err), shown)
	}
	info, err := os.Stat(real)
	if err != nil {
		return fault("No such file or folder", reason(err), shown)
	}
	file := ""
	if !info.IsDir() {
		file = filepath.Base(abs)
		real = filepath.Dir(real)
		if linked, err := filepath.EvalSymlinks(filepath.Dir(abs)); err == nil {
			real = linked // a linked file belongs to the folder that holds the link
		}
	}
	p, err := t.rel(real)
	if err != nil {
		return fault("No such file or folder", err.Error(), shown)
	}
	if p != "." && t.Excluded(p) {
		return nil
	}
	t.starts = append(t.starts, start{path: p, deep: info.IsDir(), file: file})
	bound, repository := t.bound(real)
	t.addTop(top{abs: bound, repository: repository})
	return nil
}

// bound returns the folder that bounds what belongs to a folder: its repository; where there is
// none the working folder, or the folder itself when it lies elsewhere.
func (t *Tree) bound(abs string) (bound string, repository bool) {
	for dir := abs; ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir, true
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	if within(t.dir, abs) {
		return t.dir, false
	}
	return abs, false
}

// addTop lets the tree read what is below a folder.
func (t *Tree) addTop(added top) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !slices.Contains(t.tops, added) {
		t.tops = append(t.tops, added)
	}
}

// inside reports whether an absolute path without symbolic links may be read.
func (t *Tree) inside(abs string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.ContainsFunc(t.tops, func(top top) bool { return within(top.abs, abs) })
}

// within reports whether a path is the folder or below it.
func within(top, p string) bool {
	if len(p) < len(top) || p[:len(top)] != top {
		return false
	}
	return len(p) == len(top) || os.IsPathSeparator(p[len(top)]) ||
		os.IsPathSeparator(top[len(top)-1])
}

// rel turns an absolute path into one relative to the working folder.
func (t *Tree) rel(abs string) (string, error) {
	if abs == t.dir {
		return ".", nil
	}
	if within(t.dir, abs) {
		return filepath.ToSlash(strings.TrimPrefix(abs[len(t.dir):], string(filepath.Separator))), nil
	}
	p, err := filepath.Rel(t.dir, abs)
	return filepath.ToSlash(p), err
}

// abs is the inverse of rel.
func (t *Tree) abs(p string) string {
	native := filepath.FromSlash(p)
	if filepath.IsAbs(native) {
		return filepath.Clean(native)
	}
	return filepath.Join(t.dir, native)
}

// Excluded reports whether a glob of the command line excludes a file or folder.
func (t *Tree) Excluded(p string) bool {
	return slices.ContainsFunc(t.exclude, func(glob string) bool {
		return doublestar.MatchUnvalidated(glob, p)
	})
}

// ReadDir lists a folder, by name; it reads it once. It is an error if the folder lies outside of
// the checked tree.
func (t *Tree) ReadDir(dir string) ([]Entry, error) {
	t.mu.Lock()
	l, ok := t.listings[dir]
	if !ok {
		l = &listing{}
		t.listings[dir] = l
	}
	t.mu.Unlock()
	l.once.Do(func() { l.entries, l.err = t.list(dir) })
	return l.entries, l.err
}

// list reads a folder.
func (t *Tree) list(dir string) ([]Entry, error) {
	abs := t.abs(dir)
	if !t.inside(abs) {
		return nil, outside(dir)
	}
	found, err := os.ReadDir(abs)
	entries := make([]Entry, 0, len(found))
	for _, e := range found {
		switch {
		case e.Type()&fs.ModeSymlink != 0:
			entries = append(entries, t.follow(abs, e.Name()))
		case e.IsDir():
			entries = append(entries, Entry{Name: e.Name(), Dir: true})
		case e.Type().IsRegular():
			entries = append(entries, Entry{Name: e.Name()})
		default:
			entries = append(entries, Entry{Name: e.Name(), Broken: Special})
		}
	}
	return entries, err
}

// outside is the error for what must not be read.
func outside(name string) error {
	return fmt.Errorf("%s lies outside of the checked tree", path.Clean(filepath.ToSlash(name)))
}

// reason says in words what went wrong, without the absolute path that the system adds.
func reason(err error) string {
	switch {
	case os.IsNotExist(err):
		return "it does not exist"
	case os.IsPermission(err):
		return "permission is denied"
	case strings.Contains(err.Error(), "too many links"):
		return "its symbolic links lead in a circle"
	}
	if inner, ok := err.(*fs.PathError); ok { //nolint:errorlint // os returns it bare
		return inner.Err.Error()
	}
	return err.Error()
}

// fault is an error about a path.
func fault(summary, detail, p string) *hcl.Diagnostic {
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: detail}
	if p != "" {
		d.Subject = &hcl.Range{Filename: p, Start: hcl.InitialPos, End: hcl.InitialPos}
	}
	return d
}
