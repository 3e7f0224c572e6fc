package terraform

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// probe is a module whose resource shows what its variables are.
const probe = `
variable "a" {
  default = "default"
}
variable "b" {
  default = "default"
}
variable "m" {
  type    = any
  default = {}
}
resource "aws_ssm_parameter" "p" {
  name        = var.a
  value       = var.b
  description = jsonencode(var.m)
}
`

// loadUnit loads a tree and returns the root of a unit.
func loadUnit(t *testing.T, files map[string]string, opts Options, dir string) *parser.Root {
	t.Helper()
	opts.Dir = write(t, files)
	roots, diags := Load(context.Background(), opts)
	require.Empty(t, diags)
	for _, root := range roots {
		if root.Path == dir {
			return root
		}
	}
	t.Fatalf("no root %s among %v", dir, roots)
	return nil
}

// shown returns an attribute of the probe as text: "?" and why where it is not known.
func shown(t *testing.T, root *parser.Root, attr string) string {
	t.Helper()
	require.Len(t, root.Resources, 1)
	v := root.Resources[0].Attrs.GetAttr(attr)
	plain, marks := v.Unmark()
	for mark := range marks {
		if hole, ok := mark.(parser.Hole); ok && !plain.IsKnown() {
			origin := root.Origins.Get(hole.ID)
			return "? " + origin.What + " " + origin.Why
		}
	}
	if plain.IsNull() {
		return "null"
	}
	require.Equal(t, cty.String, plain.Type())
	text := root.Origins.Expand(plain.AsString())
	for _, origin := range root.Origins.In(text) {
		if origin.Kind == parser.Unknown {
			return "? " + origin.What + " " + origin.Why
		}
	}
	return text
}

