package policy

import (
	"strings"

	"github.com/ecrlint/ecrlint/pull"
)

// predicted fills what the cloud will say with the names of the pull. What is not known keeps its
// placeholder.
func predicted(text string, image pull.DocImage) string {
	var pairs []string
	for _, pair := range [][2]string{
		{"REGION", image.Region}, {"ACCOUNT", image.Account}, {"REPOSITORY", image.Repository},
	} {
		if pair[1] != "" && !strings.Contains(pair[1], "{") {
			pairs = append(pairs, pair[0], pair[1])
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// placeholders writes the parts of a text that are not known in capitals, as commands are printed:
// REGION for {region}.
func placeholders(text string) string {
	return unknownPart.ReplaceAllStringFunc(text, func(part string) string {
		switch {
		case strings.Contains(part, "region"):
			return "REGION"
		case strings.Contains(part, "account"):
			return "ACCOUNT"
		}
		return strings.ToUpper(part[1 : len(part)-1])
	})
}
