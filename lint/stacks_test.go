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
		// Every holds rules that all name a fault of the pull.
		Every []string
	}
	// Masked holds rules that are reported as warnings, with those that mask them.
	Masked map[string][]string
	// Warnings are rules that must be reported below error.
	Warnings []string
	// Args are given on the command line: --parameter NAME=VALUE, and --parameters with a file that
	// lies beside the expectation.
	Args []string
}

// input reads the arguments of an expectation.
func (e expectation) input(t *testing.T, top, dir string) Input {
	t.Helper()
	in := Input{Dir: top, Paths: []string{dir}}
	for i := 0; i < len(e.Args); i += 2 {
		require.Less(t, i+1, len(e.Args), "an argument without a value")
		switch value := e.Args[i+1]; e.Args[i] {
		case "--parameter":
			given, err := ParseAssignments(e.Args[i], []string{value})
			require.NoError(t, err)
			in.Parameters = append(in.Parameters, given...)
		case "--parameters":
			in.ParameterFiles = append(in.ParameterFiles, filepath.Join(dir, value))
		default:
			t.Fatalf("no argument of a stack: %s", e.Args[i])
		}
	}
	return in
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

// Every stack below testdata/terraform, testdata/cloudformation and testdata/reports gets the
// verdicts that its expect.json says.
func TestStacks(t *testing.T) {
	for _, language := range []string{"terraform", "cloudformation", "reports"} {
		t.Run(language, func(t *testing.T) { holdStacks(t, filepath.Join("..", "testdata", language)) })
	}
}

func holdStacks(t *testing.T, top string) {
	t.Helper()
	found := 0
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
	r, err := Run(t.Context(), Options{Input: want.input(t, top, dir)})
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
			assert.Subset(t, append(w.Rules, w.Every...), rules, "rules of %s", w.Workload)
			assert.Subset(t, rules, w.Every, "rules of %s", w.Workload)
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
	holdMasks(t, want, r)
	for _, rule := range want.Warnings {
		assert.True(t, slices.ContainsFunc(r.Findings, func(f report.Finding) bool {
			return f.Rule == rule && f.Severity != report.Error
		}), "no warning %s", rule)
	}
}

// holdMasks holds what is masked against the expectation; where it says nothing, nothing is wanted
// of it but that the masks are errors of the same pulls.
func holdMasks(t *testing.T, want expectation, r *report.Report) {
	t.Helper()
	index := map[string]report.Finding{}
	for _, finding := range r.Findings {
		index[finding.Fingerprint] = finding
	}
	masked := map[string][]string{}
	for _, finding := range r.Findings {
		for _, print := range finding.MaskedBy {
			mask, found := index[print]
			assert.True(t, found && mask.Severity == report.Error, "what masks %s", finding.Message)
			assert.Equal(t, report.Warning, finding.Severity, finding.Message)
			if !slices.Contains(masked[finding.Rule], mask.Rule) {
				masked[finding.Rule] = append(masked[finding.Rule], mask.Rule)
			}
			slices.Sort(masked[finding.Rule])
		}
		for _, pull := range finding.Pulls {
			assert.True(t, len(finding.MaskedBy) == 0 || slices.ContainsFunc(finding.MaskedBy,
				func(print string) bool { return slices.Contains(index[print].Pulls, pull) }),
				"%s is not masked in %s", finding.Message, pull.Workload)
		}
	}
	if want.Masked != nil {
		assert.Equal(t, want.Masked, masked)
	}
}

// bad ranks verdicts, the worst highest.
func bad(verdict report.Verdict) int {
	return slices.Index([]report.Verdict{report.Pulls, report.Unknown, report.Fails}, verdict)
}

// Every rule finds its fault in the stacks that have it, on the line that says so, and nothing in
// the stacks that are mended; the template says the same as the Terraform beside it.
func TestRuleFixtures(t *testing.T) {
	top := filepath.Join("..", "rules")
	failing, err := filepath.Glob(filepath.Join(top, "*", "*", "fail"))
	require.NoError(t, err)
	assert.NotEmpty(t, failing)
	for _, dir := range failing {
		rule, err := filepath.Rel(top, filepath.Dir(dir))
		require.NoError(t, err)
		rule = filepath.ToSlash(rule)
		t.Run(rule, func(t *testing.T) {
			silent := nearMisses(t, filepath.Dir(dir))
			for _, kind := range append([]string{"fail"}, silent...) {
				var twins [2]*report.Report
				for i, main := range []string{"main.tf", "main.template"} {
					path := rule + "/" + kind + "/" + main
					twins[i] = judgedTwin(t, top, path)
					want := wanted(t, filepath.Join(top, filepath.FromSlash(path)))
					assert.Equal(t, want, said(twins[i], rule), path)
					if kind != "fail" {
						holdNearMiss(t, twins[i], rule, path)
						continue
					}
					if kind == "fail" && unlikeTwins[rule] == "" {
						assert.True(t, slices.ContainsFunc(want, func(r remark) bool {
							return r.rule == rule
						}), "%s does not have the fault", path)
					}
				}
				if unlikeTwins[rule] == "" {
					assert.Equal(t, essence(twins[0]), essence(twins[1]), kind)
				}
			}
		})
	}
}

// nearMisses are the folders of a rule with stacks that nearly have its fault: pass, which the page
// of the rule shows, and pass-WHAT.
func nearMisses(t *testing.T, rule string) []string {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(rule, "pass*"))
	require.NoError(t, err)
	kinds := make([]string, 0, len(folders))
	texts := map[string]string{}
	for _, folder := range folders {
		kind := filepath.Base(folder)
		kinds = append(kinds, kind)
		for _, main := range []string{"main.tf", "main.template"} {
			text, err := os.ReadFile(filepath.Join(folder, main))
			require.NoError(t, err, "both languages")
			assert.Empty(t, texts[string(text)], "%s/%s is another one", kind, main)
			texts[string(text)] = kind
		}
	}
	assert.Contains(t, kinds, "pass")
	assert.GreaterOrEqual(t, len(kinds), leastNearMisses, "stacks that nearly have the fault of %s", rule)
	return kinds
}

