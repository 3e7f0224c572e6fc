package terraform

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/parser"
)

// TestTerragruntSource: where a unit's module comes from.
func TestTerragruntSource(t *testing.T) {
	git := map[string]string{
		".git/config": "[remote \"origin\"]\nurl = git@github.com:acme/infra.git\n",
		".git/HEAD":   "ref: refs/heads/main\n",
	}
	cases := []struct {
		name, unit string
		files      map[string]string
		roots      []string
		addresses  []string
		missing    string // why the module is not seen
		assumes    int
	}{
		{
			name: "a folder", unit: `terraform { source = "../..//modules/net" }`,
			roots: []string{"live/net"}, addresses: []string{"aws_vpc.v"},
		},
		{
			name: "a folder from the top of the repository", unit: `terraform { source = "${get_repo_root()}/modules/net" }`,
			files: git, roots: []string{"live/net"}, addresses: []string{"aws_vpc.v"},
		},
		{
			name: "the unit's own", unit: `inputs = {}`, files: map[string]string{"live/net/main.tf": vpc},
			roots: []string{"live/net", "modules/net"}, addresses: []string{"aws_vpc.v"},
		},
		{
			name: "the unit's own, named", unit: `terraform { source = "." }`,
			files: map[string]string{"live/net/main.tf": vpc},
			roots: []string{"live/net", "modules/net"}, addresses: []string{"aws_vpc.v"},
		},
		{
			name: "files of its own beside the module's", unit: `terraform { source = "../../modules/net" }`,
			files: map[string]string{"live/net/more.tf": "resource \"aws_vpc\" \"w\" {\n}\n"},
			roots: []string{"live/net"}, addresses: []string{"aws_vpc.v", "aws_vpc.w"},
		},
		{
			name: "files of its own over the module's", unit: `terraform { source = "../../modules/net" }`,
			files: map[string]string{"live/net/main.tf": "resource \"aws_vpc\" \"w\" {\n}\n"},
			roots: []string{"live/net"}, addresses: []string{"aws_vpc.w"},
		},
		{
			name: "this repository", unit: `terraform { source = "git::git@github.com:acme/infra.git//modules/net?ref=v1" }`,
			files: git, roots: []string{"live/net"}, addresses: []string{"aws_vpc.v"}, assumes: 1,
		},
		{
			name:  "this repository at a version that is not known",
			unit:  `terraform { source = "git::git@github.com:acme/infra.git//modules/net?ref=${get_env("V")}" }`,
			files: git, roots: []string{"live/net"}, addresses: []string{"aws_vpc.v"}, assumes: 1,
		},
		{
			name: "another repository", unit: `terraform { source = "git::git@github.com:acme/modules.git//net?ref=v1" }`,
			files: git, roots: []string{"live/net", "modules/net"},
			missing: "has its source git::git@github.com:acme/modules.git//net?ref=v1 elsewhere",
		},
		{
			name: "a registry", unit: `terraform { source = "tfr:///acme/net/aws?version=1.0.0" }`,
			roots: []string{"live/net", "modules/net"}, missing: "has its source tfr:///acme/net/aws?version=1.0.0 elsewhere",
		},
		{
			name: "a source that is not known", unit: `terraform { source = run_cmd("where") }`,
			roots: []string{"live/net", "modules/net"}, missing: "has a source that is not known",
		},
		{
			name: "nothing", unit: `remote_state { backend = "s3" }`, roots: []string{"modules/net"},
		},
		{
			name: "skipped", unit: "skip = true\nterraform { source = \"../../modules/net\" }",
			roots: []string{"modules/net"},
		},
		{
			name: "copies in a cache are no roots", unit: `terraform { source = "../../modules/net" }`,
			files: map[string]string{"live/net/.terragrunt-cache/a/b/main.tf": vpc},
			roots: []string{"live/net"}, addresses: []string{"aws_vpc.v"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			files := map[string]string{"modules/net/main.tf": vpc, "live/net/terragrunt.hcl": c.unit}
			for name, text := range c.files {
				files[name] = text
			}
			roots, diags := Load(context.Background(), Options{Dir: write(t, files)})
			require.Empty(t, said(diags))
			var names []string
			for _, root := range roots {
				names = append(names, root.Path)
				assert.Empty(t, said(root.Diags))
			}
			require.Equal(t, c.roots, names)
			if names[0] != "live/net" {
				return
			}
			assert.Equal(t, c.addresses, addressesOf(roots[0]))
			assert.Len(t, roots[0].Assumes, c.assumes)
			if c.missing == "" {
				assert.Empty(t, roots[0].Opaque)
			} else {
				require.Len(t, roots[0].Opaque, 1)
				assert.Equal(t, c.missing, roots[0].Opaque[0].Origin.Why)
			}
		})
	}
}

