package source

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

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
	if !t.inside(real) {
		return nil, outside(dir)
	}
	matches, err := doublestar.Glob(os.DirFS(real), filepath.ToSlash(filepath.Clean(pattern)))
	if err != nil {
		return nil, fmt.Errorf("%q: %w", pattern, err)
	}
	files := make([]string, 0, len(matches))
	for _, m := range matches {
		info, err := fs.Stat(os.DirFS(real), m)
		if err == nil && info.Mode().IsRegular() {
			files = append(files, m)
		}
	}
	slices.Sort(files)
	return files, nil
}
