package report

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func compiled(t *testing.T, schema []byte) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(t, compiler.AddResource("schema.json", document))
	result, err := compiler.Compile("schema.json")
	require.NoError(t, err)
	return result
}

func parsed(t *testing.T, text []byte) any {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	return document
}

func written(t *testing.T, r *Report) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, WriteJSON(&out, r))
	return out.Bytes()
}

func TestJSONFollowsItsSchema(t *testing.T) {
	schema := compiled(t, Schema)
	assert.NoError(t, schema.Validate(parsed(t, written(t, sample()))))
	assert.NoError(t, schema.Validate(parsed(t, written(t, &Report{}))), "an empty report")

	bent := sample()
	bent.Findings[0].Severity = "fatal"
	require.Error(t, schema.Validate(parsed(t, written(t, bent))), "a severity that is none")
	bent = sample()
	bent.Pulls[0].Registry = ""
	assert.Error(t, schema.Validate(parsed(t, written(t, bent))), "a registry that is none")
}

// Consumers iterate over arrays without asking whether they are there.
func TestJSONHasNoNullArrays(t *testing.T) {
	r := &Report{Pulls: []Pull{{}}, Findings: []Finding{{}}}
	assert.NotContains(t, string(written(t, r)), "null")
}

func TestJSONLeavesCharactersAsTheyAre(t *testing.T) {
	r := &Report{Findings: []Finding{{Message: "a <b> & ü → \U0001F433"}}}
	assert.Contains(t, string(written(t, r)), "a <b> & ü → \U0001F433")
}

// The same findings in another order give the same bytes.
func TestSortMakesTheOrderIrrelevant(t *testing.T) {
	turned := sample()
	reverse(turned.Findings)
	reverse(turned.Pulls)
	reverse(turned.Roots)
	reverse(turned.Diagnostics)
	for i := range turned.Findings {
		reverse(turned.Findings[i].Pulls)
	}
	turned.Sort()
	assert.Equal(t, string(written(t, sample())), string(written(t, turned)))
}

func reverse[T any](list []T) {
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
}

func TestSummaryCounts(t *testing.T) {
	assert.Equal(t, Summary{
		Roots: 2, Workloads: 4, Pulls: 5, Verdicts: Verdicts{Fails: 2, Unknown: 2, Pulls: 1},
		Errors: 2, Warnings: 2, Infos: 1, Suppressed: 2,
	}, sample().Summary())
}

func TestSARIFFollowsTheStandard(t *testing.T) {
	source, err := os.ReadFile("testdata/sarif-2.1.0.schema.json")
	require.NoError(t, err)
	schema := compiled(t, source)
	for name, r := range map[string]*Report{"full": sample(), "empty": {}} {
		var out bytes.Buffer
		require.NoError(t, WriteSARIF(&out, r, FileOptions{}))
		assert.NoError(t, schema.Validate(parsed(t, out.Bytes())), name)
	}
	assert.Error(t, schema.Validate(parsed(t, []byte(`{"version":"2.1.0","runs":[{}]}`))))
}

// result is what the tests look at in a SARIF result.
type result struct {
	RuleID    string `json:"ruleId"`
	RuleIndex *int   `json:"ruleIndex"`
	Level     string `json:"level"`
	Locations []struct {
		PhysicalLocation struct {
			ArtifactLocation struct{ URI string }
			Region           struct{ StartLine, StartColumn, EndColumn int }
		}
	}
}

func results(t *testing.T, r *Report, options FileOptions) []result {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, WriteSARIF(&out, r, options))
	var log struct{ Runs []struct{ Results []result } }
	require.NoError(t, json.Unmarshal(out.Bytes(), &log))
	return log.Runs[0].Results
}

func TestSARIFGroupsByRuleAndPosition(t *testing.T) {
	r := sample()
	r.Suppressed = nil
	var rules []string
	for _, result := range results(t, r, FileOptions{}) {
		rules = append(rules, result.RuleID)
	}
	assert.Equal(t, []string{
		"mine/house_rule", "network/s3_egress_blocked", "mine/house_rule", "endpoint/s3_policy",
	}, rules, "two instances of one egress block are one result")
}

func TestSARIFPaths(t *testing.T) {
	for _, test := range []struct{ base, file, want string }{
		{"", "main.tf", "main.tf"},
		{"infra/eu", "main.tf", "infra/eu/main.tf"},
		{"infra/eu", "../net/main.tf", "infra/net/main.tf"},
		{"", "a b/ü%.tf", "a%20b/%C3%BC%25.tf"},
	} {
		at := Location{File: test.file, Line: 1, Column: 1}
		r := &Report{Findings: []Finding{{Rule: "a/b", Location: at}}}
		got := results(t, r, FileOptions{Path: func(f string) string { return path.Join(test.base, f) }})
		assert.Equal(t, test.want, got[0].Locations[0].PhysicalLocation.ArtifactLocation.URI)
	}
}

func TestSARIFCountsColumnsInCodePoints(t *testing.T) {
	const line = "e\u0301 = \U0001F468\u200D\U0001F469 x" // two characters made of five code points
	r := &Report{
		Findings: []Finding{{
			Rule: "a/b", Location: Location{File: "f", Line: 1, Column: 7, EndLine: 1, EndColumn: 8},
		}},
		Sources: func(string) []byte { return []byte(line) },
	}
	region := results(t, r, FileOptions{})[0].Locations[0].PhysicalLocation.Region
	assert.Equal(t, "x", string([]rune(line)[region.StartColumn-1:region.EndColumn-1]))
}

func TestSARIFRuleIndexOnlyForKnownRules(t *testing.T) {
	r := &Report{
		Rules:    []Rule{{ID: "a/a"}, {ID: "a/b"}},
		Findings: []Finding{{Rule: "a/b"}, {Rule: "z/z"}},
	}
	got := results(t, r, FileOptions{})
	require.NotNil(t, got[0].RuleIndex)
	assert.Equal(t, 1, *got[0].RuleIndex)
	assert.Nil(t, got[1].RuleIndex)
}