// TestTerragruntModel: a module of the registry that is not on disk is modelled under a unit's own
// addresses, and placed where the unit names it.
func TestTerragruntModel(t *testing.T) {
	root := loadUnit(t, map[string]string{"net/terragrunt.hcl": "terraform {\n" +
		"  source = \"tfr:///terraform-aws-modules/vpc/aws?version=5.8.1\"\n}\n" +
		"inputs = { name = \"n\", cidr = \"10.0.0.0/16\", azs = [\"a\"], public_subnets = [\"10.0.1.0/24\"] }\n"}, Options{}, "net")
	assert.Empty(t, said(root.Diags))
	assert.Contains(t, addressesOf(root), "aws_subnet.public[0]")
	for _, r := range root.Resources {
		assert.Equal(t, "net/terragrunt.hcl", r.Decl.Filename, r.Address)
	}
}

// TestTerragruntGenerate: what Terragrunt writes beside a module counts as if it stood there.
func TestTerragruntGenerate(t *testing.T) {
	const pinned = "provider \"aws\" {\n  region = \"eu-west-1\"\n}\n"
	generate := func(name, exists string) string {
		return "generate \"provider\" {\n  path = \"" + name + "\"\n  if_exists = \"" + exists + "\"\n" +
			"  contents = <<EOF\nprovider \"aws\" {\n  region = \"${local.region}\"\n" +
			"  allowed_account_ids = [\"${get_aws_account_id()}\"]\n}\nEOF\n}\nlocals {\n  region = \"us-east-2\"\n}\n"
	}
	cases := []struct {
		name, unit, module, region string
		said                       []string
	}{
		{name: "added", unit: generate("provider.tf", "overwrite_terragrunt"), region: "us-east-2"},
		{name: "over another", unit: generate("main.tf", "overwrite"), module: pinned, region: "us-east-2"},
		{name: "not over another", unit: generate("main.tf", "skip"), module: pinned, region: "eu-west-1"},
		{name: "no configuration", unit: generate("notes.txt", "overwrite"), module: pinned, region: "eu-west-1"},
		{
			name: "an argument", region: "ap-south-1",
			unit: `generate = { p = { path = "p.tf", if_exists = "overwrite", contents = "provider \"aws\" {\n region = \"ap-south-1\"\n}" } }`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			root := loadUnit(t, map[string]string{
				"m/main.tf": c.module, "m/vpc.tf": vpc,
				"live/terragrunt.hcl": "terraform {\n  source = \"../m\"\n}\n" + c.unit,
			}, Options{}, "live")
			assert.Equal(t, c.said, said(root.Diags))
			require.Len(t, root.Resources, 1)
			assert.Equal(t, c.region, root.Resources[0].Provider.Region)
		})
	}
}

// TestTerragruntMistakes are said, once, where they are.
func TestTerragruntMistakes(t *testing.T) {
	cases := []struct {
		name, unit string
		said       []string
	}{
		{
			"a function that does not exist", "inputs = { a = get_everything() }",
			[]string{"error live/terragrunt.hcl:4,16-30 Call to unknown function"},
		},
		{
			"a local that does not exist", "inputs = { a = local.x }",
			[]string{"error live/terragrunt.hcl:4,16-23 Reference to undeclared local value"},
		},
		{
			"a parent that does not exist", "include \"root\" {\n  path = find_in_parent_folders(\"root.hcl\")\n}",
			[]string{"warning live/terragrunt.hcl:5,10-44 File cannot be read"},
		},
		{
			"locals in a circle", "locals {\n  a = local.b\n  b = local.a\n}\ninputs = { a = local.a }", nil,
		},
		{
			"a file that reads itself", "locals {\n  a = read_terragrunt_config(\"terragrunt.hcl\")\n}\ninputs = local.a.locals",
			[]string{"warning live/terragrunt.hcl:5,7-47 File cannot be read"},
		},
		{
			"a dependency that is not declared", "inputs = { a = dependency.x.outputs.y }",
			[]string{"error live/terragrunt.hcl:4,16-38 Unknown dependency"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			root := loadUnit(t, map[string]string{
				"m/main.tf":           "variable \"a\" {\n  default = 1\n}\n",
				"live/terragrunt.hcl": "terraform {\n  source = \"../m\"\n}\n" + c.unit,
			}, Options{}, "live")
			assert.Equal(t, c.said, said(root.Diags))
		})
	}
	roots, diags := Load(context.Background(), Options{Dir: write(t, map[string]string{
		"m/main.tf": vpc, "live/terragrunt.hcl": "terraform {\n  source = \"../m\"\n}\ninputs = {",
	})})
	assert.Equal(t, []string{"error live/terragrunt.hcl:4,11-11 Missing expression"}, said(diags))
	assert.NotEmpty(t, roots)
}

