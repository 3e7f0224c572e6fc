package main

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/lint"
)

// Whatever the hooks look at, --changed looks at, too.
func TestHookFiles(t *testing.T) {
	text, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	require.NoError(t, err)
	given := regexp.MustCompile(`files: &files '(.*)'`).FindSubmatch(text)
	require.NotNil(t, given)
	files := regexp.MustCompile(string(given[1]))
	for _, name := range []string{
		"a.tf", "a.tf.json", "a.tofu", "x.tfvars", "terragrunt.hcl", ".ecrlint.hcl", "t.yaml", "t.yml",
		"t.json", "t.template", "t.cfn", "a.tftpl", "boot.sh", "p.txt", "mine.rego",
	} {
		assert.True(t, files.MatchString("infra/"+name), name)
		assert.True(t, lint.Relevant([]string{"infra/" + name}), name)
	}
	for _, name := range []string{"README.md", "main.go", "app.py", "logo.png"} {
		assert.False(t, files.MatchString(name), name)
		assert.False(t, lint.Relevant([]string{name}), name)
	}
}
