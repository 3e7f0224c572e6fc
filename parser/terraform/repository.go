package terraform

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/parser/source"
)

// borrowed is a folder of the tree that a source names by the address of the repository that the
// tree is a checkout of.
type borrowed struct {
	dir string // empty where it must not be taken for what the source names
	// why says, of a source that names this repository, why its folder is not taken; hint what
	// would tell.
	why, hint string
	// assumes is what is taken for granted; empty where the source means what is checked out.
	assumes string
}

// gitSource is a module source in a git repository.
// https://developer.hashicorp.com/terraform/language/modules/sources#generic-git-repository
type gitSource struct {
	repository string // as of repositoryName
	folder     string // behind "//"; "." for the whole
	ref        string // of the query; empty for the default branch
}

// shorthands are hosts whose repositories need no "git::" before them.
// https://developer.hashicorp.com/terraform/language/modules/sources
var shorthands = []string{"github.com/", "gitlab.com/", "bitbucket.org/"}

// parseGitSource reads a source that names a git repository; false for any other.
func parseGitSource(text string) (gitSource, bool) {
	text, query, _ := strings.Cut(text, "?")
	rest, forced := strings.CutPrefix(text, "git::")
	plain := slices.ContainsFunc(shorthands, func(host string) bool {
		return strings.HasPrefix(rest, host)
	})
	if !forced && !plain && !strings.HasPrefix(rest, "git@") {
		return gitSource{}, false
	}
	start := 0
	if i := strings.Index(rest, "://"); i >= 0 {
		start = i + len("://")
	}
	s := gitSource{folder: "."}
	if i := strings.Index(rest[start:], "//"); i >= 0 {
		s.folder = path.Clean(rest[start+i+len("//"):])
		rest = rest[:start+i]
	} else if plain && !forced {
		rest, s.folder = shorthandFolder(rest)
	}
	s.repository = repositoryName(rest)
	values, err := url.ParseQuery(query)
	if err != nil || s.repository == "" {
		return gitSource{}, false
	}
	s.ref = values.Get("ref")
	return s, true
}

// shorthandFolder cuts a folder off that follows a repository without "//", as go-getter has it.
func shorthandFolder(rest string) (repository, folder string) {
	parts := strings.SplitN(rest, "/", 4)
	if len(parts) < 4 || strings.HasPrefix(rest, "gitlab.com/") {
		return rest, "."
	}
	return strings.Join(parts[:3], "/"), path.Clean(parts[3])
}

// scpForm is how SSH writes the place of a repository: user@host:path.
var scpForm = regexp.MustCompile(`^(?:[^@/:]+@)?([^/:]+):([^/].*|/[^/].*)$`)

// azure are the forms of repositories in Azure DevOps.
// https://learn.microsoft.com/azure/devops/repos/git/clone
var azure = []struct {
	form *regexp.Regexp
	name string
}{
	{regexp.MustCompile(`^(?:ssh\.dev\.azure\.com|vs-ssh\.visualstudio\.com)/v3/(.+)$`), "$1"},
	{regexp.MustCompile(`^dev\.azure\.com/([^/]+)/([^/]+)/_git/([^/]+)$`), "$1/$2/$3"},
	{regexp.MustCompile(`^dev\.azure\.com/([^/]+)/_git/([^/]+)$`), "$1/$2/$2"},
	{
		regexp.MustCompile(`^([^./]+)\.visualstudio\.com/(?:defaultcollection/)?([^/]+)/_git/([^/]+)$`),
		"$1/$2/$3",
	},
}

// repositoryName returns the address of a repository so that all of its spellings are the same:
// host and path, without scheme, user, port and ending. It is empty for what is none.
func repositoryName(text string) string {
	text = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(text), "git::"))
	if _, rest, ok := strings.Cut(text, "://"); ok {
		host, rest, _ := strings.Cut(rest, "/")
		host = host[strings.LastIndex(host, "@")+1:]
		host, _, _ = strings.Cut(host, ":")
		text = host + "/" + rest
	} else if parts := scpForm.FindStringSubmatch(text); parts != nil {
		text = parts[1] + "/" + strings.TrimPrefix(parts[2], "/")
	}
	text = strings.TrimSuffix(strings.TrimSuffix(strings.TrimRight(text, "/"), ".git"), "/")
	text = strings.ReplaceAll(text, "%20", " ")
	for _, a := range azure {
		if a.form.MatchString(text) {
			return a.form.ReplaceAllString(text, "dev.azure.com/"+a.name)
		}
	}
	host, rest, ok := strings.Cut(text, "/")
	if !ok || !strings.Contains(host, ".") || host[0] == '.' || rest == "" {
		return ""
	}
	// Bitbucket's own servers put /scm/ before it over HTTP.
	return host + "/" + strings.TrimPrefix(rest, "scm/")
}

