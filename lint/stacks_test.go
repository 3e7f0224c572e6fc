package lint

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/report"
)

// expectation is what an expect.json says of its folder.
type expectation struct {
	Pulls []struct {
		Workload  string
		Container *string
		Verdict   verdicts
		// Rules are those that may name the fault: one must, no other may. Resources may be blamed.
		Rules     []string
		Resources []string
	}
	// Warnings are rules that must be reported below error.
	Warnings []string
}

// verdicts are those that an expectation takes: one, or several where more than one is fair.
type verdicts []report.Verdict

func (v *verdicts) UnmarshalJSON(text []byte) error {
	if bytes.HasPrefix(text, []byte("[")) {
		return json.Unmarshal(text, (*[]report.Verdict)(v))
	}
	*v = make(verdicts, 1)
	return json.Unmarshal(text, &(*v)[0])
}

// Every stack below testdata/terraform gets the verdicts that its expect.json says.
func TestStacks(t *testing.T) {
	found := 0
	top := filepath.Join("..", "testdata", "terraform")
	require.NoError(t, filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "expect.json" {
			return err
		}
		found++
		dir, err := filepath.Rel(top, filepath.Dir(path))
		require.NoError(t, err)
		t.Run(filepath.ToSlash(dir), func(t *testing.T) { holdStack(t, top, dir) })
		return nil
	}))
	assert.NotZero(t, found)
}

func holdStack(t *testing.T, top, dir string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(top, dir, "expect.json"))
	require.NoError(t, err)
	var want expectation
	require.NoError(t, json.Unmarshal(text, &want))
	r, err := Run(t.Context(), Options{Input: Input{Dir: top, Paths: []string{dir}}})
	require.NoError(t, err)
	require.False(t, r.Broken(), "%+v", r.Diagnostics)
	findings := map[string]report.Finding{}
	for _, finding := range r.Findings {
		findings[finding.Fingerprint] = finding
	}
	named := map[string]bool{}
	for _, w := range want.Pulls {
		var mine []report.Pull
		for _, pull := range r.Pulls {
			if pull.Workload == w.Workload && (w.Container == nil || pull.Container == *w.Container) {
				mine = append(mine, pull)
			}
		}
		require.NotEmpty(t, mine, "%s is not among the pulls", w.Workload)
		var rules, blamed []string
		verdict := report.Pulls
		for _, pull := range mine {
			if bad(pull.Verdict) > bad(verdict) {
				verdict = pull.Verdict
			}
			for _, fingerprint := range pull.Findings {
				if f := findings[fingerprint]; f.Severity == report.Error {
					rules, blamed = append(rules, f.Rule), append(blamed, f.Resource)
				}
			}
		}
		assert.Contains(t, w.Verdict, verdict, "%s: %v %+v", w.Workload, rules, mine[0].Unknowns)
		named[w.Workload] = true
		if verdict == report.Fails {
			assert.NotEmpty(t, rules)
			assert.Subset(t, w.Rules, rules, "rules of %s", w.Workload)
			if len(w.Resources) > 0 {
				assert.True(t, slices.ContainsFunc(blamed, func(resource string) bool {
					return slices.Contains(w.Resources, resource)
				}), "blames %v", blamed)
			}
			continue
		}
		assert.Empty(t, rules, "errors of %s", w.Workload)
	}
	for _, pull := range r.Pulls {
		assert.True(t, pull.Verdict != report.Fails || named[pull.Workload],
			"%s fails and is not named", pull.Workload)
	}
	for _, rule := range want.Warnings {
		assert.True(t, slices.ContainsFunc(r.Findings, func(f report.Finding) bool {
			return f.Rule == rule && f.Severity != report.Error
		}), "no warning %s", rule)
	}
}

// bad ranks verdicts, the worst highest.
func bad(verdict report.Verdict) int {
	return slices.Index([]report.Verdict{report.Pulls, report.Unknown, report.Fails}, verdict)
}

