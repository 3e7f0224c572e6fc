package registry

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/hashicorp/go-version"
)

// address is what a module source names.
type address struct {
	module    string // NAMESPACE/NAME/PROVIDER
	submodule string // the folder behind "//"
	version   string // that a git reference or query names
	// unversioned says that the source is at a revision that is no version: a branch, a commit.
	unversioned bool
}

// hosts are the public registries, which hold the same modules.
// https://developer.hashicorp.com/terraform/language/modules/sources#terraform-registry
var hosts = []string{"registry.terraform.io/", "registry.opentofu.org/"}

// repository is the name that the registry asks of a module's repository.
// https://developer.hashicorp.com/terraform/registry/modules/publish
var repository = regexp.MustCompile(
	`github\.com[/:]([A-Za-z0-9-]+)/terraform-([a-z0-9]+)-([A-Za-z0-9_-]+?)(?:\.git)?$`)

// registered is an address in a registry.
var registered = regexp.MustCompile(`^([A-Za-z0-9-]+)/([A-Za-z0-9_-]+)/([a-z0-9]+)$`)

// parse reads a module source: an address in the registry, or in the repository on GitHub that the
// registry publishes. https://developer.hashicorp.com/terraform/language/modules/sources
func parse(source string) (address, bool) {
	var a address
	source, query, _ := strings.Cut(source, "?")
	if rest, ok := strings.CutPrefix(source, "tfr://"); ok { // Terragrunt's
		source = strings.TrimPrefix(rest, "/")
	}
	for _, host := range hosts {
		source = strings.TrimPrefix(source, host)
	}
	start := 0
	if i := strings.Index(source, "://"); i >= 0 {
		start = i + len("://")
	}
	if i := strings.Index(source[start:], "//"); i >= 0 {
		a.submodule = path.Clean(source[start+i+len("//"):])
		source = source[:start+i]
	}
	a.read(query)
	if parts := registered.FindStringSubmatch(source); parts != nil {
		a.module = strings.Join(parts[1:], "/")
		return a, true
	}
	if parts := repository.FindStringSubmatch(source); parts != nil {
		a.module = parts[1] + "/" + parts[3] + "/" + parts[2]
		return a, true
	}
	return address{}, false
}

// read reads the query of a source.
func (a *address) read(query string) {
	values, err := url.ParseQuery(query)
	if err != nil {
		a.unversioned = true
		return
	}
	for _, name := range []string{"ref", "version"} {
		given := strings.TrimPrefix(values.Get(name), "tags/")
		if given == "" {
			continue
		}
		if _, err := version.NewVersion(given); err != nil || !strings.Contains(given, ".") {
			a.unversioned = true
			continue
		}
		a.version = strings.TrimPrefix(given, "v")
	}
}