// externalModules is where checkov keeps the modules that it has fetched, at the top of what it
// checks: by host, path and version of their repositories.
// https://www.checkov.io/7.Scan%20Examples/Terraform.html
const externalModules = ".external_modules"

// fetched returns the folder where checkov has put what a git source names.
func (h *homes) fetched(from string, s gitSource) (borrowed, bool) {
	tops := []string{"."}
	if r := h.of(from); r != nil && r.Top != "." {
		tops = append(tops, r.Top)
	}
	ref := s.ref
	if ref == "" {
		ref = "HEAD"
	}
	for _, top := range tops {
		entries, _ := h.src.ReadDir(top)
		if !slices.ContainsFunc(entries, func(e source.Entry) bool {
			return e.Dir && e.Name == externalModules
		}) {
			continue
		}
		dir := path.Join(top, externalModules, s.repository, ref, s.folder)
		if real, err := h.src.Resolve(dir); err == nil {
			return borrowed{dir: real}, true
		}
	}
	return borrowed{}, false
}

// commitForm is what a commit looks like, also shortened.
var commitForm = regexp.MustCompile(`^[0-9a-f]{7,64}$`)

// homes finds the repositories that folders belong to.
type homes struct {
	src   *source.Tree
	found map[string]*source.Repository // by folder
}

// of returns the repository that a folder belongs to; nil where there is none.
func (h *homes) of(dir string) *source.Repository {
	if r, ok := h.found[dir]; ok {
		return r
	}
	if h.found == nil {
		h.found = map[string]*source.Repository{}
	}
	r := h.src.Repository(dir)
	h.found[dir] = r
	return r
}

// borrow returns the folder of the tree that a source names by the repository's address; false for
// a source that names something else. From is the folder where it is written.
func (h *homes) borrow(from, text string) (borrowed, bool) {
	s, ok := parseGitSource(text)
	if ok {
		if b, found := h.fetched(from, s); found {
			return b, true
		}
	} else {
		if s, ok = publishedSource(text); !ok {
			return borrowed{}, false
		}
	}
	repository := h.of(from)
	if repository == nil || !slices.ContainsFunc(repository.Remotes, func(url string) bool {
		return repositoryName(url) == s.repository
	}) {
		return borrowed{}, false
	}
	b := s.version(repository, text)
	b.dir = path.Join(repository.Top, s.folder)
	if strings.HasPrefix(s.folder, "../") || s.folder == ".." {
		b.why = fmt.Sprintf("has its source %s outside of the repository", text)
	}
	if b.why != "" {
		b.dir = ""
	}
	return b, true
}

// version says whether the version that a source names is the one that is checked out. A commit
// that is another one names other text; of a branch and a tag it is taken for granted that they
// hold the same.
func (s gitSource) version(repository *source.Repository, text string) borrowed {
	commit := repository.Commit
	tag := strings.TrimPrefix(s.ref, "refs/tags/")
	switch {
	case commitForm.MatchString(s.ref) && strings.HasPrefix(commit, s.ref),
		commit != "" && repository.Tag(tag) == commit,
		s.ref != "" && s.ref == repository.Branch:
		return borrowed{}
	case commitForm.MatchString(s.ref):
		return borrowed{
			why: fmt.Sprintf("has its source %s at another commit of this repository than the one "+
				"that is checked out", text),
			hint: "run `terraform init` to have it on disk, or check out " + s.ref,
		}
	}
	named := "the default branch"
	if s.ref != "" {
		named = s.ref
	}
	return borrowed{assumes: fmt.Sprintf("%s of this repository, which the source %s names, holds "+
		"the same as what is checked out", named, text)}
}

// publishedSource reads an address in the public registry as the repository on GitHub that the
// registry publishes under it.
// https://developer.hashicorp.com/terraform/registry/modules/publish#requirements
func publishedSource(text string) (gitSource, bool) {
	for _, host := range []string{"registry.terraform.io/", "registry.opentofu.org/", "tfr:///"} {
		text = strings.TrimPrefix(text, host)
	}
	text, _, _ = strings.Cut(text, "?")
	address, folder, _ := strings.Cut(text, "//")
	parts := strings.Split(address, "/")
	if len(parts) != 3 || strings.ContainsAny(address, ":@.") {
		return gitSource{}, false
	}
	name := strings.ToLower("github.com/" + parts[0] + "/terraform-" + parts[2] + "-" + parts[1])
	return gitSource{repository: name, folder: path.Clean(folder), ref: "a version"}, true
}
