package source

import (
	"os"
	"path/filepath"
	"strings"
)

// Repository is what the git repository around a folder says of itself. Git is not run: its files
// are read. https://git-scm.com/docs/gitrepository-layout
type Repository struct {
	// Top is the repository's folder, as paths are written in the tree.
	Top string
	// Remotes are the URLs of its remotes, as they stand in its configuration.
	Remotes []string
	// Commit is the commit that is checked out, 40 or 64 hexadecimal digits; Branch the branch.
	// Each is empty where it is not known.
	Commit, Branch string
	git, common    string // its folders: of this work tree, and of all of them
}

// Repository returns the git repository that a folder belongs to; nil where there is none.
func (t *Tree) Repository(dir string) *Repository {
	abs, repository := t.bound(t.abs(dir))
	if !repository {
		return nil
	}
	top, err := t.rel(abs)
	if err != nil {
		return nil
	}
	r := &Repository{Top: top}
	r.git, r.common = gitFolders(abs)
	text, _ := os.ReadFile(filepath.Join(r.common, "config"))
	r.Remotes = remotes(string(text))
	head, _ := os.ReadFile(filepath.Join(r.git, "HEAD"))
	r.Commit = strings.TrimSpace(string(head))
	if name, ok := strings.CutPrefix(r.Commit, "ref:"); ok {
		name = strings.TrimSpace(name)
		r.Branch, _ = strings.CutPrefix(name, "refs/heads/")
		r.Commit = r.resolve(name)
	}
	return r
}

// Tag returns the commit that a tag stands for; empty where that is not known.
func (r *Repository) Tag(name string) string { return r.resolve("refs/tags/" + name) }

// resolve returns the commit of a reference. A tag of its own kind, which only its object could
// resolve, is none unless git has noted what it stands for.
func (r *Repository) resolve(name string) string {
	packed, _ := os.ReadFile(filepath.Join(r.common, "packed-refs"))
	loose, err := os.ReadFile(filepath.Join(r.common, filepath.FromSlash(name)))
	if err == nil && filepath.IsLocal(filepath.FromSlash(name)) {
		return strings.TrimSpace(string(loose))
	}
	found := ""
	for line := range strings.Lines(string(packed)) {
		line = strings.TrimSpace(line)
		if peeled, ok := strings.CutPrefix(line, "^"); ok && found != "" {
			return peeled
		}
		if found != "" {
			break
		}
		if hash, ref, ok := strings.Cut(line, " "); ok && ref == name {
			found = hash
		}
	}
	return found
}

// remotes returns the URLs of the remotes in a configuration of git.
func remotes(config string) []string {
	var urls []string
	inside := false
	for line := range strings.Lines(config) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			inside = strings.HasPrefix(strings.ToLower(line), "[remote ")
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if inside && ok && strings.EqualFold(strings.TrimSpace(name), "url") {
			urls = append(urls, strings.Trim(strings.TrimSpace(value), `"`))
		}
	}
	return urls
}

// gitFolders returns where a repository keeps its files: those of this work tree, and those that
// all its work trees share. In a linked work tree and a submodule .git is a file that names them.
func gitFolders(dir string) (own, common string) {
	own = filepath.Join(dir, ".git")
	common = own
	if text, err := os.ReadFile(own); err == nil {
		named := strings.TrimSpace(strings.TrimPrefix(string(text), "gitdir:"))
		own = resolveFrom(dir, named)
		common = own
		if text, err := os.ReadFile(filepath.Join(own, "commondir")); err == nil {
			common = resolveFrom(own, strings.TrimSpace(string(text)))
		}
	}
	return own, common
}

// Absolute returns the absolute path of a path of the tree, with forward slashes.
func (t *Tree) Absolute(p string) string { return filepath.ToSlash(t.abs(p)) }

// Relative returns a path, absolute or not, as paths are written in the tree.
func (t *Tree) Relative(p string) string {
	if rel, err := t.rel(t.abs(p)); err == nil {
		return rel
	}
	return p
}
