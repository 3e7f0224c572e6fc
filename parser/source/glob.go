package source

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Glob returns the files below a folder whose path relative to it matches a doublestar pattern,
// sorted. It is an error if the folder lies outside of the checked tree; a folder that does not
// exist has no files.
func (t *Tree) Glob(dir, pattern string) ([]string, error) {
	real, err := filepath.EvalSymlinks(t.abs(dir))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %s", dir, reason(err))
	}
	up := ""
	pattern = filepath.ToSlash(filepath.Clean(pattern))
	for strings.HasPrefix(pattern, "../") { // the pattern may begin with a way out of the folder
		pattern, up, real = pattern[len("../"):], up+"../", filepath.Dir(real)
	}
	if !t.inside(real) {
		return nil, outside(dir)
	}
	tree := os.DirFS(real)
	matches, err := doublestar.Glob(tree, pattern)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", pattern, err)
	}
	files := make([]string, 0, len(matches))
	for _, m := range matches {
		info, err := fs.Stat(tree, m)
		if err == nil && info.Mode().IsRegular() {
			files = append(files, up+m)
		}
	}
	slices.Sort(files)
	return files, nil
}
