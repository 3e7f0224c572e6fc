package report

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A fault in a module that two others call is said once, with both calls.
func TestCallersOfEveryInstance(t *testing.T) {
	finding := func(fingerprint, caller string) Finding {
		return Finding{
			Fingerprint: fingerprint, Root: "infra", Rule: "network/a", Severity: Error, Message: "m",
			Resource: "module." + fingerprint + ".r", Location: Location{File: "mod/x.tf", Line: 1, Column: 1},
			Callers: []Location{
				{File: caller, Line: 3, Column: 1}, {File: "main.tf", Line: 7, Column: 1},
			},
		}
	}
	r := &Report{
		Roots: []string{"infra"}, Findings: []Finding{finding("a", "eu.tf"), finding("b", "us.tf")},
	}
	assert.Contains(t, printed(t, r, TextOptions{}),
		"  called   from eu.tf:3:1, which is called from main.tf:7:1\n"+
			"           from us.tf:3:1, which is called from main.tf:7:1\n")
	for name, write := range map[string]func(io.Writer, *Report, FileOptions) error{
		"sarif": WriteSARIF, "github": WriteGitHub, "gitlab": WriteGitLab, "rdjson": WriteRDJSON,
		"checkstyle": WriteCheckstyle, "junit": WriteJUnit, "markdown": WriteMarkdown,
	} {
		var out bytes.Buffer
		require.NoError(t, write(&out, r, FileOptions{}))
		for _, file := range []string{"eu.tf", "us.tf", "main.tf", "mod/x.tf"} {
			assert.Contains(t, out.String(), file, name)
		}
	}
}
