package lint

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ConfigName is the name of the configuration file.
const ConfigName = ".ecrlint.hcl"

// FindConfig returns the configuration file for some paths: the first above each of them, up to the
// top of its repository. It is empty where there is none; several are an error.
func FindConfig(dir string, paths []string) (string, error) {
	found := ""
	for _, path := range paths {
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		one := configAbove(dir, filepath.Clean(path))
		if one == "" || one == found {
			continue
		}
		if found != "" {
			return "", fmt.Errorf("%s and %s are both above the paths; choose one with --config",
				relative(dir, found), relative(dir, one))
		}
		found = one
	}
	return found, nil
}

// configAbove returns the configuration file of the nearest folder above a path that has one, no
// further up than the top of the git repository; outside of a repository no further up than the
// working folder, and than the folder itself where it is not below that.
func configAbove(dir, path string) string {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		path = filepath.Dir(path)
	}
	top := repositoryOf(path)
	if rel := relative(dir, path); top == "" && rel != ".." && !strings.HasPrefix(rel, "../") {
		top = dir
	}
	for folder := path; ; folder = filepath.Dir(folder) {
		file := filepath.Join(folder, ConfigName)
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file
		}
		if top == "" || folder == top {
			return ""
		}
	}
}

// repositoryOf returns the top of the git repository that holds a folder; "" outside of one.
func repositoryOf(folder string) string {
	for ; ; folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, ".git")); err == nil {
			return folder
		}
		if filepath.Dir(folder) == folder {
			return ""
		}
	}
}

// relative writes a path relative to a folder, with forward slashes.
func relative(dir, path string) string {
	if rel, err := filepath.Rel(dir, path); err == nil {
		path = rel
	}
	return filepath.ToSlash(path)
}
