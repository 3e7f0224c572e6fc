package main

import (
	"os"
	"path/filepath"
	"strings"
)

// repositoryPaths returns what names a file, given relative to a folder, from the top of its git
// repository, with forward slashes: the repository of the folder, or that of the file where it lies
// elsewhere. A file in none is named as it was given.
func repositoryPaths(dir string) func(file string) string {
	tops := map[string]string{}
	top := func(dir string) string {
		if _, ok := tops[dir]; !ok {
			tops[dir] = repositoryTop(dir)
		}
		return tops[dir]
	}
	return func(file string) string {
		full := filepath.FromSlash(file)
		if !filepath.IsAbs(full) {
			full = filepath.Join(dir, full)
		}
		if file == "-" { // standard input
			return file
		}
		for _, from := range []string{top(dir), top(filepath.Dir(full))} {
			if from == "" {
				continue
			}
			name, err := filepath.Rel(from, full)
			name = filepath.ToSlash(name)
			if err == nil && name != ".." && !strings.HasPrefix(name, "../") {
				return name
			}
		}
		return file
	}
}

// repositoryTop returns the top of the git repository that holds a folder; "" outside of one.
func repositoryTop(dir string) string {
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		if filepath.Dir(dir) == dir {
			return ""
		}
	}
}
