package diagnose

import (
	"regexp"
	"strings"

	"github.com/ecrlint/ecrlint/report"
)

// imageOf is the image that a message about a pull names.
func imageOf(m *report.Meaning) string {
	if Neighbour(m.Call) {
		return ""
	}
	return m.Facts.Image
}

// likeness says whether a pull is the one that a message is about.
type likeness int

const (
	impossible likeness = iota
	possible
	certain
)

// isNamed compares the image of a pull with what the message names. Parts in braces may be
// anything.
func (x *explainer) isNamed(p *report.Pull) likeness {
	if x.image == "" || p.Image == "" {
		return x.sameRegistry(p)
	}
	image, named := familiar(p.Image), familiar(x.image)
	pattern := "^" + anything.ReplaceAllString(regexp.QuoteMeta(image), ".*") + "$"
	matched, err := regexp.MatchString(pattern, named)
	switch {
	case err != nil, matched && strings.Contains(image, "{") && !knownName(image):
		return possible
	case matched, tagged(image, named), tagged(named, image), sameRepository(image, named):
		return certain
	}
	return impossible
}

// familiar is an image reference without what stands for Docker Hub and for the usual tag.
func familiar(image string) string {
	for _, prefix := range []string{"docker.io/", "index.docker.io/", "library/"} {
		image = strings.TrimPrefix(image, prefix)
	}
	return strings.TrimSuffix(image, ":latest")
}

// tagged reports whether an image is another one with a tag or digest.
func tagged(image, bare string) bool {
	bare, _, _ = strings.Cut(bare, "@")
	return strings.HasPrefix(image, bare+":") || strings.HasPrefix(image, bare+"@")
}

// anything matches a part in braces in a quoted pattern.
var anything = regexp.MustCompile(`\\\{[^{}]*\\\}`)

// knownName reports whether the name of a repository is written out.
func knownName(image string) bool {
	name := repositoryIn(image)
	return name != "" && !strings.Contains(name, "{")
}

// sameRepository compares images but for their tags and what is not known of their registry.
func sameRepository(image, named string) bool {
	return knownName(image) && repositoryIn(image) == repositoryIn(named) &&
		strings.Contains(image, "{") && strings.Contains(named, ".ecr")
}

// sameRegistry compares the registry only.
func (x *explainer) sameRegistry(p *report.Pull) likeness {
	f := &x.meaning.Facts
	registry := f.Registry
	if registry == "" || Neighbour(x.meaning.Call) || p.Image == "" {
		return possible
	}
	host, _, _ := strings.Cut(p.Image, "/")
	switch {
	case strings.Contains(host, "{"), f.Account == "" && strings.Contains(registry, ".ecr"):
		return possible
	case strings.Contains(registry, ".ecr") && host != registry:
		return impossible
	case strings.Contains(registry, "docker"):
		if p.Registry != "docker-hub" && p.Registry != "unknown" {
			return impossible
		}
	}
	return possible
}
