package terraform

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzTerragrunt: whatever stands in Terragrunt's files, there is an end, and no panic.
func FuzzTerragrunt(f *testing.F) {
	for _, seed := range []string{
		"include \"root\" {\n  path = find_in_parent_folders(\"root.hcl\")\n}\nterraform {\n  source = \"../m\"\n}\n" +
			"inputs = { a = include.root.locals.x, b = dependency.d.outputs }\ndependency \"d\" {\n  config_path = \"../b\"\n}\n",
		"locals {\n  a = read_terragrunt_config(\"terragrunt.hcl\")\n}\nterraform {\n  source = local.a.terraform.source\n}\n",
		"include {\n  path = \"terragrunt.hcl\"\n  merge_strategy = \"deep\"\n}\ninputs = { m = { l = [1] } }\nterraform {\n  source = \"..//m\"\n}\n",
		"unit \"u\" {\n  source = \"../a\"\n  path = \"u\"\n  values = { x = values.y }\n}\nstack \"s\" {\n  source = \".\"\n  path = \"s\"\n}\n",
		"generate \"p\" {\n  path = \"main.tf\"\n  if_exists = \"overwrite\"\n  contents = \"${run_cmd()} {\"\n}\nterraform {\n  source = \"../m\"\n}\n",
		"generate = { x = { path = \"x.tf\", contents = null } }\nremote_state {\n  backend = \"s3\"\n  config = { key = path_relative_to_include() }\n}\n",
		"terraform {\n  source = \"git::https://github.com/a/b.git//c?ref=${get_env(\"X\")}\"\n  extra_arguments \"e\" {\n    arguments = [\"-var=a=1\", 3]\n  }\n}\n",
	} {
		f.Add(seed, seed)
	}
	for _, seed := range []string{
		`{"terraform": {"source": "../m"}, "include": {"path": "${find_in_parent_folders()}"}, "inputs": {"a": "${local.x}"}}`,
		`{"include": [{"r": {"path": "../root.hcl"}}], "generate": {"p": {"path": "x.tf", "contents": "{"}}, "inputs": null}`,
	} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		dir := t.TempDir()
		for name, text := range map[string]string{
			"root.hcl": second, "a/terragrunt.hcl": first, "b/terragrunt.hcl": second,
			"s/terragrunt.stack.hcl": first, "j/terragrunt.hcl.json": first, "m/main.tf": probe,
		} {
			name = filepath.Join(dir, filepath.FromSlash(name))
			require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
			require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		}
		roots, diags := Load(context.Background(), Options{Dir: dir, Jobs: 1})
		for _, root := range roots {
			diags = append(diags, root.Diags...)
		}
		for _, d := range diags {
			require.NotEqual(t, "Internal error", d.Summary, d.Detail)
		}
	})
}
