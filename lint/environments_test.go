package lint_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/report"
)

// tree writes files below a folder of its own.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return dir
}

// within judges a folder with the environments of its configuration file.
func within(t *testing.T, dir string, only ...string) *report.Report {
	t.Helper()
	input := lint.Input{Dir: dir, Paths: []string{"."}, Only: only}
	file, err := lint.FindConfig(dir, input.Paths)
	require.NoError(t, err)
	if file != "" {
		config, failed := lint.ReadConfig(dir, file)
		if err = failed; err == nil {
			input.Environments = config.Environments
		}
		require.NoError(t, err)
	}
	r, err := lint.Run(t.Context(), lint.Options{Input: input})
	require.NoError(t, err)
	assert.False(t, r.Broken(), "%v", r.Diagnostics)
	return r
}

// addressed is a service that waits for nothing, and whose public address hangs on a variable.
func addressed(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../rules/network/no_public_ip/fail/main.tf")
	require.NoError(t, err)
	whole := strings.Replace(string(text), "security_groups =", "assign_public_ip = var.public\nsecurity_groups =", 1)
	whole = strings.Replace(whole, "depends_on = [", "depends_on = [] # [", 1)
	require.NotEqual(t, string(text), whole)
	return whole + "\nvariable \"public\" {}\n"
}

// byRule are the findings of a rule that breaks or may break pulls.
func byRule(r *report.Report, rule string) []report.Finding {
	var list []report.Finding
	for _, f := range r.Findings {
		if f.Rule == rule {
			list = append(list, f)
		}
	}
	return list
}

const threeEnvironments = `
environment "dev" {
  root = "infra"
  vars = { public = true }
}
environment "stage" {
  root = "infra"
  vars = { public = DENIED }
}
environment "prod" {
  root = "infra"
  vars = { "public" = false }
}
`

// What all environments of a root have is said once, with the fingerprint that it has without
// environments; what only some have is said of each of them, apart.
func TestEnvironmentsShareWhatTheyHaveInCommon(t *testing.T) {
	files := map[string]string{"infra/main.tf": addressed(t)}
	bare := tree(t, maps.Clone(files))
	plain, err := lint.Run(t.Context(), lint.Options{Input: lint.Input{
		Dir: bare, Paths: []string{"."}, Vars: []lint.Assignment{{Name: "public", Value: "false"}},
	}})
	require.NoError(t, err)
	race, address := byRule(plain, "iam/race"), byRule(plain, "network/no_public_ip")
	require.Len(t, race, 1)
	require.Len(t, address, 1)

	files[".ecrlint.hcl"] = strings.ReplaceAll(threeEnvironments, "DENIED", "false")
	some := within(t, tree(t, files))
	require.Len(t, some.Pulls, 3)
	common := byRule(some, "iam/race")
	require.Len(t, common, 1)
	assert.Equal(t, []string{"dev", "prod", "stage"}, common[0].Environments)
	assert.Equal(t, race[0].Fingerprint, common[0].Fingerprint)
	assert.Len(t, common[0].Pulls, 3)
	own := byRule(some, "network/no_public_ip")
	require.Len(t, own, 2)
	prints := []string{address[0].Fingerprint}
	for _, f := range own {
		require.Len(t, f.Environments, 1)
		assert.NotContains(t, prints, f.Fingerprint)
		prints = append(prints, f.Fingerprint)
		for _, p := range some.Pulls {
			assert.Equal(t, p.Environment == f.Environments[0],
				slices.Contains(p.Findings, f.Fingerprint), p.Environment)
		}
	}
	for _, p := range some.Pulls {
		assert.Equal(t, p.Environment == "dev", p.Verdict == report.Pulls, p.Environment)
		assert.Contains(t, p.Findings, common[0].Fingerprint)
	}

	// One alone: nothing of the others, and the fingerprints that they have together.
	alone := within(t, filepath.Dir(filepath.Join(tree(t, files), "x")), "prod")
	require.Len(t, alone.Pulls, 1)
	assert.Equal(t, "prod", alone.Pulls[0].Environment)
	require.Len(t, byRule(alone, "network/no_public_ip"), 1)
	assert.Contains(t, prints, byRule(alone, "network/no_public_ip")[0].Fingerprint)
	assert.Equal(t, []string{"prod"}, byRule(alone, "iam/race")[0].Environments)
	for _, f := range alone.Findings {
		assert.Len(t, f.Pulls, 1)
	}

	// All of them: one finding, as without environments.
	files[".ecrlint.hcl"] = strings.NewReplacer("DENIED", "false", "true", "false").Replace(threeEnvironments)
	all := byRule(within(t, tree(t, files)), "network/no_public_ip")
	require.Len(t, all, 1)
	assert.Equal(t, address[0].Fingerprint, all[0].Fingerprint)
	assert.Equal(t, []string{"dev", "prod", "stage"}, all[0].Environments)
}