// leastNearMisses is how many stacks of each rule and language nearly have its fault.
const leastNearMisses = 2

// holdNearMiss holds that a rule says nothing of a stack, at no severity.
func holdNearMiss(t *testing.T, r *report.Report, rule, path string) {
	t.Helper()
	for _, finding := range r.Findings {
		assert.NotEqual(t, rule, finding.Rule, "%s: %s", path, finding.Message)
	}
	assert.NotEmpty(t, r.Pulls, path)
}

// unlikeTwins are the rules whose fault needs what the other language does not have, and why.
var unlikeTwins = map[string]string{
	// A stack is of one account: the image is the stack's own, and the repository's policy decides
	// only because the role's policies leave it to the repository. The role is to blame as well, and
	// a repository that does not name its own account's role denies nothing.
	"repository/invalid_policy": "a template has one account",
	"repository/not_shared":     "a template has one account",
}

// essence is what a report says, without names and positions.
func essence(r *report.Report) []string {
	var list []string
	for _, finding := range r.Findings {
		list = append(list, finding.Rule+" "+string(finding.Severity))
	}
	for _, pull := range r.Pulls {
		list = append(list, pull.Container+" "+string(pull.Verdict))
	}
	slices.Sort(list)
	return list
}

// judgedTwin judges one of the stacks of a rule; both are in the same region.
func judgedTwin(t *testing.T, top, path string) *report.Report {
	t.Helper()
	r, err := Run(t.Context(), Options{Input: Input{
		Dir: top, Paths: []string{path},
		Parameters: []Assignment{{Name: "AWS::Region", Value: "eu-west-1"}},
	}})
	require.NoError(t, err)
	require.Empty(t, r.Diagnostics)
	require.Len(t, r.Roots, 1)
	return r
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

// said returns what is said of a stack: every error, and the rule's own remarks.
func said(r *report.Report, rule string) []remark {
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
	for _, jobs := range []int{1, 7} {
		r, err := Run(t.Context(), Options{Input: Input{
			Dir: "..", Paths: []string{"testdata", "rules"}, Jobs: jobs,
		}})
		require.NoError(t, err)
		var out bytes.Buffer
		require.NoError(t, report.WriteJSON(&out, r))
		require.NoError(t, report.WriteSARIF(&out, r, report.FileOptions{}))
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

// A run that is interrupted has what was judged until then, and says that it is not all.
func TestInterruptedRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	known := 0
	r, err := Run(ctx, Options{
		Input: Input{Dir: "..", Paths: []string{"testdata"}, Jobs: 1},
		Progress: func(judged, all int) {
			known = all
			if judged == 3 {
				cancel()
			}
		},
	})
	require.ErrorIs(t, err, context.Canceled)
	require.NotNil(t, r)
	assert.Greater(t, known, 50)
	assert.NotEmpty(t, r.Roots)
	assert.LessOrEqual(t, len(r.Roots), 6)
	assert.True(t, r.Broken())
	assert.True(t, slices.ContainsFunc(r.Diagnostics, func(d report.Diagnostic) bool {
		return d.Summary == "Interrupted" && strings.Contains(d.Detail, " roots were judged")
	}), r.Diagnostics)

	cancel()
	r, err = Run(ctx, Options{Input: Input{Dir: "..", Paths: []string{"testdata"}}})
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, r.Pulls)
	assert.True(t, r.Broken())
}

// A fault of ours in one root names the root and does not end the process.
func TestPanicBecomesAnError(t *testing.T) {
	options := Options{Input: Input{Dir: "..", Paths: []string{"testdata"}}}
	_, err := each(t.Context(), options, func(*parser.Root) error { panic("out of cheese") })
	require.ErrorContains(t, err, "internal error in root testdata/")
	assert.ErrorContains(t, err, "out of cheese (lint.TestPanicBecomesAnError")
}
