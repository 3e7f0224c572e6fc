package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the CDK made is named by its path too, in every format; nothing else has one.
func TestConstructs(t *testing.T) {
	const group, service = "Shop/Group/Resource", "Shop/Service/Service"
	r := &Report{
		Roots: []string{"shop.json"},
		Pulls: []Pull{
			{Workload: "Service9D3F", Verdict: Fails, Construct: service, Findings: []string{"a"}},
			{Workload: "Other", Verdict: Pulls},
		},
		Findings: []Finding{
			{
				Fingerprint: "a", Rule: "a/b", Severity: Error, Message: "m", Resource: "Group12AB",
				Location: Location{File: "shop.json", Line: 1, Column: 1}, Construct: group,
			},
			{
				Fingerprint: "c", Rule: "a/b", Severity: Error, Message: "o", Resource: "Group12AB",
				Location: Location{File: "shop.json", Line: 1, Column: 1}, Construct: group,
			},
			{Fingerprint: "b", Rule: "a/c", Severity: Error, Message: "n", Resource: "Plain"},
		},
	}
	text := printed(t, r, TextOptions{})
	assert.Contains(t, text, "  made by  "+group+"\n")
	assert.Contains(t, text, "made by "+service)
	assert.Equal(t, 2, bytes.Count([]byte(text), []byte("made by")))

	var out bytes.Buffer
	require.NoError(t, WriteJSON(&out, r))
	var object struct {
		Pulls, Findings []map[string]any
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &object))
	assert.Equal(t, service, object.Pulls[0]["construct"])
	assert.Equal(t, group, object.Findings[0]["construct"])
	assert.NotContains(t, object.Pulls[1], "construct")
	assert.NotContains(t, object.Findings[2], "construct")

	out.Reset()
	require.NoError(t, WriteSARIF(&out, r, FileOptions{}))
	named := `"fullyQualifiedName": "` + group + `"`
	assert.Equal(t, 1, strings.Count(out.String(), named), "each name once")
}
