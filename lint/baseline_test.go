package lint

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ecrlint/ecrlint/policy"
	"github.com/ecrlint/ecrlint/report"
)

// found is a finding as a run has it that calls its root so.
func found(root, resource string, severity report.Severity, environments ...string) report.Finding {
	f := report.Finding{
		Rule: "network/x", Root: root, Resource: resource, Attribute: "egress", Severity: severity,
		Environments: environments, Message: "It is so.",
	}
	f.Fingerprint = policy.Fingerprint(&f, root)
	if len(environments) == 1 {
		f.Fingerprint = apart(f.Fingerprint, environments[0])
	}
	return f
}

// A baseline accepts what it was made of, whatever the working folder, the file and the line; and
// nothing of another rule, root or resource, or graver.
func TestBaselineAcceptsWhatItWasMadeOf(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	for _, dir := range []string{"infra", "infra/deep", "other"} {
		require.NoError(t, os.MkdirAll(filepath.Join(top, dir), 0o755))
	}
	b := &Baseline{Path: filepath.Join(top, "baseline.json")}
	severities := []report.Severity{report.Error, report.Warning, report.Info}
	rapid.Check(t, func(t *rapid.T) {
		in := func(label string) (Input, func(string) string) {
			dir := rapid.SampledFrom([]string{".", "infra", "infra/deep", "other"}).Draw(t, label)
			full := filepath.Join(top, dir)
			return Input{Dir: full}, func(root string) string {
				return relative(full, filepath.Join(top, root))
			}
		}
		then, thenRoot := in("then")
		now, nowRoot := in("now")
		root := rapid.SampledFrom([]string{".", "infra", "infra/deep"}).Draw(t, "root")
		resource := rapid.SampledFrom([]string{"a.b", "module.m.a.b"}).Draw(t, "resource")
		severity := rapid.SampledFrom(severities).Draw(t, "severity")
		environments := rapid.SampledFrom([][]string{nil, {"prod"}}).Draw(t, "environments")
		first := found(thenRoot(root), resource, severity, environments...)
		b.Findings = []AcceptedFinding{b.entry(&first, then)}

		later := found(nowRoot(root), resource, severity, environments...)
		later.Location = report.Location{File: "elsewhere.tf", Line: rapid.Int().Draw(t, "line")}
		assert.NotNil(t, b.accepts(&later, now, nil))

		other := found(nowRoot("other"), resource, severity, environments...)
		assert.Nil(t, b.accepts(&other, now, nil))
		other = found(nowRoot(root), resource+"c", severity, environments...)
		assert.Nil(t, b.accepts(&other, now, nil))
		other = found(nowRoot(root), resource, severity, "staging")
		assert.Nil(t, b.accepts(&other, now, nil))
		other = found(nowRoot(root), resource, report.Error, environments...)
		assert.Equal(t, severity == report.Error, b.accepts(&other, now, nil) != nil)
	})
}

// What was there before is known; what has become graver is new, as is a verdict that has become
// unknown.
func TestCompare(t *testing.T) {
	t.Parallel()
	pulls := func(verdicts ...report.Verdict) []report.Pull {
		var list []report.Pull
		for i, verdict := range verdicts {
			list = append(list, report.Pull{
				Root: "r", Workload: string(rune('a' + i)), Verdict: verdict,
			})
		}
		return list
	}
	old := &report.Report{
		Roots: []string{"r", "gone"},
		Findings: []report.Finding{
			found("r", "same", report.Error), found("r", "graver", report.Warning),
			found("r", "milder", report.Error), found("gone", "moved", report.Error),
		},
		Pulls: pulls(report.Unknown, report.Fails, report.Pulls),
	}
	r := &report.Report{
		Roots: []string{"r", "new"},
		Findings: []report.Finding{
			found("r", "same", report.Error), found("r", "graver", report.Error),
			found("r", "milder", report.Info), found("r", "new", report.Error),
			found("new", "moved", report.Error), found("r", "moved", report.Error),
		},
		Pulls: pulls(report.Unknown, report.Unknown, report.Unknown),
	}
	(&Before{Rev: "main"}).compare(r, old, Input{})
	var left []string
	for i := range r.Findings {
		left = append(left, r.Findings[i].Root+" "+r.Findings[i].Resource)
	}
	assert.Equal(t, []string{"r graver", "r new", "r moved"}, left)
	assert.Equal(t, StatusFailed, Status(r, FailOn{Severity: report.Error}))
	r.Findings = nil
	assert.Equal(t, StatusFailed, Status(r, FailOn{Severity: report.Error, Unknown: true}))
	assert.True(t, r.Pulls[0].Suppressed && r.Pulls[1].Suppressed)
	assert.False(t, r.Pulls[2].Suppressed)
	r.Pulls = r.Pulls[:2]
	assert.Equal(t, StatusClean, Status(r, FailOn{Severity: report.Error, Unknown: true}))
}

