package policy

import (
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/report"
)

func TestHeaderIsReadAsOPAReadsIt(t *testing.T) {
	sources, err := builtIn()
	require.NoError(t, err)
	count := 0
	for _, src := range sources {
		parsed, err := ast.ParseModuleWithOpts(src.file, src.text, ast.ParserOptions{
			ProcessAnnotation: true, RegoVersion: ast.RegoV1,
		})
		require.NoError(t, err, src.file)
		id, err := ruleID(src, parsed)
		require.NoError(t, err)
		if id == "" {
			continue
		}
		count++
		want, err := annotated(report.Rule{ID: id, BuiltIn: true, Docs: "docs/rules/" + id + ".md"},
			src.file, packageNote(parsed))
		require.NoError(t, err)
		got := describeBuiltIn(report.Rule{ID: id, BuiltIn: true}, readHeader(src.text))
		assert.Equal(t, want, got)
	}
	assert.Greater(t, count, 30)
}

func TestEveryRuleIsDescribed(t *testing.T) {
	engine, err := Compile(Options{})
	require.NoError(t, err)
	for _, rule := range engine.Rules() {
		assert.NotEmpty(t, rule.Title, rule.ID)
		assert.NotEmpty(t, rule.Description, rule.ID)
		assert.NotEmpty(t, rule.Severity, rule.ID)
		assert.NotEmpty(t, rule.Predicts, rule.ID)
		assert.NotEmpty(t, rule.Fix, rule.ID)
		assert.NotEmpty(t, rule.Links, rule.ID)
		for _, link := range rule.Links {
			assert.Regexp(t, "^https://", link.URL, rule.ID)
			assert.NotEmpty(t, link.Title, rule.ID)
		}
	}
}
