//go:build external

package report

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// complaint is what the SARIF multitool says of a log.
type complaint struct {
	Rule  string `json:"ruleId"`
	Level string `json:"level"`
	At    []struct {
		PhysicalLocation struct{ Region struct{ StartLine int } }
	} `json:"locations"`
}

// complaints validates a log by the rules of the standard and by those of GitHub's code scanning.
func complaints(t *testing.T, log []byte) []complaint {
	t.Helper()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "in.sarif"), filepath.Join(dir, "out.sarif")
	require.NoError(t, os.WriteFile(from, log, 0o600))
	// The program of the npm package hands its arguments to a shell.
	command := exec.Command("sarif-multitool", "validate", from, "--rule-kind", "'Sarif;Gh'",
		"--level", "'Error;Warning;Note'", "--output", to, "--log", "ForceOverwrite")
	output, err := command.CombinedOutput()
	text, reading := os.ReadFile(to)
	require.NoError(t, reading, "%v: %s", err, output)
	var result struct {
		Runs []struct{ Results []complaint }
	}
	require.NoError(t, json.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &result))
	return result.Runs[0].Results
}

// known are notes that stay: 2002 wants messages by id, 2003 the revision, which no file holds, 2006
// to reach every URL, 2009 that no / is in an id; 2010, 2011 are about findings without a file, 2012
// about rules of the user's own, which have no page.
var known = []string{
	"SARIF2002", "SARIF2003", "SARIF2006", "SARIF2009", "SARIF2010", "SARIF2011", "SARIF2012",
}

func TestSARIFMultitool(t *testing.T) {
	nothing := &Report{Version: "1.2.3", Rules: sample().Rules}
	for name, r := range map[string]*Report{"full": sample(), "nothing found": nothing} {
		var out bytes.Buffer
		require.NoError(t, WriteSARIF(&out, r, FileOptions{}))
		for _, one := range complaints(t, out.Bytes()) {
			assert.Equal(t, "note", one.Level, "%s: %v", name, one)
			assert.Contains(t, known, one.Rule, "%s: %v", name, one)
		}
	}
}

// GitHub's rules are asked: they want a place of every result.
func TestSARIFMultitoolAsksGitHubsRules(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, WriteSARIF(&out, sample(), FileOptions{}))
	var log sarifLog
	require.NoError(t, json.Unmarshal(out.Bytes(), &log))
	log.Runs[0].Results[0].Locations = nil
	bent, err := json.Marshal(log)
	require.NoError(t, err)
	var rules []string
	for _, one := range complaints(t, bent) {
		rules = append(rules, one.Rule)
	}
	assert.Contains(t, rules, "GH1015")
}
