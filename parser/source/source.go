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
	tops     []string // the folders that bound what is read, absolute, without symbolic links
	listings map[string]*listing
	files    map[string]*content
}

// start is a PATH of the command line.
type start struct {
	path string // the folder
	deep bool   // false for a PATH that is a file: the folders below are not meant
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
	// Broken says why a symbolic link cannot be followed; empty when it can.
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
	if !info.IsDir() {
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
	t.starts = append(t.starts, start{path: p, deep: info.IsDir()})
	t.addTop(t.bound(real))
	return nil
}

// bound returns the folder that bounds what belongs to a folder: its repository; where there is
// none the working folder, or the folder itself when it lies elsewhere.
func (t *Tree) bound(abs string) string {
	for dir := abs; ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	if within(t.dir, abs) {
		return t.dir
	}
	return abs
}

// addTop lets the tree read what is below a folder.
func (t *Tree) addTop(abs string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !slices.Contains(t.tops, abs) {
		t.tops = append(t.tops, abs)
	}
}

// inside reports whether an absolute path without symbolic links may be read.
func (t *Tree) inside(abs string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.ContainsFunc(t.tops, func(top string) bool { return within(top, abs) })
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
		}
	}
	return entries, err
}

// follow resolves a symbolic link.
func (t *Tree) follow(dir, name string) Entry {
	entry := Entry{Name: name}
	real, err := filepath.EvalSymlinks(filepath.Join(dir, name))
	switch {
	case err != nil && strings.Contains(err.Error(), "too many links"):
		entry.Broken = Loop
		return entry
	case err != nil:
		entry.Broken = Dangling
		return entry
	case !t.inside(real):
		entry.Broken = Outside
		return entry
	}
	info, err := os.Stat(real)
	if err != nil {
		entry.Broken = Dangling
		return entry
	}
	entry.Dir = info.IsDir()
	if entry.Dir && within(real, dir) {
		entry.Broken = Loop
	}
	entry.Link, err = t.rel(real)
	if err != nil {
		entry.Broken = Outside
	}
	return entry
}

// What Entry.Broken says.
const (
	Loop     = "it leads back to itself"
	Dangling = "it leads to nothing"
	Outside  = "it leads out of the checked tree"
)

// Resolve returns the path without symbolic links of a folder that may have some. It is an error
// if there is no such folder or it lies outside of the checked tree.
func (t *Tree) Resolve(dir string) (string, error) {
	t.mu.Lock()
	_, known := t.listings[path.Clean(dir)]
	t.mu.Unlock()
	if known {
		return path.Clean(dir), nil
	}
	real, err := filepath.EvalSymlinks(t.abs(dir))
	if err != nil {
		return "", fmt.Errorf("%s: %s", path.Clean(dir), reason(err))
	}
	if info, err := os.Stat(real); err != nil || !info.IsDir() {
		return "", fmt.Errorf("%s is not a folder", path.Clean(dir))
	}
	if !t.inside(real) {
		return "", outside(dir)
	}
	return t.rel(real)
}

// ReadFile reads a file, once; the path may be absolute and may have symbolic links. It is an
// error if the file lies outside of the checked tree. The bytes are shared: do not change them.
func (t *Tree) ReadFile(name string) ([]byte, error) {
	key := path.Clean(filepath.ToSlash(name))
	t.mu.Lock()
	c, ok := t.files[key]
	if !ok {
		c = &content{}
		t.files[key] = c
	}
	t.mu.Unlock()
	c.once.Do(func() { c.bytes, c.err = t.read(key) })
	return c.bytes, c.err
}

// read reads a file that may lie behind links.
func (t *Tree) read(name string) ([]byte, error) {
	real, err := filepath.EvalSymlinks(t.abs(name))
	if err != nil {
		return nil, fmt.Errorf("%s: %s", name, reason(err))
	}
	if !t.inside(real) {
		return nil, outside(name)
	}
	return readRegular(real, name)
}

// Read reads a file of a folder that ReadDir has listed, bypassing the cache: its caller keeps the
// bytes.
func (t *Tree) Read(dir string, entry Entry) ([]byte, error) {
	name := path.Join(dir, entry.Name)
	if entry.Link != "" {
		return readRegular(t.abs(entry.Link), name)
	}
	bytes, err := os.ReadFile(t.abs(name))
	if err != nil {
		return nil, fmt.Errorf("%s: %s", name, reason(err))
	}
	return bytes, nil
}

// readRegular reads what is a file (and no device or pipe, which might never end).
func readRegular(abs, name string) ([]byte, error) {
	info, err := os.Stat(abs)
	if err != nil {
		return nil, fmt.Errorf("%s: %s", name, reason(err))
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file", name)
	}
	bytes, err := os.ReadFile(abs)
	if err != nil {
		return nil, fmt.Errorf("%s: %s", name, reason(err))
	}
	return bytes, nil
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

// ReadGiven reads a file that the command line names, wherever it lies, and returns its path.
func (t *Tree) ReadGiven(name string) (string, []byte, error) {
	abs := t.abs(name)
	shown, err := t.rel(abs)
	if err != nil {
		shown = filepath.ToSlash(filepath.Clean(name))
	}
	bytes, err := readRegular(abs, shown)
	return shown, bytes, err
}
