package report

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// diagnosed is a diagnosis with everything in it.
func diagnosed() *Diagnosis {
	r := sample()
	return &Diagnosis{
		Version: "1.2.3",
		Meaning: Meaning{
			Message: "CannotPullContainerError: context canceled\x1b[31m", Kind: "connection", Call: "secrets",
			Summary: "A call got no answer.", Hop: "It may be any hop.",
			Facts: Facts{Image: "app:1", Address: "10.0.0.1", AddressKind: "private", Policy: "identity"},
			Rules: []string{"network/no_route"}, Unseen: []string{"an outage"},
			See: "https://docs.aws.amazon.com/",
		},
		Causes: []Rule{{ID: "network/no_route", Title: "No way"}},
		Report: r,
		Explanations: []Explanation{
			{Finding: r.Findings[1].Fingerprint, Why: "it fits better"},
			{Finding: r.Findings[0].Fingerprint, Why: "it fits"},
		},
		Calls: 2,
	}
}

func diagnosisJSON(t *testing.T, d *Diagnosis) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, WriteDiagnosisJSON(&out, d))
	return out.Bytes()
}

func TestDiagnosisFollowsItsSchema(t *testing.T) {
	schema := compiled(t, DiagnosisSchema)
	require.NoError(t, schema.Validate(parsed(t, diagnosisJSON(t, diagnosed()))))

	alone := diagnosed()
	alone.Report, alone.Explanations, alone.Calls = nil, nil, -1
	alone.Open = []OpenPull{{PullRef: PullRef{Root: ".", Workload: "w"}, Call: "logs"}}
	text := diagnosisJSON(t, alone)
	require.NoError(t, schema.Validate(parsed(t, text)), "no configuration")
	assert.NotContains(t, string(text), "null")
	assert.NotContains(t, string(text), `"calls"`)

	bent := diagnosed()
	bent.Meaning.Kind = "magic"
	require.Error(t, schema.Validate(parsed(t, diagnosisJSON(t, bent))), "a kind that is none")
	bent = diagnosed()
	bent.Meaning.Call = "lunch"
	assert.Error(t, schema.Validate(parsed(t, diagnosisJSON(t, bent))), "a call that is none")
}

// What a diagnosis shares with a report looks the same, but that a fault may be of no rule.
func TestSchemasShareTheirDefinitions(t *testing.T) {
	for _, schema := range [][]byte{DiagnosisSchema, WhySchema} {
		sharesDefinitions(t, schema)
	}
}

func sharesDefinitions(t *testing.T, schema []byte) {
	t.Helper()
	var whole, part struct {
		Defs map[string]any `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(Schema, &whole))
	require.NoError(t, json.Unmarshal(schema, &part))
	shared := 0
	for name, definition := range part.Defs {
		other, ok := whole.Defs[name]
		if !ok {
			continue
		}
		shared++
		if name == "finding" {
			definition.(map[string]any)["properties"].(map[string]any)["rule"] = other.(map[string]any)["properties"].(map[string]any)["rule"]
		}
		assert.Equal(t, other, definition, "%s: copy it from report.json", name)
	}
	assert.Greater(t, shared, 5)
}

// The findings stand in the order of the explanations, the likeliest first.
func TestDiagnosisKeepsTheOrder(t *testing.T) {
	d := diagnosed()
	var out struct {
		Findings []struct{ Fingerprint string }
	}
	require.NoError(t, json.Unmarshal(diagnosisJSON(t, d), &out))
	require.Len(t, out.Findings, 2)
	assert.Equal(t, d.Explanations[0].Finding, out.Findings[0].Fingerprint)
}

// A message cannot steer the terminal, and every part of a diagnosis is said.
func TestDiagnosisInText(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, WriteDiagnosis(&out, diagnosed(), TextOptions{}))
	text := out.String()
	assert.NotContains(t, text, "\x1b")
	for _, part := range []string{
		"A call got no answer.", "It may be any hop.", "10.0.0.1 (private)", "fits     it fits better",
		"2 explanations in 2 roots",
	} {
		assert.Contains(t, text, part)
	}
	open := diagnosed()
	open.Explanations = nil
	open.Open = []OpenPull{{
		PullRef:  PullRef{Root: ".", Workload: "aws_ecs_service.w", Container: "c"},
		Unknowns: []Missing{{What: "route table of aws_subnet.a", Why: "is read at plan time", Hint: "give it"}},
	}}
	out.Reset()
	require.NoError(t, WriteDiagnosis(&out, open, TextOptions{}))
	for _, part := range []string{
		"Nothing in the configuration explains it", "? aws_ecs_service.w (container c)",
		"route table of aws_subnet.a is read at plan time", "-> give it", "an outage", "no explanation in 2 roots",
	} {
		assert.Contains(t, out.String(), part)
	}
}
