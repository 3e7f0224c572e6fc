package source

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// ignoreRule is one line of a .gitignore file, see https://git-scm.com/docs/gitignore.
type ignoreRule struct {
	pattern  string
	negated  bool // the line starts with !
	dirOnly  bool // the line ends in /
	anchored bool // the pattern is matched against the path below the file, not the base name
	literal  bool // the pattern holds no special characters
}

// ignoreFile holds the rules of one file, in order.
type ignoreFile struct {
	rules []ignoreRule
}

// parseIgnore reads the text of a .gitignore file.
func parseIgnore(text []byte) *ignoreFile {
	f := &ignoreFile{}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	for line := range strings.SplitSeq(string(text), "\n") {
		if rule, ok := parseRule(line); ok {
			f.rules = append(f.rules, rule)
		}
	}
	return f
}

// parseRule reads one line; false for a comment, an empty line and one that can match nothing.
func parseRule(line string) (ignoreRule, bool) {
	line = trimTrailingSpace(strings.TrimSuffix(line, "\r"))
	if line == "" || line[0] == '#' {
		return ignoreRule{}, false
	}
	var rule ignoreRule
	if line[0] == '!' {
		rule.negated = true
		line = line[1:]
	}
	if strings.HasSuffix(line, "/") {
		rule.dirOnly = true
		line = line[:len(line)-1]
	}
	rule.anchored = strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")
	rule.pattern = line
	rule.literal = !strings.ContainsAny(line, `*?[\`)
	return rule, line != ""
}

// trimTrailingSpace removes the spaces at the end of a line, but for one after a backslash.
func trimTrailingSpace(line string) string {
	end := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case ' ':
			continue
		case '\\':
			i++ // whatever follows is meant
		}
		end = min(i+1, len(line))
	}
	return line[:end]
}

// decide returns what the file says about a path relative to its folder: the last rule that
// matches decides.
func (f *ignoreFile) decide(rel string, dir bool) (ignored, decided bool) {
	for i := len(f.rules) - 1; i >= 0; i-- {
		if f.rules[i].matches(rel, dir) {
			return !f.rules[i].negated, true
		}
	}
	return false, false
}

// matches reports whether the rule is about a path.
func (r *ignoreRule) matches(rel string, dir bool) bool {
	if r.dirOnly && !dir {
		return false
	}
	if !r.anchored {
		rel = path.Base(rel)
	}
	if r.literal {
		return r.pattern == rel
	}
	return wildmatch(r.pattern, rel)
}

// ignores are the ignore files that are about a folder's content, innermost first.
type ignores struct {
	base   string // the folder of the file, absolute
	file   *ignoreFile
	parent *ignores
}

// ignored reports whether git ignores a file or folder, given by its absolute path, whose parents
// it does not ignore.
func (g *ignores) ignored(abs string, dir bool) bool {
	for ; g != nil; g = g.parent {
		rel := filepath.ToSlash(strings.TrimPrefix(abs[len(g.base):], string(filepath.Separator)))
		if ignored, decided := g.file.decide(rel, dir); decided {
			return ignored
		}
	}
	return false
}

// enter returns the ignores for the content of a folder, given by its absolute path.
func enter(g *ignores, abs string, entries []Entry) *ignores {
	var repository, file bool
	for _, e := range entries {
		repository = repository || e.Name == ".git"
		file = file || e.Name == ".gitignore" && !e.Dir && e.Link == "" && e.Broken == ""
	}
	if repository { // the ignore files of one repository say nothing about another inside it
		g = ignoreIn(nil, abs, gitExclude(abs))
	}
	if file {
		g = ignoreIn(g, abs, filepath.Join(abs, ".gitignore"))
	}
	return g
}

// ignoreIn adds the rules of a file to the ignores of a folder, if there is such a file.
func ignoreIn(g *ignores, abs, file string) *ignores {
	text, err := os.ReadFile(file)
	if err != nil {
		return g
	}
	return &ignores{base: abs, file: parseIgnore(text), parent: g}
}

// above returns the ignores that the folders above one hold, up to the folder that bounds it;
// none when they ignore the folder or whatever it holds, because a PATH is meant nevertheless.
func (t *Tree) above(abs string) *ignores {
	chain := []string{abs}
	for top, _ := t.bound(abs); chain[len(chain)-1] != top; {
		chain = append(chain, filepath.Dir(chain[len(chain)-1]))
	}
	var g *ignores
	for i := len(chain) - 1; i > 0; i-- {
		g = ignoreIn(g, chain[i], gitExclude(chain[i]))
		g = ignoreIn(g, chain[i], filepath.Join(chain[i], ".gitignore"))
		if g.ignored(chain[i-1], true) {
			return nil
		}
	}
	// A name that nobody has stands for whatever a rule like build/* ignores.
	if g.ignored(filepath.Join(abs, "\x7f\x7f"), false) {
		return nil
	}
	return g
}

// gitExclude returns the path of a repository's own exclude file.
func gitExclude(dir string) string {
	_, common := gitFolders(dir)
	return filepath.Join(common, "info", "exclude")
}

// resolveFrom resolves a path against a folder.
func resolveFrom(dir, p string) string {
	p = filepath.FromSlash(p)
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(dir, p)
}