// A finding that was there is new where it stops a pull that it did not stop before.
func TestCompareStops(t *testing.T) {
	t.Parallel()
	stopping := func(root string, severity report.Severity, workloads ...string) *report.Report {
		f := found(root, "group", severity)
		r := &report.Report{Roots: []string{root}}
		for _, workload := range workloads {
			f.Pulls = append(f.Pulls, report.PullRef{Root: root, Workload: workload})
			r.Pulls = append(r.Pulls, report.Pull{
				Root: root, Workload: workload, Verdict: report.Fails, Findings: []string{f.Fingerprint},
			})
		}
		r.Findings = []report.Finding{f}
		return r
	}
	const root = "r"
	for _, test := range []struct {
		name     string
		old, now *report.Report
		isNew    bool
	}{
		{"the same", stopping(root, report.Error, "a", "b"), stopping(root, report.Error, "a", "b"), false},
		{"one less", stopping(root, report.Error, "a", "b"), stopping(root, report.Error, "b"), false},
		{"one more", stopping(root, report.Error, "a"), stopping(root, report.Error, "a", "b"), true},
		{"another one", stopping(root, report.Error, "a"), stopping(root, report.Error, "b"), true},
		{"a warning about one more", stopping(root, report.Warning, "a"), stopping(root, report.Warning, "a", "b"), false},
		{"a root of another name", stopping("old", report.Error, "a"), stopping(root, report.Error, "a"), false},
		{"that has one more", stopping("old", report.Error, "a"), stopping(root, report.Error, "a", "b"), true},
	} {
		(&Before{Rev: "main"}).compare(test.now, test.old, Input{})
		assert.Equal(t, test.isNew, len(test.now.Findings) == 1, test.name)
	}
	failed := stopping(root, report.Error, "a")
	failed.Pulls = append(failed.Pulls, report.Pull{
		Root: root, Workload: "b", Verdict: report.Fails, Findings: []string{"other"},
	})
	now := stopping(root, report.Error, "a", "b")
	(&Before{Rev: "main"}).compare(now, failed, Input{})
	assert.Len(t, now.Findings, 1, "it failed for something else")
}

// A root that is gone is one other root, not all that have the same faults.
func TestCompareCopies(t *testing.T) {
	t.Parallel()
	old := &report.Report{
		Roots: []string{"a/web"}, Findings: []report.Finding{found("a/web", "group", report.Error)},
	}
	now := func() *report.Report {
		return &report.Report{Roots: []string{"b/api", "b/web"}, Findings: []report.Finding{
			found("b/api", "group", report.Error), found("b/web", "group", report.Error),
		}}
	}
	r := now()
	(&Before{Rev: "main"}).compare(r, old, Input{})
	require.Len(t, r.Findings, 1)
	assert.Equal(t, "b/api", r.Findings[0].Root)
	o := Options{Input: Input{Dir: t.TempDir()}}
	b := &Baseline{Path: filepath.Join(o.Input.Dir, "b.json")}
	b.Findings = []AcceptedFinding{b.entry(&old.Findings[0], o.Input)}
	r = now()
	b.apply(r, o)
	require.Len(t, r.Findings, 1)
	assert.Equal(t, "b/api", r.Findings[0].Root)
}

// What some environments have is not new where all had it; what one has is new for the others.
func TestCompareEnvironments(t *testing.T) {
	t.Parallel()
	all := found("r", "group", report.Error)
	all.Environments = []string{"prod", "test"}
	prod, other := found("r", "group", report.Error, "prod"), found("r", "group", report.Error, "dev")
	for _, test := range []struct {
		old, now report.Finding
		isNew    bool
	}{
		{all, prod, false}, {all, other, true}, {prod, all, true}, {prod, prod, false}, {prod, other, true},
	} {
		old := &report.Report{Roots: []string{"r"}, Findings: []report.Finding{test.old}}
		now := &report.Report{Roots: []string{"r"}, Findings: []report.Finding{test.now}}
		(&Before{Rev: "main"}).compare(now, old, Input{})
		assert.Equal(t, test.isNew, len(now.Findings) == 1, "%s: %s",
			test.old.Environments, test.now.Environments)
		b := &Baseline{Path: "b.json"}
		b.Findings = []AcceptedFinding{b.entry(&test.old, Input{})}
		accepted := b.accepts(&test.now, Input{}, nil)
		assert.Equal(t, test.isNew, accepted == nil, "%s: %s", test.old.Environments, test.now.Environments)
	}
}

