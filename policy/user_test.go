package policy_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/policy"
	"github.com/ecrlint/ecrlint/report"
)

const ownRule = `# METADATA
# title: Images come from Amazon ECR
# description: We allow no other registry.
# related_resources:
#   - description: Our handbook
#     ref: https://example.com/images
# custom:
#   severity: warning
#   predicts: nothing
#   fix: Copy the image.
package rules.house.registry

import data.house.lib

doubts contains {
	"resource": input.workload.id,
	"at": input.image.at,
	"message": lib.sentence(input.image.host),
} if {
	input.image.host != ""
	some node in input.nodes
	node.type == "aws_subnet"
	node.attributes.vpc_id == "aws_vpc.main.id"
	startswith(node.attributes.cidr_block, "10.0.")
}
`

const ownLibrary = `package house.lib

sentence(host) := sprintf("the image comes from %s", [host])
`

// folder writes files below a folder of the user's.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o750))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return dir
}

func TestRulesOfTheUsersOwn(t *testing.T) {
	dir := folder(t, map[string]string{
		"registry.rego": ownRule, "lib/lib.rego": ownLibrary, "registry_test.rego": "not Rego",
	})
	opts := policy.Options{Dirs: []string{dir}}
	engine, err := policy.Compile(opts)
	require.NoError(t, err)
	assert.True(t, engine.Custom())
	var own []report.Rule
	for _, rule := range engine.Rules() {
		if !rule.BuiltIn {
			own = append(own, rule)
		}
	}
	require.Len(t, own, 1)
	assert.Equal(t, report.Rule{
		ID: "house/registry", Title: "Images come from Amazon ECR",
		Description: "We allow no other registry.", Severity: report.Warning, Predicts: "nothing",
		Fix:   "Copy the image.",
		Links: []report.Link{{Title: "Our handbook", URL: "https://example.com/images"}},
	}, own[0])
	result := judged(t, written(t, endpointsAndS3), opts)
	require.NotEmpty(t, result.Findings)
	assert.Equal(t, "house/registry", result.Findings[0].Rule)
	assert.Equal(t, report.Warning, result.Findings[0].Severity)
	assert.Equal(t, "Copy the image.", result.Findings[0].Fix.Summary)
	for _, p := range result.Pulls {
		assert.Equal(t, report.Pulls, p.Verdict)
	}
}

func TestWhatIsWrongWithAFolderOfRulesIsSaid(t *testing.T) {
	cases := map[string]struct{ file, want string }{
		"no Rego": {"package rules.house.x\n\nclosed contains {", `x\.rego:3: .*unexpected eof`},
		"undefined": {
			"package rules.house.x\n\nclosed contains y\n",
			`x\.rego:3: var y is unsafe`,
		},
		"built-in id": {
			"package rules.network.no_route\n",
			`x\.rego: rule network/no_route exists already`,
		},
		"no family": {
			"package rules.house\n",
			`x\.rego:1: package rules\.house: a rule is a package`,
		},
		"the verdict": {
			"package verdict\n",
			`x\.rego:1: package verdict: a rule is a package`,
		},
		"the library": {
			"package rules.lib.x\n",
			`x\.rego:1: package rules\.lib\.x: a rule is`,
		},
		"nothing": {"# nothing\n", `x\.rego: .*empty module`},
		"network": {
			"package rules.house.x\n\nclosed contains x if x := http.send({})\n",
			`x\.rego:3: undefined function http\.send`,
		},
		"clock": {
			"package rules.house.x\n\nclosed contains x if x := time.now_ns()\n",
			`x\.rego:3: undefined function time\.now_ns`,
		},
		"no severity": {
			"# METADATA\n# custom:\n#   severity: fatal\npackage rules.house.x\n",
			`x\.rego:1: severity "fatal" is none of`,
		},
		"unused variable": {"package rules.house.x\n\nclosed contains 1 if x := 1\n", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, map[string]string{"x.rego": c.file})
			_, err := policy.Compile(policy.Options{Dirs: []string{dir}})
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.Error(t, err)
			assert.Regexp(t, c.want, err.Error())
		})
	}
}

func TestAnElementThatIsNoFindingCostsNoOther(t *testing.T) {
	for name, element := range map[string]string{
		"no message":  `{"at": input.image.at}`,
		"no place":    `{"message": "x"}`,
		"no object":   `"x"`,
		"no severity": `{"at": "x", "message": "x", "severity": "fatal"}`,
		"conflict":    `object.union({"at": "x"}, 1)`,
	} {
		t.Run(name, func(t *testing.T) {
			text := "package rules.house.x\n\ndoubts contains " + element + "\n"
			dir := folder(t, map[string]string{"x.rego": text})
			engine, err := policy.Compile(policy.Options{Dirs: []string{dir}})
			if err != nil {
				assert.ErrorContains(t, err, "x.rego:3")
				return
			}
			pulls := cut(t, written(t, endpointsAndS3))
			result, err := engine.Judge(t.Context(), pulls)
			require.NoError(t, err)
			require.Len(t, result.Faults, 1)
			if result.Faults[0].Rule != "house/x" {
				assert.Contains(t, result.Faults[0].What, "verdict.rego")
			}
			plain, err := policy.Compile(policy.Options{})
			require.NoError(t, err)
			want, err := plain.Judge(t.Context(), pulls)
			require.NoError(t, err)
			assert.Equal(t, want, policy.Result{Pulls: result.Pulls, Findings: result.Findings})
		})
	}
}

func TestFoldersThatCannotBeRead(t *testing.T) {
	file := filepath.Join(folder(t, map[string]string{"x.rego": "package rules.house.x\n"}), "x.rego")
	for dir, want := range map[string]string{
		filepath.Join(t.TempDir(), "none"): "no such file", file: "it is a file",
		t.TempDir(): "it holds no .rego file",
	} {
		_, err := policy.Compile(policy.Options{Dirs: []string{dir}})
		require.ErrorContains(t, err, want)
	}
}

func TestSelectionsThatMatchNothingAreErrors(t *testing.T) {
	for pattern, want := range map[string]string{
		"no_route": "is network/no_route meant?", "network/noroute": "ecrlint rules lists them",
		"network": "is network/acl_blocked or",
	} {
		_, err := policy.Compile(policy.Options{Only: []string{pattern}})
		require.ErrorContains(t, err, want)
		_, err = policy.Compile(policy.Options{Skip: []string{pattern}})
		require.ErrorContains(t, err, want)
	}
}