// TestTerragruntStack: the units that a stack makes are roots with the stack's values, and what they
// are copies of is none.
func TestTerragruntStack(t *testing.T) {
	roots, diags := Load(context.Background(), Options{Dir: write(t, map[string]string{
		"units/app/terragrunt.hcl": "include \"root\" {\n  path = find_in_parent_folders(\"root.hcl\")\n}\n" +
			"terraform {\n  source = values.module\n}\ninputs = { a = values.name, b = try(values.none, \"b\") }\n",
		"live/root.hcl": "inputs = { m = { x = path_relative_to_include() } }",
		"live/terragrunt.stack.hcl": "locals {\n  name = \"shop\"\n}\nunit \"app\" {\n  source = \"../units/app\"\n" +
			"  path = \"app\"\n  values = { name = local.name, module = \"${get_terragrunt_dir()}/../modules/probe\" }\n}\n" +
			"stack \"inner\" {\n  source = \"../stacks/inner\"\n  path = \"inner\"\n  values = { name = \"cart\" }\n}\n" +
			"unit \"far\" {\n  source = \"github.com/acme/units//far\"\n  path = \"far\"\n}\n",
		"stacks/inner/terragrunt.stack.hcl": "unit \"app\" {\n  source = \"${get_repo_root()}/units/app\"\n  path = \"app\"\n" +
			"  values = { name = values.name, module = \"${get_repo_root()}/modules/probe\" }\n}\n",
		"modules/probe/main.tf": probe,
		".git/HEAD":             "",
	})})
	require.Empty(t, said(diags))
	found := map[string]*parser.Root{}
	for _, root := range roots {
		assert.Empty(t, said(root.Diags), root.Path)
		found[root.Path] = root
	}
	require.ElementsMatch(t, []string{
		"live/.terragrunt-stack/app", "live/.terragrunt-stack/far", "live/.terragrunt-stack/inner/.terragrunt-stack/app",
	}, slices.Collect(maps.Keys(found)))
	app := found["live/.terragrunt-stack/app"]
	assert.Equal(t, "shop", shown(t, app, "name"))
	assert.Equal(t, "b", shown(t, app, "value"))
	assert.JSONEq(t, `{"x":".terragrunt-stack/app"}`, shown(t, app, "description"))
	assert.Equal(t, "cart", shown(t, found["live/.terragrunt-stack/inner/.terragrunt-stack/app"], "name"))
	assert.Len(t, found["live/.terragrunt-stack/far"].Opaque, 1)
}

// TestTerragruntDependency: the outputs of another unit are what that declares.
func TestTerragruntDependency(t *testing.T) {
	const net = "terraform {\n  source = \"../m/net\"\n}\ninputs = { name = \"core\" }\n"
	const module = "variable \"name\" {\n}\nresource \"aws_vpc\" \"v\" {\n}\n" +
		"output \"id\" {\n  value = aws_vpc.v.id\n}\noutput \"name\" {\n  value = var.name\n}\n"
	const away = "? dependency.net.outputs.name "
	cases := []struct {
		name, app, net string
		opts           Options
		a              string
		foreign        int
	}{
		{name: "an output", app: "dependency.net.outputs.name", net: net, a: "core", foreign: 1},
		{name: "all of them", app: "dependency.net.outputs[\"name\"]", net: net, a: "core", foreign: 1},
		{
			name: "what is no output", app: "dependency.net.outputs.zone", net: net,
			a: "? dependency.net.outputs.zone is not among the outputs of net", foreign: 1,
		},
		{
			name: "isolated", app: "dependency.net.outputs.name", net: net, opts: Options{Isolated: true},
			a: away + "is an output of net, which is another root",
		},
		{
			name: "not there", app: "dependency.net.outputs.name",
			a: away + "is an output of net, which is no root of this run",
		},
		{
			name: "waiting for each other", app: "dependency.net.outputs.name", foreign: 1,
			net: "dependency \"app\" {\n  config_path = \"../app\"\n}\nterraform {\n  source = \"../m/net\"\n}\n" +
				"inputs = { name = dependency.app.outputs.x }\n",
			a: "? dependency.app.outputs.x is an output of app, which waits for this configuration",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			files := map[string]string{
				"m/net/main.tf": module, "m/probe/main.tf": probe,
				"app/terragrunt.hcl": "terraform {\n  source = \"../m/probe\"\n}\n" +
					"dependency \"net\" {\n  config_path = \"../net\"\n  mock_outputs = { name = \"mock\", zone = \"mock\" }\n}\n" +
					"inputs = { a = " + c.app + " }\n",
			}
			if c.net != "" {
				files["net/terragrunt.hcl"] = c.net
			}
			root := loadUnit(t, files, c.opts, "app")
			assert.Empty(t, said(root.Diags))
			var own []*parser.Resource
			foreign := 0
			for _, r := range root.Resources {
				if r.Foreign {
					foreign++
				} else {
					own = append(own, r)
				}
			}
			assert.Equal(t, c.foreign, foreign)
			root.Resources = own
			assert.Equal(t, c.a, shown(t, root, "name"))
		})
	}
}
