package policy

import (
	"maps"
	"regexp"
	"slices"
	"strings"
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

// What a page names by Terraform's argument it names by the template's property too.
func TestPagesNameBothLanguages(t *testing.T) {
	engine, err := Compile(Options{})
	require.NoError(t, err)
	argument := regexp.MustCompile(`\b[a-z]+(_[a-z]+)+\b`)
	named := 0
	for _, rule := range engine.Rules() {
		for _, text := range []string{rule.Description, rule.Fix} {
			if argument.MatchString(text) {
				named++
				assert.Regexp(t, `\bin\s+templates\b`, text, rule.ID)
			}
		}
	}
	assert.NotZero(t, named)
}

// A rule is compiled when a gate or doubt occurs that it says it looks at, so it must say so of all
// that it does look at.
func TestRulesSayWhatTheyLookAt(t *testing.T) {
	names := slices.Concat(slices.Collect(maps.Keys(reasonsOnLegs)),
		slices.Collect(maps.Keys(reasonsOfPull)), slices.Collect(maps.Keys(doubtRules)))
	word := regexp.MustCompile(`"(\w+)"`)
	sources, err := builtIn()
	require.NoError(t, err)
	for _, src := range sources {
		m := glance(src)
		if m.id == "" {
			continue
		}
		assert.NotEmpty(t, m.looksAt, m.id)
		assert.Subset(t, names, m.looksAt, m.id)
		var mentioned []string
		for line := range strings.SplitSeq(src.text, "\n") {
			if strings.Contains(line, ".name ==") || strings.Contains(line, ".name in {") {
				for _, match := range word.FindAllStringSubmatch(line, -1) {
					mentioned = append(mentioned, match[1])
				}
			}
		}
		for helper, name := range map[string]string{
			"gates.stranded": "exit", "gates.egress": "egress", "gates.only_layers": "egress",
		} {
			if strings.Contains(src.text, helper) {
				mentioned = append(mentioned, name)
			}
		}
		for _, name := range mentioned {
			if slices.Contains(names, name) {
				assert.Contains(t, m.looksAt, name, m.id)
			}
		}
	}
}
