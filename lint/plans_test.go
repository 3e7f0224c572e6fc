package lint

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/report"
)

// plansDir holds plans and states that Terraform made of the stacks in testdata/terraform, below the
// same paths.
const plansDir = "testdata/plans"

// leastPlans is how many stacks have plans and states.
const leastPlans = 40

// The verdict of a plan or state alone is that of the configuration or unknown; with the
// configuration beside it is the same, and what is found is found in the source.
func TestPlansAgreeWithTheirConfiguration(t *testing.T) {
	found, definite := 0, map[string]int{}
	top := filepath.Join("..", filepath.FromSlash(plansDir))
	require.NoError(t, filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "plan.json" {
			return err
		}
		found++
		name, err := filepath.Rel(top, filepath.Dir(path))
		require.NoError(t, err)
		name = filepath.ToSlash(name)
		t.Run(name, func(t *testing.T) {
			stack := "testdata/terraform/" + name
			want := verdictsOf(judgedPaths(t, stack))
			for _, kind := range []string{"plan", "state", "tfstate"} {
				file := plansDir + "/" + name + "/" + kind + ".json"
				alone := judgedPaths(t, file)
				assert.Equal(t, []string{file}, alone.Roots)
				for workload, verdict := range verdictsOf(alone) {
					if verdict != report.Unknown {
						assert.Equal(t, want[workload], verdict, "%s: %s", kind, workload)
						definite[kind]++
					}
				}
				for workload := range want {
					assert.Contains(t, verdictsOf(alone), workload, kind)
				}
				beside := judgedPaths(t, stack, file)
				assert.Equal(t, []string{stack}, beside.Roots)
				assert.Equal(t, want, verdictsOf(beside), kind)
				for _, finding := range beside.Findings {
					assert.True(t, strings.HasPrefix(finding.Location.File, "testdata/terraform/"))
				}
			}
		})
		return nil
	}))
	assert.GreaterOrEqual(t, found, leastPlans)
	for _, kind := range []string{"plan", "state", "tfstate"} {
		assert.GreaterOrEqual(t, definite[kind], found/4, "verdicts of %s that are not unknown", kind)
	}
}

// judgedPaths judges paths below the top of the repository.
func judgedPaths(t *testing.T, paths ...string) *report.Report {
	t.Helper()
	r, err := Run(t.Context(), Options{Input: Input{Dir: "..", Paths: paths}})
	require.NoError(t, err)
	require.False(t, r.Broken(), "%v: %+v", paths, r.Diagnostics)
	return r
}

// verdictsOf returns the worst verdict of each workload.
func verdictsOf(r *report.Report) map[string]report.Verdict {
	found := map[string]report.Verdict{}
	for _, pull := range r.Pulls {
		name := pull.Workload + " " + pull.Part
		if old, ok := found[name]; !ok || bad(pull.Verdict) > bad(old) {
			found[name] = pull.Verdict
		}
	}
	return found
}

// A plan that lies in the folder of its root module is judged with it; without being named it is not
// read.
func TestPlanInTheFolderOfItsRoot(t *testing.T) {
	dir := t.TempDir()
	stack := planStack(t)
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join("..", "testdata", "terraform", stack))))
	for kind, name := range map[string]string{"plan": "out", "tfstate": "terraform.tfstate"} {
		text, err := os.ReadFile(filepath.Join("..", "testdata", "plans", stack, kind+".json"))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), text, 0o600))
	}
	folder, err := Run(t.Context(), Options{Input: Input{Dir: dir, Paths: []string{"."}}})
	require.NoError(t, err)
	for _, name := range []string{"out", "terraform.tfstate"} {
		named, err := Run(t.Context(), Options{Input: Input{Dir: dir, Paths: []string{name}}})
		require.NoError(t, err)
		assert.Equal(t, []string{"."}, named.Roots)
		assert.Equal(t, verdictsOf(folder), verdictsOf(named))
		for _, finding := range named.Findings {
			assert.True(t, strings.HasSuffix(finding.Location.File, ".tf"), finding.Location.File)
		}
	}
}

// planStack is a stack that has plans.
func planStack(t *testing.T) string {
	t.Helper()
	plans, err := filepath.Glob(filepath.Join("..", "testdata", "plans", "*", "broken", "plan.json"))
	require.NoError(t, err)
	require.NotEmpty(t, plans)
	name, err := filepath.Rel(filepath.Join("..", "testdata", "plans"), filepath.Dir(plans[0]))
	require.NoError(t, err)
	return name
}

