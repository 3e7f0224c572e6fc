package pull

import (
	"regexp"
	"strings"

	"github.com/distribution/reference"
	"github.com/ecrlint/ecrlint/parser"
)

// grammar checks the parts with what is not known filled in.
func (f *imageFact) grammar() string {
	name := blank(f.Repository, "x")
	switch {
	case name == "" || strings.HasSuffix(f.Repository, "/"):
		return "no_repository"
	case strings.HasSuffix(name, ":sha256"):
		return "digest_as_tag"
	case strings.ToLower(name) != name:
		return "uppercase"
	}
	text := "registry.example/" + name
	if f.Tag != "" {
		text += ":" + blank(f.Tag, "x")
	}
	if f.Digest != "" && !parser.Holed(f.Digest) {
		text += "@" + f.Digest
	}
	if _, err := reference.ParseNormalizedNamed("registry.example/" + name); err != nil {
		return "repository"
	}
	if f.registry == registryECR && (len(name) < 2 || len(name) > 256) && !parser.Holed(f.Repository) {
		return "repository"
	}
	if f.registry == registryDocker && identifier.MatchString(strings.TrimPrefix(f.Repository,
		"library/")) {
		return "repository" // it looks like the id of an image
	}
	return f.version(text)
}

// version checks the tag and the digest of a reference whose name is one.
func (f *imageFact) version(text string) string {
	_, err := reference.ParseNormalizedNamed(text)
	sums := strings.HasPrefix(f.Digest, "sha256:") || parser.Holed(f.Digest) || f.Digest == ""
	switch {
	case strings.HasPrefix(f.Tag, "sha256:"), sum.MatchString(f.Tag) &&
		strings.HasSuffix(f.Repository, ":sha256"):
		return "digest_as_tag"
	case err == nil && (sums || f.registry != registryECR):
		return ""
	case f.Digest == "":
		return "tag"
	case sum.MatchString(f.Digest):
		return "digest"
	case !strings.Contains(f.Digest, ":") && tagForm.MatchString(f.Digest):
		return "tag_as_digest"
	}
	return "digest"
}

// identifier is what is taken for the id of an image, sum the hexadecimal part of a digest, tagForm
// what may be a tag. https://github.com/distribution/reference/blob/main/regexp.go
var (
	identifier = regexp.MustCompile(`^[a-f0-9]{64}$`)
	sum        = regexp.MustCompile(`^[A-Fa-f0-9]{32,}$`)
	tagForm    = regexp.MustCompile(`^[\w][\w.-]{0,127}$`)
)

// placeholder is a word that somebody was to replace.
var placeholder = regexp.MustCompile(`(?i)<[^>]*>|\$\{|\$\(|\$[a-z_]|\{\{|^\{|\}\.|%[a-z_]+%|` +
	`(^|[^a-z])(replace|change|fill)[_-]?me([^a-z]|$)|` +
	`(^|[^a-z])your[_-](account|aws|registry|image)([^a-z]|$)|` +
	`^(aws[_-]?)?account([_-]?(id|number))?\.dkr|^(x{12}|y{12})\.dkr|^aws[_-]?(id|number)\.dkr|` +
	`\.ecr\.(aws[_-]|your[_-])?region\.|\.ecr\.xx-[a-z]+-\d\.`)

// literalProblem finds what is wrong with a reference whatever stands for its unknown parts.
func literalProblem(text string) string {
	flat := blank(text, "0")
	switch {
	case flat == "":
		return "empty"
	case strings.Contains(flat, "://"):
		return "scheme"
	case strings.HasPrefix(flat, "arn:"):
		return "arn"
	case placeholder.MatchString(flat):
		return "placeholder"
	case strings.ContainsAny(flat, " \t\r\n"):
		return "space"
	case strings.HasSuffix(flat, ":"):
		return "empty_tag"
	case strings.HasSuffix(flat, "@"):
		return "empty_digest"
	case strings.Contains(flat, ":@"):
		return "empty_tag"
	case strings.HasSuffix(flat, "/"), strings.HasPrefix(flat, "/"), strings.Contains(flat, "//"):
		return "slash"
	case !parser.Holed(text) && len(text) > 255:
		return "too_long"
	}
	if name, _, _ := cutImage(flat); !strings.Contains(name, "/") && ecrLike.MatchString(name) {
		return "no_repository"
	}
	return ""
}

// hostProblem says what is wrong with a host that is meant to be one of Amazon ECR.
func hostProblem(host string) string {
	account, rest, _ := strings.Cut(host, ".")
	switch {
	case strings.HasPrefix(host, "dkr") || strings.HasPrefix(host, "ecr"):
		return "missing_account"
	case strings.HasPrefix(rest, "ecr"):
		return "missing_dkr"
	case !accountForm.MatchString(account) && !strings.Contains(account, hole):
		return "account"
	case strings.ToLower(host) != host:
		return "host_uppercase"
	case strings.HasPrefix(rest, "dkr.ecr.") && strings.Contains(rest, "_"):
		return "region"
	}
	return "suffix"
}

// accountForm is the id of an account.
var accountForm = regexp.MustCompile(`^\d{12}$`)
