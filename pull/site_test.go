package pull_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ecrlint/ecrlint/parser"
)

// TestReference writes what nothing pins in few words; only other provider configurations than the
// usual one are named.
func TestReference(t *testing.T) {
	const host = ".dkr.ecr.eu-west-1.amazonaws.com/api:"
	for address, want := range map[string]string{
		"provider.aws":             "{account}" + host + "{var.tag}",
		"module.m.provider.aws":    "{account}" + host + "{var.tag}",
		"template.yaml":            "{account}" + host + "{var.tag}",
		"provider.aws.deploy-home": "{account of aws.deploy-home}" + host + "{var.tag}",
	} {
		s := natted()
		owner := s.root.Origins.Token(parser.Origin{
			Kind: parser.Account, Address: address, What: "the account of " + address,
		})
		tag := s.root.Origins.Token(*origin("var.tag"))
		s.container.Image = given(owner + host + tag)
		assert.Equal(t, want, s.one(t).Reference)
	}
}