func TestTerragruntInputs(t *testing.T) {
	const source = "terraform {\n  source = \"../../../modules//probe\"\n}\n"
	const root = "include \"root\" {\n  path = find_in_parent_folders(\"root.hcl\")\n"
	cases := []struct {
		name, unit, parent string
		files              map[string]string
		env                []string
		a, b, m            string
	}{
		{name: "none", unit: source, a: "default", b: "default", m: "{}"},
		{name: "plain", unit: source + "inputs = { a = \"x\", b = 3, other = 1 }", a: "x", b: "3", m: "{}"},
		{
			name: "locals", unit: source + "locals {\n  x = \"y\"\n}\ninputs = { a = upper(local.x) }",
			a: "Y", b: "default", m: "{}",
		},
		{
			name: "those of the parent are weaker", unit: source + root + "}\ninputs = { a = \"child\", m = { x = 1 } }",
			parent: "inputs = { a = \"parent\", b = \"parent\", m = { y = 2, x = 0 } }",
			a:      "child", b: "parent", m: `{"x":1}`,
		},
		{
			name:   "merged deeply",
			unit:   source + root + "  merge_strategy = \"deep\"\n}\ninputs = { m = { x = 1, l = [\"c\"] } }",
			parent: "inputs = { m = { y = 2, x = 0, l = [\"p\"] } }",
			a:      "default", b: "default", m: `{"l":["p","c"],"x":1,"y":2}`,
		},
		{
			name: "not merged", unit: source + root + "  merge_strategy = \"no_merge\"\n  expose = true\n}\n" +
				"inputs = { b = include.root.locals.z }",
			parent: "locals {\n  z = \"zz\"\n}\ninputs = { a = \"parent\" }", a: "default", b: "zz", m: "{}",
		},
		{
			name: "the include of old", unit: source + "include {\n  path = find_in_parent_folders(\"root.hcl\")\n}",
			parent: "inputs = { a = path_relative_to_include(), b = path_relative_from_include() }",
			a:      "dev/app", b: "../..", m: "{}",
		},
		{
			name: "files of folders between", unit: source + root + "}",
			parent: "locals {\n  env = read_terragrunt_config(find_in_parent_folders(\"env.hcl\"))\n" +
				"  raw = yamldecode(file(find_in_parent_folders(\"common.yaml\")))\n}\n" +
				"inputs = { a = local.env.locals.name, b = local.raw.region }",
			files: map[string]string{
				"live/dev/env.hcl": "locals {\n  name = basename(get_terragrunt_dir())\n}",
				"live/common.yaml": "region: eu-west-1\n",
			},
			a: "dev", b: "eu-west-1", m: "{}",
		},
		{
			name: "a file that may be missing", unit: source + "locals {\n" +
				"  r = read_terragrunt_config(\"region.hcl\", { inputs = { a = \"fallback\" } })\n}\ninputs = local.r.inputs",
			a: "fallback", b: "default", m: "{}",
		},
		{
			name: "the folders", unit: source + root + "}\ninputs = { a = basename(dirname(get_terragrunt_dir())), " +
				"b = basename(get_parent_terragrunt_dir()) }", a: "dev", b: "live", m: "{}",
		},
		{
			name: "the environment", unit: source + "inputs = { a = get_env(\"STAGE\"), b = get_env(\"NONE\", \"b\") }",
			env: []string{"STAGE=prod"}, a: "prod", b: "b", m: "{}",
		},
		{
			name: "the environment that is not set", unit: source + "inputs = { a = get_env(\"STAGE\") }",
			a: "? get_env(\"STAGE\") is not set in the environment", b: "default", m: "{}",
		},
		{
			name: "a variable of Terraform's is stronger", unit: source + "inputs = { a = \"x\" }",
			env: []string{"TF_VAR_a=env"}, a: "env", b: "default", m: "{}",
		},
		{
			name: "files of values are stronger", unit: source + "inputs = { a = \"x\", b = \"x\" }",
			files: map[string]string{
				"live/dev/app/terraform.tfvars": "a = \"own\"",
				"modules/probe/x.auto.tfvars":   "b = \"module\"",
			},
			a: "own", b: "module", m: "{}",
		},
		{
			name: "extra arguments", unit: "terraform {\n  source = \"../../../modules//probe\"\n" +
				"  extra_arguments \"v\" {\n    commands = get_terraform_commands_that_need_vars()\n" +
				"    required_var_files = [\"${get_terragrunt_dir()}/../dev.tfvars\"]\n" +
				"    optional_var_files = [\"gone.tfvars\"]\n    arguments = [\"-lock-timeout=5m\", \"-var\", \"-var=b=arg\"]\n  }\n}\n" +
				"inputs = { a = \"x\" }",
			files: map[string]string{"live/dev/dev.tfvars": "a = \"file\""},
			a:     "file", b: "arg", m: "{}",
		},
		{
			name: "a command", unit: source + "inputs = { a = run_cmd(\"date\") }",
			a: "? run_cmd() is the output of a command", b: "default", m: "{}",
		},
		{
			name: "an output that is not applied yet", unit: source + "dependency \"net\" {\n  config_path = \"../net\"\n" +
				"  mock_outputs = { id = \"vpc-mock\" }\n}\ninputs = { a = dependency.net.outputs.id }",
			a: "? dependency.net.outputs.id is an output of live/dev/net, which is no root of this run", b: "default", m: "{}",
		},
		{
			name: "inputs that are not known", unit: source + "inputs = merge({ a = \"x\" }, jsondecode(run_cmd(\"x\")))",
			a: "? run_cmd() is the output of a command", b: "? run_cmd() is the output of a command",
			m: "? run_cmd() is the output of a command",
		},
		{
			name: "a feature", unit: source + "feature \"f\" {\n  default = \"on\"\n}\ninputs = { a = feature.f.value }",
			a: "on", b: "default", m: "{}",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			files := map[string]string{
				"modules/probe/main.tf": probe, "live/root.hcl": c.parent,
				"live/dev/app/terragrunt.hcl": c.unit,
			}
			for name, text := range c.files {
				files[name] = text
			}
			got := loadUnit(t, files, Options{Env: c.env}, "live/dev/app")
			assert.Empty(t, said(got.Diags))
			assert.Equal(t, []string{c.a, c.b, c.m},
				[]string{shown(t, got, "name"), shown(t, got, "value"), shown(t, got, "description")})
		})
	}
}