// The fingerprints of a report hang on no working folder where roots are named from elsewhere.
func TestRooted(t *testing.T) {
	t.Parallel()
	one, two := found("../web", "group", report.Error, "prod"), found("../web", "role", report.Warning)
	two.MaskedBy = []string{one.Fingerprint}
	r := &report.Report{
		Findings: []report.Finding{two}, Suppressed: []report.Suppressed{{Finding: one}},
		Pulls: []report.Pull{{Root: "../web", Findings: []string{one.Fingerprint, "unknown"}}},
	}
	before := *r
	web := func(string) string { return "infra/web" }
	there := found("infra/web", "group", report.Error, "prod").Fingerprint
	out := Rooted(r, web)
	assert.Equal(t, found("infra/web", "role", report.Warning).Fingerprint, out.Findings[0].Fingerprint)
	assert.Equal(t, there, out.Suppressed[0].Fingerprint)
	assert.Equal(t, []string{there}, out.Findings[0].MaskedBy)
	assert.Equal(t, []string{there, "unknown"}, out.Pulls[0].Findings)
	assert.Equal(t, "../web", out.Findings[0].Root)
	assert.Equal(t, before, *r)
	assert.Equal(t, one.Fingerprint, r.Pulls[0].Findings[0])
	assert.Same(t, r, Rooted(r, func(root string) string { return root }))
}

// Where only changed files are looked at, a root that is still there has not become another one.
func TestCompareOfChangedFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "first"), 0o755))
	compare := func(first string, changed []string) int {
		old := &report.Report{
			Roots: []string{first}, Findings: []report.Finding{found(first, "group", report.Error)},
		}
		r := &report.Report{
			Roots: []string{"copy"}, Findings: []report.Finding{found("copy", "group", report.Error)},
		}
		(&Before{Rev: "main"}).compare(r, old, Input{Dir: dir, Changed: changed})
		return len(r.Findings)
	}
	assert.Equal(t, 1, compare("first", []string{"copy/main.tf"}))
	assert.Equal(t, 0, compare("gone", []string{"copy/main.tf"}))
	assert.Equal(t, 0, compare("first", nil))
}

// A comment and an entry of a template's metadata suppress what the template has, in a nested stack
// too.
func TestSuppressionsInTemplates(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const task = `
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: 256
      Memory: 512
      ContainerDefinitions: [{Name: app, Image: !Sub "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1"}]
`
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	write("plain.yaml", "Resources:"+task)
	write("comment.yaml", "Resources:\n  # ecrlint:ignore iam legacy"+task)
	write("metadata.yaml", "Resources:"+task+
		"    Metadata: {ecrlint: {ignore: {rule: iam, reason: legacy}}}\n")
	write("child.yaml", "Resources:"+task)
	write("parent.yaml", "Resources:\n  # ecrlint:ignore iam legacy\n  Child:\n"+
		"    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: child.yaml}\n")
	for name, suppressed := range map[string]bool{
		"plain.yaml": false, "comment.yaml": true, "metadata.yaml": true, "parent.yaml": true,
	} {
		r, err := Run(t.Context(), Options{Input: Input{Dir: dir, Paths: []string{name}}})
		require.NoError(t, err)
		errors := r.Summary().Errors
		assert.Equal(t, suppressed, errors == 0 && len(r.Suppressed) > 0, "%s: %+v", name, r.Findings)
		assert.Empty(t, r.Diagnostics, name)
	}
}

// A run that is interrupted tells what it has found, and that it was compared with nothing.
func TestCompareInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := Run(ctx, Options{
		Input: Input{Dir: t.TempDir(), Paths: []string{"."}}, Before: &Before{Rev: "main"},
	})
	require.ErrorIs(t, err, context.Canceled)
	require.NotNil(t, r)
	assert.Contains(t, r.Diagnostics, (&Before{Rev: "main"}).notCompared())
}
