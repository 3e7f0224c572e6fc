package why_test

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/cloudformation"
	"github.com/ecrlint/ecrlint/parser/terraform"
	"github.com/ecrlint/ecrlint/policy"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
	"github.com/ecrlint/ecrlint/why"
)

// stacks returns the folders that hold whole stacks with what is expected of them.
func stacks(t *testing.T) []string {
	t.Helper()
	var dirs []string
	for _, top := range []string{"../testdata/terraform", "../testdata/cloudformation"} {
		require.NoError(t, filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Name() == "expect.json" {
				dirs = append(dirs, filepath.Dir(path))
			}
			return err
		}))
	}
	require.NotEmpty(t, dirs)
	return dirs
}

// pulls returns those of a folder.
func pulls(t *testing.T, dir string) []*pull.Pull {
	t.Helper()
	dir, err := filepath.Abs(dir)
	require.NoError(t, err)
	roots, _ := terraform.Load(t.Context(), terraform.Options{Dir: dir, Paths: []string{"."}})
	_ = cloudformation.Each(t.Context(), cloudformation.Options{
		Dir: dir, Paths: []string{"."}, Jobs: 1,
	}, func(root *parser.Root) { roots = append(roots, root) })
	var list []*pull.Pull
	for _, root := range roots {
		g, _ := graph.Builder{ManagedPolicy: iam.Managed}.Build(root)
		list = append(list, pull.Cut(g)...)
	}
	return list
}

// The path of a pull bears its verdict: some gate is closed where it fails and none where it does
// not, all are open where it works; every closed gate says why, every unknown one what would tell,
// and some closed gate names a finding. Nothing that stands for a value is left in the words.
func TestThePathBearsTheVerdict(t *testing.T) {
	engine, err := policy.Compile(policy.Options{})
	require.NoError(t, err)
	seen := map[report.Verdict]int{}
	for _, dir := range stacks(t) {
		list := pulls(t, dir)
		result, err := engine.Judge(t.Context(), list)
		require.NoError(t, err, dir)
		r := &report.Report{Pulls: result.Pulls, Findings: result.Findings}
		for _, p := range list {
			path := why.Trace(p)
			require.True(t, why.Join(&path, r), "%s: %s", dir, p.Address)
			holds(t, dir, &path)
			seen[path.Pull.Verdict]++
		}
	}
	assert.Len(t, seen, 3)
}

// holds checks one path.
func holds(t *testing.T, dir string, path *report.Path) {
	t.Helper()
	name := dir + ": " + path.Pull.Workload
	// A leg of several ways is closed where all are, and open where all are.
	states, named := []string{}, false
	for _, step := range path.Gates {
		states = append(states, step.State)
		named = check(t, name, step) || named
	}
	for _, place := range path.Placements {
		for _, step := range place.Gates {
			states = append(states, step.State)
			named = check(t, name, step) || named
		}
		for _, leg := range place.Legs {
			states = append(states, leg.State)
			require.NotEmpty(t, leg.Exits, name)
			for _, exit := range leg.Exits {
				for _, step := range exit.Gates {
					named = check(t, name, step) || named
				}
			}
		}
	}
	if len(path.MorePlacements) > 0 {
		states = append(states, "unknown")
	}
	switch path.Pull.Verdict {
	case report.Fails:
		assert.Contains(t, states, "closed", name)
		assert.True(t, named, "%s: no closed gate names its finding", name)
	case report.Unknown:
		assert.NotContains(t, states, "closed", name)
		assert.Contains(t, states, "unknown", name)
	default:
		assert.NotContains(t, states, "closed", name)
		assert.NotContains(t, states, "unknown", name)
	}
}

