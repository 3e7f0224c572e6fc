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
	if _, err := reference.ParseNormalizedNamed(text); err != nil {
		if f.Digest != "" {
			return "digest"
		}
		return "tag"
	}
	return ""
}

// placeholder is a word that somebody was to replace.
var placeholder = regexp.MustCompile(`(?i)<[^>]*>|\$\{|\{\{|replace[_-]?me|change[_-]?me|` +
	`your[_-](account|aws|registry|image)|account[_-]id\.dkr|aws_account_id`)

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
	case len(account) != 12 && !strings.Contains(account, hole):
		return "account"
	}
	return "suffix"
}
