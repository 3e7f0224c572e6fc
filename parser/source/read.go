package source

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
)

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