// check checks a step, and reports whether it names a finding.
func check(t *testing.T, name string, step report.Step) bool {
	t.Helper()
	assert.NotEmpty(t, step.Says, name)
	assert.False(t, strings.ContainsFunc(step.Says, token), "%s: %q", name, step.Says)
	for _, doubled := range []string{"  ", " ,", "()", " ;"} {
		assert.NotContains(t, step.Says, doubled, name)
	}
	assert.Equal(t, step.Says, strings.TrimSpace(step.Says), name)
	if step.State == "unknown" {
		assert.NotEmpty(t, step.Unknowns, "%s: %s", name, step.Gate)
	} else {
		assert.Empty(t, step.Unknowns, "%s: %s", name, step.Gate)
	}
	for _, one := range step.Unknowns {
		assert.NotEmpty(t, one.What, "%s: %s", name, step.Gate)
		assert.False(t, strings.ContainsFunc(one.What+one.Why+one.Hint, token), "%s: %v", name, one)
	}
	for _, value := range step.Values {
		if list, ok := value.([]string); ok {
			value = strings.Join(list, " ")
		}
		if text, ok := value.(string); ok {
			assert.False(t, strings.ContainsFunc(text, token), "%s: %v", name, value)
		}
	}
	if step.State != "closed" {
		assert.Empty(t, step.Findings, "%s: %s", name, step.Gate)
		return false
	}
	assert.NotEmpty(t, step.Reason, name)
	return len(step.Findings) > 0
}

// token reports whether a rune is part of what stands for a value.
func token(r rune) bool { return r >= parser.TokenStart && r <= parser.TokenDigit+9 }

// Every way of closing a gate that the stacks hold has words of its own.
func TestClosedGatesAreSaidInWords(t *testing.T) {
	var said []string
	for _, dir := range stacks(t) {
		for _, p := range pulls(t, dir) {
			path := why.Trace(p)
			for _, place := range path.Placements {
				for _, leg := range place.Legs {
					for _, exit := range leg.Exits {
						for _, step := range exit.Gates {
							if step.State == "closed" && !slices.Contains(said, step.Gate) {
								said = append(said, step.Gate)
							}
							assert.NotContains(t, step.Says, "stops it ("+step.Reason+")", dir)
						}
					}
				}
			}
		}
	}
	assert.Subset(t, said, []string{
		"dns", "exit", "egress", "acl", "ingress", "endpoint_policy", "nat",
		"public_ip", "bpa",
	})
}

// What a closed gate says is true of it: who refuses, and why.
func TestWhatClosedGatesSay(t *testing.T) {
	for dir, want := range map[string]struct{ says, not string }{
		"cloudformation/trust-with-the-account-it-acts-for/broken": {
			"ecs-tasks.amazonaws.com may not assume ExecRole: its trust policy has a condition that " +
				"the service does not meet", "",
		},
		"terraform/trust-for-another-region/broken": {
			"ecs-tasks.amazonaws.com may not assume", "only ecs-tasks.amazonaws.com may",
		},
		"terraform/guardrail-of-the-organization/broken": {
			"aws_organizations_policy.regions denies aws_iam_role.exec ecr:GetAuthorizationToken on *",
			"aws_iam_role.exec denies",
		},
		"terraform/endpoint-subnet-drops-the-answers/broken": {
			"the last rule (*) of aws_network_acl.links stops the answers (TCP 32768-60999) out of", "",
		},
		"terraform/address-that-is-nearly-one/account-with-hyphens": {
			" is no valid image reference (what is wrong: account)", "",
		},
		"cloudformation/role-only-in-production/unknown": {
			"the execution role pulls, which is not in view (parameter Stage)", "",
		},
	} {
		var said []string
		for _, p := range pulls(t, filepath.Join("..", "testdata", filepath.FromSlash(dir))) {
			path := why.Trace(p)
			steps := slices.Clone(path.Gates)
			for _, place := range path.Placements {
				steps = append(steps, place.Gates...)
				for _, leg := range place.Legs {
					for _, exit := range leg.Exits {
						steps = append(steps, exit.Gates...)
					}
				}
			}
			for _, step := range steps {
				said = append(said, step.Says)
			}
		}
		all := strings.Join(said, "\n")
		assert.Contains(t, all, want.says, dir)
		if want.not != "" {
			assert.NotContains(t, all, want.not, dir)
		}
	}
}