// The values of an environment are stronger than the files beside the root and weaker than the
// command line, and a root that no environment names is judged as ever.
func TestEnvironmentsHaveTheirPlaceAmongTheValues(t *testing.T) {
	dir := tree(t, map[string]string{
		"infra/main.tf":          addressed(t),
		"infra/terraform.tfvars": "public = true\n",
		"infra/given.tfvars":     "public = true\n",
		"infra/prod.tfvars":      "public = true\n",
		"other/main.tf":          addressed(t),
		"other/terraform.tfvars": "public = true\n",
		".ecrlint.hcl": `environment "prod" {
  root      = "infra"
  var_files = ["infra/prod.tfvars"]
  vars      = { public = false }
}`,
	})
	verdicts := func(in lint.Input) map[string]report.Verdict {
		in.Dir, in.Paths = dir, []string{"."}
		var err error
		config, failed := lint.ReadConfig(dir, filepath.Join(dir, lint.ConfigName))
		if err = failed; err == nil {
			in.Environments = config.Environments
		}
		require.NoError(t, err)
		r, err := lint.Run(t.Context(), lint.Options{Input: in})
		require.NoError(t, err)
		out := map[string]report.Verdict{}
		for _, p := range r.Pulls {
			out[report.RootName(p.Root, p.Environment)] = p.Verdict
		}
		return out
	}
	assert.Equal(t, map[string]report.Verdict{"infra (prod)": report.Fails, "other": report.Pulls},
		verdicts(lint.Input{}))
	assert.Equal(t, map[string]report.Verdict{"infra (prod)": report.Pulls, "other": report.Pulls},
		verdicts(lint.Input{Vars: []lint.Assignment{{Name: "public", Value: "true"}}}))
	assert.Equal(t, map[string]report.Verdict{"infra (prod)": report.Pulls, "other": report.Pulls},
		verdicts(lint.Input{VarFiles: []string{filepath.Join(dir, "infra/given.tfvars")}}))
}

// Templates have environments, too.
func TestEnvironmentsOfTemplates(t *testing.T) {
	dir := tree(t, map[string]string{
		"service.yaml": `
Parameters:
  Tag: {Type: String}
  Name: {Type: String}
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: app
          Image: !Sub "123456789012.dkr.ecr.${AWS::Region}.amazonaws.com/${Name}:${Tag}"
`,
		"prod.json": `{"Tag": "1", "Name": "shop"}`,
		".ecrlint.hcl": `
environment "west" {
  root            = "*.yaml"
  parameter_files = ["prod.json"]
  parameters      = { "AWS::Region" = "us-west-2", Tag = "2" }
}
environment "east" {
  root            = "service.yaml"
  parameter_files = ["prod.json"]
  parameters      = { "AWS::Region" = "us-east-1" }
}
`,
	})
	images := map[string]string{}
	for _, p := range within(t, dir).Pulls {
		images[p.Environment] = p.Image
	}
	assert.Equal(t, map[string]string{
		"west": "123456789012.dkr.ecr.us-west-2.amazonaws.com/shop:2",
		"east": "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:1",
	}, images)
}

// The configuration file is looked for above each path, and no further than the repository.
func TestFindConfig(t *testing.T) {
	dir := tree(t, map[string]string{
		".ecrlint.hcl":            "",
		"repo/.git/HEAD":          "",
		"repo/infra/main.tf":      "",
		"own/.git/HEAD":           "",
		"own/.ecrlint.hcl":        "",
		"own/deep/deeper/main.tf": "",
		"near/.git/HEAD":          "",
		"near/.ecrlint.hcl":       "",
		"near/a/.ecrlint.hcl":     "",
		"near/a/b/main.tf":        "",
		"plain/infra/main.tf":     "",
	})
	for name, want := range map[string]string{
		"repo/infra":              "",
		"own/deep/deeper":         "own/.ecrlint.hcl",
		"own/deep/deeper/main.tf": "own/.ecrlint.hcl",
		"near/a/b":                "near/a/.ecrlint.hcl",
		"plain/infra":             ".ecrlint.hcl",
	} {
		found, err := lint.FindConfig(dir, []string{name})
		require.NoError(t, err, name)
		if want != "" {
			want = filepath.Join(dir, filepath.FromSlash(want))
		}
		assert.Equal(t, want, found, name)
	}
	found, err := lint.FindConfig(filepath.Join(dir, "plain", "infra"), []string{"."})
	require.NoError(t, err)
	assert.Empty(t, found, "above the working folder, in no repository")
	_, err = lint.FindConfig(dir, []string{"own", "near"})
	require.ErrorContains(t, err, "choose one with --config")
	_, err = lint.FindConfig(dir, []string{"own", "own/deep"})
	require.NoError(t, err)
}