// Every rule finds its fault in the stack that has it, on the line that says so, and nothing in the
// stack that is mended.
func TestRuleFixtures(t *testing.T) {
	top := filepath.Join("..", "rules")
	mains, err := filepath.Glob(filepath.Join(top, "*", "*", "fail", "main.tf"))
	require.NoError(t, err)
	assert.NotEmpty(t, mains)
	for _, failing := range mains {
		folder := filepath.Dir(filepath.Dir(failing))
		rule, err := filepath.Rel(top, folder)
		require.NoError(t, err)
		rule = filepath.ToSlash(rule)
		t.Run(rule, func(t *testing.T) {
			for _, kind := range []string{"fail", "pass"} {
				assert.Equal(t, wanted(t, filepath.Join(folder, kind, "main.tf")),
					said(t, top, rule+"/"+kind, rule), kind)
			}
		})
	}
}

// remark is a rule that is said, or wanted, of a line.
type remark struct {
	line int
	rule string
}

// wanted reads the expectations of a file: # want: RULE.
func wanted(t *testing.T, file string) []remark {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var remarks []remark
	for i, line := range strings.Split(string(text), "\n") {
		if _, rules, found := strings.Cut(line, "# want: "); found {
			for _, rule := range strings.Fields(rules) {
				remarks = append(remarks, remark{i + 1, rule})
			}
		}
	}
	return remarks
}

// said judges a stack and returns what is said of it: every error, and the rule's own remarks.
func said(t *testing.T, top, dir, rule string) []remark {
	t.Helper()
	r, err := Run(t.Context(), Options{Input: Input{Dir: top, Paths: []string{dir}}})
	require.NoError(t, err)
	require.Empty(t, r.Diagnostics)
	var remarks []remark
	for _, finding := range r.Findings {
		if finding.Severity == report.Error || finding.Rule == rule {
			one := remark{finding.Location.Line, finding.Rule}
			if !slices.Contains(remarks, one) {
				remarks = append(remarks, one)
			}
		}
	}
	return remarks
}

// The same input gives the same bytes, however the work is spread, and no stand-in of a value that
// is not known shows.
func TestReportsAreRepeatable(t *testing.T) {
	var first []byte
	for _, jobs := range []int{1, 2, 7} {
		r, err := Run(t.Context(), Options{Input: Input{
			Dir: "..", Paths: []string{"testdata", "rules"}, Jobs: jobs,
		}})
		require.NoError(t, err)
		var out bytes.Buffer
		require.NoError(t, report.WriteJSON(&out, r))
		require.NoError(t, report.WriteSARIF(&out, r, report.SARIFOptions{}))
		require.NoError(t, report.WriteText(&out, r, report.TextOptions{Verbose: true}))
		if first == nil {
			first = out.Bytes()
		}
		require.True(t, bytes.Equal(first, out.Bytes()), "%d jobs", jobs)
		assert.Greater(t, len(r.Roots), 50)
	}
	for _, char := range string(first) {
		if char >= parser.TokenStart && char <= parser.TokenDigit+9 {
			t.Fatal("a token is in a report")
		}
	}
	absolute, err := filepath.Abs("..")
	require.NoError(t, err)
	assert.NotContains(t, string(first), absolute)
}

// A run that is interrupted says so and has no report.
func TestInterruptedRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := Run(ctx, Options{Input: Input{Dir: "..", Paths: []string{"testdata"}}})
	require.ErrorIs(t, err, context.Canceled)
	assert.Nil(t, r)
}

// A fault of ours in one root names the root and does not end the process.
func TestPanicBecomesAnError(t *testing.T) {
	options := Options{Input: Input{Dir: "..", Paths: []string{"testdata"}}}
	_, err := each(t.Context(), options, func(*parser.Root) error { panic("out of cheese") })
	require.ErrorContains(t, err, "internal error in root testdata/")
	assert.ErrorContains(t, err, "out of cheese (lint.TestPanicBecomesAnError")
}