// What is no plan, or none that can be read, is said so; standard input is read as "-".
func TestPlansThatCannotBeRead(t *testing.T) {
	whole, err := os.ReadFile(filepath.Join("..", "testdata", "plans", planStack(t), "plan.json"))
	require.NoError(t, err)
	for name, c := range map[string]struct {
		text, want string
		severity   report.Severity
	}{
		"cut off":  {string(whole[:len(whole)/2]), "is no JSON", report.Error},
		"newer":    {`{"format_version":"2.0","resource_changes":[]}`, `version "2.0"`, report.Error},
		"old":      {`{"version":3,"lineage":"x","modules":[]}`, "state of version 3", report.Error},
		"empty":    {`{"format_version":"1.2","planned_values":{}}`, "holds no resources", report.Warning},
		"no state": {`{"format_version":"1.0"}`, "holds no resources", report.Warning},
		"binary":   {"PK\x03\x04 tfplan tfstate", "terraform show -json", report.Error},
		"type":     {`{"format_version":"1.2","resource_changes":[7]}`, "wrong type", report.Error},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "p"), []byte(c.text), 0o600))
			for _, in := range []Input{
				{Dir: dir, Paths: []string{"p"}},
				{Dir: dir, Paths: []string{"-"}, Stdin: strings.NewReader(c.text)},
			} {
				r, err := Run(t.Context(), Options{Input: in})
				require.NoError(t, err)
				require.Len(t, r.Diagnostics, 1)
				assert.Contains(t, r.Diagnostics[0].Detail, c.want)
				assert.Equal(t, c.severity, r.Diagnostics[0].Severity)
				assert.Empty(t, r.Pulls)
			}
		})
	}
	r, err := Run(t.Context(), Options{Input: Input{Paths: []string{"-"}, Stdin: strings.NewReader("{}")}})
	require.NoError(t, err)
	require.Len(t, r.Diagnostics, 1)
	assert.Contains(t, r.Diagnostics[0].Detail, "neither a plan nor a state")
	r, err = Run(t.Context(), Options{Input: Input{
		Paths: []string{"-"}, Stdin: strings.NewReader(string(whole)),
	}})
	require.NoError(t, err)
	assert.Empty(t, r.Diagnostics)
	assert.Equal(t, []string{"-"}, r.Roots)
	assert.NotEmpty(t, r.Pulls)
}

// Sensitive values are not printed, tokens neither.
func TestPlanResources(t *testing.T) {
	text := `{"format_version":"1.2","planned_values":{},"resource_changes":[{"address":"aws_ssm_parameter.p",
		"mode":"managed","type":"aws_ssm_parameter","name":"p","provider_name":"p","change":{
		"actions":["create"],"after":{"name":"p","type":"SecureString","value":"hunter2"},
		"after_unknown":{"arn":true,"id":true},"after_sensitive":{"value":true}}}]}`
	result, err := Resources(t.Context(), Options{Input: Input{
		Paths: []string{"-"}, Stdin: strings.NewReader(text),
	}})
	require.NoError(t, err)
	require.Len(t, result.Lines, 1)
	line := string(result.Lines[0])
	assert.Contains(t, line, `"value":{"$unknown":"is sensitive"}`)
	assert.Contains(t, line, `"id":{"$ref":"aws_ssm_parameter.p.id"}`)
	assert.NotContains(t, line, "hunter2")
	assert.NotContains(t, line, string(parser.TokenStart))
}

// A plan of a part of the configuration never says the opposite of the whole plan, whatever it
// leaves out.
func TestPlansOfAPart(t *testing.T) {
	plans, err := filepath.Glob(filepath.Join("..", "testdata", "plans", "*", "*", "plan.json"))
	require.NoError(t, err)
	held := 0
	for _, file := range plans {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		want := verdictsOf(judgedText(t, text))
		for part := range 3 {
			var doc map[string]any
			require.NoError(t, json.Unmarshal(text, &doc))
			changes, _ := doc["resource_changes"].([]any)
			var kept []any
			for i, change := range changes {
				if i%3 != part {
					kept = append(kept, change)
				}
			}
			doc["resource_changes"], doc["complete"] = kept, false
			cut, err := json.Marshal(doc)
			require.NoError(t, err)
			for workload, verdict := range verdictsOf(judgedText(t, cut)) {
				if whole, ok := want[workload]; ok && verdict != report.Unknown {
					held++
					assert.Equal(t, whole, verdict, "%s without part %d: %s", file, part, workload)
				}
			}
		}
	}
	assert.NotZero(t, held)
}

// judgedText judges a plan or state from standard input.
func judgedText(t *testing.T, text []byte) *report.Report {
	t.Helper()
	r, err := Run(t.Context(), Options{Input: Input{
		Paths: []string{"-"}, Stdin: bytes.NewReader(text),
	}})
	require.NoError(t, err)
	return r
}
