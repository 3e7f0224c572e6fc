package source

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
)

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
	}
	info, err := os.Stat(real)
	if err != nil {
		entry.Broken = Dangling
		return entry
	}
	entry.Dir = info.IsDir()
	entry.Link, err = t.rel(real)
	switch {
	case err != nil || !t.inside(real):
		entry.Broken = Outside
	case entry.Dir && within(real, dir):
		entry.Broken = Loop
	case !entry.Dir && !info.Mode().IsRegular():
		entry.Broken = Special
	}
	return entry
}

// What Entry.Broken says.
const (
	Loop     = "it leads back to itself"
	Dangling = "it leads to nothing"
	Outside  = "it leads out of the checked tree"
	Special  = "it is no regular file" // a pipe, a device, a socket; or a link to one
)

// Resolve returns the path without symbolic links of a folder that may have some. It is an error
// if there is no such folder or it lies outside of the checked tree.
func (t *Tree) Resolve(dir string) (string, error) {
	dir = path.Clean(dir)
	if t.listed(dir) {
		return dir, nil
	}
	real, err := t.folder(dir)
	if err != nil {
		return "", err
	}
	if !t.inside(real) {
		return "", outside(dir)
	}
	return t.rel(real)
}

// Reach is Resolve for a folder that a file of another folder names as a part of the
// configuration. Where no repository says what belongs together it may lie anywhere: if it holds
// a file of the wanted kind, it becomes a part of the checked tree.
func (t *Tree) Reach(from, dir string, wanted func(name string) bool) (string, error) {
	dir = path.Clean(dir)
	if t.listed(dir) {
		return dir, nil
	}
	real, err := t.folder(dir)
	if err != nil {
		return "", err
	}
	if !t.inside(real) {
		if t.versioned(t.abs(from)) && !within(t.dir, real) {
			return "", outside(dir)
		}
		entries, err := os.ReadDir(real)
		if err != nil {
			return "", fmt.Errorf("%s: %s", dir, reason(err))
		}
		for _, e := range entries {
			if wanted(e.Name()) {
				t.addTop(top{abs: real})
				break
			}
		}
	}
	return t.rel(real)
}

// listed reports whether a folder, by its path without symbolic links, has been listed already.
func (t *Tree) listed(dir string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, ok := t.listings[dir]
	return ok
}

// folder returns the absolute path without symbolic links of a folder.
func (t *Tree) folder(dir string) (string, error) {
	real, err := filepath.EvalSymlinks(t.abs(dir))
	if err != nil {
		return "", fmt.Errorf("%s: %s", dir, reason(err))
	}
	info, err := os.Stat(real)
	if err != nil {
		return "", fmt.Errorf("%s: %s", dir, reason(err))
	}
	if !info.IsDir() {
		return "", fmt.Errorf("%s is not a folder", dir)
	}
	return real, nil
}

// versioned reports whether a folder belongs to a repository.
func (t *Tree) versioned(abs string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, top := range t.tops {
		if top.repository && within(top.abs, abs) {
			return true
		}
	}
	return false
}

// Target returns the path, without symbolic links, of a file that may be reached by some; the path
// itself where there is no such file.
func (t *Tree) Target(name string) string {
	real, err := filepath.EvalSymlinks(t.abs(name))
	if err != nil {
		return name
	}
	if target, err := t.rel(real); err == nil {
		return target
	}
	return name
}
