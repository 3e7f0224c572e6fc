package lint_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/report"
)

// besidePlans judges a folder with the environments of its configuration file, and plans.
func besidePlans(t *testing.T, dir string, paths ...string) *report.Report {
	t.Helper()
	config, err := lint.ReadConfig(dir, filepath.Join(dir, ".ecrlint.hcl"))
	require.NoError(t, err)
	r, err := lint.Run(t.Context(), lint.Options{Input: lint.Input{
		Dir: dir, Paths: append([]string{"."}, paths...), Environments: config.Environments,
	}})
	require.NoError(t, err)
	return r
}

// A plan beside a root with environments is taken for the one that it was made of, and for no other.
func TestPlansOfEnvironments(t *testing.T) {
	const environments = `
environment "dev" {
  root = "infra"
  vars = { public = true, size = 1 }
}
environment "prod" {
  root = "infra"
  vars = { public = var_of_prod, size = 2 }
}
`
	plan := func(variables string) string {
		return `{"format_version": "1.2", "terraform_version": "1.11.4", "variables": ` + variables + `,
			"planned_values": {}, "configuration": {"root_module": {}}, "resource_changes": [
			{"address": "aws_vpc.main", "mode": "managed", "type": "aws_vpc", "name": "main",
			"change": {"actions": ["create"], "before": null, "after": {}, "after_unknown": {}}}]}`
	}
	const state = `{"version": 4, "lineage": "x", "resources": [{"mode": "managed", "type": "aws_vpc",
		"name": "main", "provider": "p", "instances": [{"attributes": {"id": "vpc-0123456789abcdef0"}}]}]}`
	root := addressed(t) + "variable \"size\" {\n  type = number\n}\nvariable \"other\" {\n  default = \"x\"\n}\n"
	require.Contains(t, root, `resource "aws_vpc" "main"`)
	both := map[string]report.Verdict{"dev": report.Pulls, "prod": report.Fails}
	const (
		ofNone = "was not made with the values of any environment of infra"
		ofAny  = "may be of any of the environments dev, prod of infra"
	)
	for _, c := range []struct {
		name, plan, ofProd, says string
		want                     map[string]report.Verdict
	}{
		{
			"of prod", plan(`{"public": {"value": false}, "size": {"value": 2}, "other": {"value": "x"}}`),
			"false", "", both,
		},
		{"of dev, as text", plan(`{"public": {"value": "true"}, "size": {"value": "1"}}`), "false", "", both},
		{"of neither", plan(`{"public": {"value": true}, "size": {"value": 3}}`), "false", ofNone, both},
		{"with another default", plan(`{"size": {"value": 2}, "other": {"value": "y"}}`), "false", ofNone, both},
		{"of both", plan(`{"other": {"value": "x"}}`), "false", ofAny, both},
		{"a state", state, "false", ofAny, both},
		{
			"what prod does not say", plan(`{"public": {"value": true}, "size": {"value": 2}}`), "DENIED", "",
			map[string]report.Verdict{"dev": report.Pulls, "prod": report.Pulls},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(environments, "public = var_of_prod", "public = "+c.ofProd, 1)
			text = strings.Replace(text, "public = DENIED, ", "", 1)
			dir := tree(t, map[string]string{
				".ecrlint.hcl": text, "infra/main.tf": root, "infra/plan.json": c.plan,
			})
			r := besidePlans(t, dir, "infra/plan.json")
			got := map[string]report.Verdict{}
			for _, pull := range r.Pulls {
				if pull.Root == "infra" {
					got[pull.Environment] = pull.Verdict
				}
			}
			assert.Equal(t, c.want, got)
			var said []string
			for _, d := range r.Diagnostics {
				said = append(said, d.Detail)
			}
			if c.says == "" {
				assert.Empty(t, said)
			} else {
				assert.Equal(t, []string{"infra/plan.json " + c.says + "; it is judged by itself."}, said)
			}
		})
	}
}

// Where one environment has the root, a state is of that one.
func TestStateOfTheOnlyEnvironment(t *testing.T) {
	dir := tree(t, map[string]string{
		".ecrlint.hcl":  "environment \"prod\" {\n  root = \"infra\"\n  vars = { public = true }\n}\n",
		"infra/main.tf": addressed(t),
		"infra/terraform.tfstate": `{"version": 4, "lineage": "x", "resources": [{"mode": "managed",
			"type": "aws_vpc", "name": "main", "provider": "p",
			"instances": [{"attributes": {"id": "vpc-0123456789abcdef0"}}]}]}`,
	})
	r := besidePlans(t, dir, "infra/terraform.tfstate")
	assert.Empty(t, r.Diagnostics)
	require.Len(t, r.Pulls, 1)
	assert.Equal(t, "prod", r.Pulls[0].Environment)
	assert.Equal(t, report.Pulls, r.Pulls[0].Verdict)
}
