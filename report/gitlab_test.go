package report

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func fingerprints(t *testing.T, r *Report) []string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, WriteGitLab(&out, r, FileOptions{}))
	var problems []gitlabProblem
	require.NoError(t, json.Unmarshal(out.Bytes(), &problems))
	var list []string
	for _, p := range problems {
		list = append(list, p.Fingerprint)
	}
	return list
}

// GitLab tells entries apart by their fingerprints: what moves to another line is no new one, what
// says something else is.
func TestGitLabFingerprints(t *testing.T) {
	at := func(line int) *Location { return &Location{File: "a.tf", Line: line, Column: 1} }
	said := func(summary string, line int) *Report {
		return &Report{Diagnostics: []Diagnostic{
			{Severity: Error, Summary: summary, Location: at(line)},
		}}
	}
	assert.Equal(t, fingerprints(t, said("x", 1)), fingerprints(t, said("x", 9)))
	assert.NotEqual(t, fingerprints(t, said("x", 1)), fingerprints(t, said("y", 1)))

	twice := said("x", 1)
	twice.Diagnostics = append(twice.Diagnostics, said("x", 5).Diagnostics...)
	both := fingerprints(t, twice)
	require.Len(t, both, 2)
	assert.NotEqual(t, both[0], both[1], "GitLab shows one of two that are alike")

	found := &Report{Findings: []Finding{{Fingerprint: "aa", Rule: "a/b", Message: "m"}}}
	assert.Equal(t, []string{"aa"}, fingerprints(t, found))
}
