package terraform

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// write writes files below a new folder and returns it.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(p), 0o755))
		require.NoError(t, os.WriteFile(p, []byte(text), 0o600))
	}
	return dir
}

// readFiles reads a tree of files.
func readFiles(t *testing.T, files map[string]string) (*Tree, hcl.Diagnostics) {
	t.Helper()
	return readTree(context.Background(), Options{Dir: write(t, files), Paths: []string{"."}})
}

// readModuleOf reads the files of one module.
func readModuleOf(t *testing.T, files map[string]string) (*Module, hcl.Diagnostics) {
	t.Helper()
	tree, diags := readFiles(t, files)
	m, ok := tree.Module(".")
	require.True(t, ok)
	return m, diags
}

// said returns severity, place and summary of diagnostics.
func said(diags hcl.Diagnostics) []string {
	var lines []string
	for _, d := range diags {
		line := "error "
		if d.Severity == hcl.DiagWarning {
			line = "warning "
		}
		if d.Subject != nil {
			line += d.Subject.String() + " "
		}
		lines = append(lines, line+d.Summary)
	}
	return lines
}

// value returns an attribute of a body as text.
func value(t *testing.T, body hcl.Body, name string) string {
	t.Helper()
	content, _, diags := body.PartialContent(&hcl.BodySchema{
		Attributes: []hcl.AttributeSchema{{Name: name}},
	})
	require.False(t, diags.HasErrors(), diags)
	attr, ok := content.Attributes[name]
	if !ok {
		return ""
	}
	text, ok := literal(attr.Expr)
	require.True(t, ok)
	return text
}

func TestMetaArguments(t *testing.T) {
	syntaxes := map[string]map[string]string{
		"native": {"main.tf": `
resource "aws_ecs_service" "app" {
  count      = var.n
  provider   = aws.west
  depends_on = [aws_iam_role.task, module.net.subnets[0]]
  name       = "app"
  network_configuration {
    subnets = []
  }
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [task_definition, tags["Name"], load_balancer[0].port]
  }
  provisioner "local-exec" { command = "true" }
  connection { host = "x" }
}
`},
		"json": {"main.tf.json": `{"//": "a comment", "resource": {"aws_ecs_service": {"app": {
  "//": "another",
  "count": "${var.n}",
  "provider": "aws.west",
  "depends_on": ["aws_iam_role.task", "module.net.subnets[0]"],
  "name": "app",
  "network_configuration": {"subnets": []},
  "lifecycle": {"create_before_destroy": true,
    "ignore_changes": ["task_definition", "tags[\"Name\"]", "load_balancer[0].port"]},
  "provisioner": [{"local-exec": {"command": "true"}}]
}}}}`},
	}
	for syntax, files := range syntaxes {
		t.Run(syntax, func(t *testing.T) {
			m, diags := readModuleOf(t, files)
			require.Empty(t, diags)
			r := m.Resources["aws_ecs_service.app"]
			require.NotNil(t, r)
			assert.Equal(t, "managed", r.Mode)
			assert.NotNil(t, r.Count)
			assert.Nil(t, r.ForEach)
			assert.Equal(t, "aws", r.ProviderName)
			assert.Equal(t, "west", r.ProviderAlias)
			require.Len(t, r.DependsOn, 2)
			assert.Equal(t, "module.net.subnets[0]", traversalText(r.DependsOn[1]))
			assert.Equal(t, []string{"task_definition", `tags["Name"]`, "load_balancer[0].port"},
				r.Ignored)
			content, diags := r.Config.Content(&hcl.BodySchema{
				Attributes: []hcl.AttributeSchema{{Name: "name", Required: true}},
				Blocks:     []hcl.BlockHeaderSchema{{Type: "network_configuration"}},
			})
			require.Empty(t, diags)
			assert.Len(t, content.Attributes, 1)
			assert.Len(t, content.Blocks, 1)
			assert.Greater(t, r.Body.End.Byte, r.Decl.End.Byte)
		})
	}
}

func TestIgnoreAllChanges(t *testing.T) {
	for _, spelled := range []string{`all`, `["*"]`} {
		m, diags := readModuleOf(t, map[string]string{"a.tf": `
resource "aws_ecs_service" "app" {
  lifecycle {
    ignore_changes = ` + spelled + `
  }
}`})
		assert.Empty(t, diags)
		assert.True(t, m.Resources["aws_ecs_service.app"].IgnoreAll)
	}
}

func TestEscapingBlock(t *testing.T) {
	m, diags := readModuleOf(t, map[string]string{"a.tf": `
resource "odd_thing" "x" {
  name = "n"
  _ {
    count = "text"
  }
}`})
	assert.Empty(t, diags)
	r := m.Resources["odd_thing.x"]
	assert.Nil(t, r.Count)
	assert.Equal(t, "text", value(t, r.Config, "count"))
	assert.Equal(t, "n", value(t, r.Config, "name"))
}

func TestSettings(t *testing.T) {
	m, diags := readModuleOf(t, map[string]string{"a.tf": `
terraform {
  required_version = ">= 1.5"
  backend "s3" { bucket = "b" }
  required_providers {
    aws    = { source = "hashicorp/aws", version = "~> 5.0", configuration_aliases = [aws.west] }
    dns    = { source = "registry.terraform.io/Acme/dns" }
    random = "~> 3.0"
  }
}
terraform {
  cloud { organization = "o" }
}
moved {
  from = aws_vpc.a
  to   = aws_vpc.b
}
removed {
  from = aws_vpc.c
  lifecycle { destroy = false }
}
check "health" {
  data "http" "x" { url = "u" }
  assert {
    condition     = true
    error_message = "m"
  }
}
import {
  to = aws_vpc.b
  id = "vpc-1"
}
ephemeral "aws_secretsmanager_secret_version" "s" {}
data "aws_vpc" "v" {}
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
`})
	assert.Empty(t, diags)
	assert.Equal(t, map[string]string{
		"aws": "hashicorp/aws", "dns": "acme/dns", "random": "hashicorp/random",
	}, m.Required)
	assert.Len(t, m.Imports, 1)
	assert.Equal(t, []string{"data.aws_vpc.v", "ephemeral.aws_secretsmanager_secret_version.s"},
		sortedKeys(m.Resources))
	require.Len(t, m.Providers, 2)
	assert.Equal(t, "west", m.Providers[1].Alias)
	assert.Equal(t, "us-west-2", value(t, m.Providers[1].Config, "region"))
}

func TestCalls(t *testing.T) {
	m, _ := readModuleOf(t, map[string]string{"a.tf": `
module "net" {
  source    = "acme/net/aws"
  version   = "1.2.3"
  for_each  = toset(["a"])
  providers = {
    aws      = aws.west
    aws.peer = aws
  }
  cidr = "10.0.0.0/16"
}`})
	call := m.Calls["net"]
	assert.Equal(t, "acme/net/aws", call.Source)
	assert.Equal(t, "1.2.3", call.Version)
	assert.NotNil(t, call.ForEach)
	assert.Equal(t, map[string]string{"aws": "aws.west", "aws.peer": "aws"}, call.Providers)
	assert.Equal(t, "10.0.0.0/16", value(t, call.Config, "cidr"))
	attrs, diags := call.Config.JustAttributes()
	assert.Empty(t, diags)
	assert.Len(t, attrs, 1)
}

// TestFaults has a fault and, beside it, what nearly looks the same and is none.
func TestFaults(t *testing.T) {
	cases := []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{
			"variable twice",
			map[string]string{"a.tf": `variable "x" {}`, "b.tf": `variable "x" {}`},
			[]string{"error b.tf:1,1-13 Duplicate variable"},
		},
		{
			"variable and output",
			map[string]string{"a.tf": "variable \"x\" {}\noutput \"x\" {\n  value = 1\n}"},
			nil,
		},
		{
			"local twice",
			map[string]string{"a.tf": "locals {\n  a = 1\n}\nlocals {\n  a = 2\n}"},
			[]string{"error a.tf:5,3-4 Duplicate local value"},
		},
		{
			"resource twice",
			map[string]string{"a.tf": "resource \"a_b\" \"c\" {}\nresource \"a_b\" \"c\" {}"},
			[]string{"error a.tf:2,1-19 Duplicate resource"},
		},
		{"resource and data", map[string]string{
			"a.tf": "resource \"a_b\" \"c\" {}\ndata \"a_b\" \"c\" {}",
		}, nil},
		{
			"provider twice",
			map[string]string{"a.tf": "provider \"aws\" {}\nprovider \"aws\" {}"},
			[]string{"error a.tf:2,1-15 Duplicate provider configuration"},
		},
		{
			"required twice",
			map[string]string{"a.tf": "terraform {\n  required_providers {}\n}\n" +
				"terraform {\n  required_providers {}\n}"},
			[]string{"error a.tf:5,3-21 Duplicate required providers configuration"},
		},
		{
			"unknown block",
			map[string]string{"a.tf": "resorce \"a_b\" \"c\" {}"},
			[]string{"error a.tf:1,1-8 Unsupported block type"},
		},
		{
			"attribute at the top",
			map[string]string{"a.tf": "region = \"x\""},
			[]string{"error a.tf:1,1-7 Unsupported argument"},
		},
		{
			"name missing",
			map[string]string{"a.tf": "resource \"a_b\" {}"},
			[]string{"error a.tf:1,16-17 Missing name for resource"},
		},
		{
			"name invalid",
			map[string]string{"a.tf": "variable \"1x\" {}"},
			[]string{"error a.tf:1,10-14 Invalid variable name"},
		},
		{
			"count and for_each",
			map[string]string{"a.tf": "resource \"a_b\" \"c\" {\n  count = 1\n" +
				"  for_each = {}\n}"},
			[]string{`error a.tf:3,3-11 Invalid combination of "count" and "for_each"`},
		},
		{
			"call without source",
			map[string]string{"a.tf": "module \"m\" {}"},
			[]string{"error a.tf:1,1-11 Missing required argument"},
		},
		{
			"output without value",
			map[string]string{"a.tf": "output \"m\" {}"},
			[]string{"error a.tf:1,1-11 Missing required argument"},
		},
		{"override of nothing", map[string]string{
			"a.tf": `variable "x" {}`, "override.tf": "variable \"y\" {}\nmoved {\n}",
		}, []string{
			"error override.tf:1,1-13 Missing variable to override",
			"error override.tf:2,1-6 Cannot override moved blocks",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, diags := readModuleOf(t, c.files)
			assert.Equal(t, c.want, said(diags))
		})
	}
}

func TestFileNames(t *testing.T) {
	m, diags := readModuleOf(t, map[string]string{
		"a.tf":               `variable "tf" {}`,
		"a.tofu":             `variable "tofu" {}`,
		"b.tf.json":          `{"variable": {"tf_json": {}}}`,
		"b.tofu.json":        `{"variable": {"tofu_json": {}}}`,
		"b.tf":               `variable "other_ending" {}`,
		"only.tofu":          `variable "only" {}`,
		".hidden.tf":         `broken`,
		"backup.tf~":         `broken`,
		"#lock.tf#":          `broken`,
		"main.tftest.hcl":    `broken`,
		"tests/a.tftest.hcl": `broken`,
		"x.tfvars":           `broken`,
	})
	assert.Empty(t, diags)
	assert.Equal(t, []string{"only", "other_ending", "tofu", "tofu_json"}, sortedKeys(m.Variables))
}

func TestEncodings(t *testing.T) {
	t.Run("byte order mark", func(t *testing.T) {
		m, diags := readModuleOf(t, map[string]string{
			"a.tf":      "\xef\xbb\xbfvariable \"x\" {}\n",
			"b.tf.json": "\xef\xbb\xbf{\"variable\": {\"y\": {}}}",
		})
		assert.Empty(t, diags)
		assert.Len(t, m.Variables, 2)
	})
	t.Run("line endings of Windows", func(t *testing.T) {
		m, diags := readModuleOf(t, map[string]string{
			"a.tf": "variable \"x\" {\r\n  default = <<EOT\r\ntext\r\nEOT\r\n}\r\n" +
				"locals {\r\n  a = 1\r\n}\r\n",
		})
		assert.Empty(t, diags)
		assert.Contains(t, m.Locals, "a")
		assert.Equal(t, 7, m.Locals["a"].Range.Start.Line)
	})
	t.Run("no text", func(t *testing.T) {
		m, diags := readModuleOf(t, map[string]string{
			"a.tf": "variable \"x\" {}\n", "b.tf": "locals {\n  a = \"\xff\xfe\"\n}\n",
		})
		require.NotEmpty(t, diags)
		assert.Equal(t, "b.tf", diags[0].Subject.Filename)
		assert.Contains(t, m.Variables, "x")
	})
}

// TestBrokenFile loses the block with the error and no other.
func TestBrokenFile(t *testing.T) {
	before := "resource \"aws_vpc\" \"v\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n"
	after := "\nresource \"aws_vpc_endpoint\" \"api\" {\n  vpc_id = aws_vpc.v.id\n}\n"
	for name, broken := range map[string]string{
		"missing brace":    "resource \"aws_subnet\" \"s\" {\n  vpc_id = 1\n",
		"missing value":    "resource \"aws_subnet\" \"s\" {\n  vpc_id =\n}\n",
		"missing quote":    "resource \"aws_subnet\" \"s\" {\n  vpc_id = \"a\n}\n",
		"brace too many":   "resource \"aws_subnet\" \"s\" {\n}\n}\n",
		"merge conflict":   "<<<<<<< HEAD\nlocals {\n}\n=======\n",
		"open parenthesis": "locals {\n  a = length([\n}\n",
	} {
		t.Run(name, func(t *testing.T) {
			m, diags := readModuleOf(t, map[string]string{"main.tf": before + broken + after})
			require.True(t, diags.HasErrors())
			line := diags[0].Subject.Start.Line
			assert.GreaterOrEqual(t, line, 4)
			assert.LessOrEqual(t, line, 4+strings.Count(broken, "\n"))
			require.Contains(t, m.Resources, "aws_vpc.v")
			require.Contains(t, m.Resources, "aws_vpc_endpoint.api")
			assert.NotEmpty(t, m.Broken)
			assert.False(t, m.Resources["aws_vpc.v"].Broken)
			assert.False(t, m.Resources["aws_vpc_endpoint.api"].Broken)
			assert.Equal(t, 3+strings.Count(broken, "\n")+2,
				m.Resources["aws_vpc_endpoint.api"].Decl.Start.Line)
			if r := m.Resources["aws_subnet.s"]; r != nil {
				assert.Equal(t, name != "brace too many", r.Broken)
			}
		})
	}
	for name, header := range map[string]string{
		"open quote":    "resource \"aws_subnet\" \"s {",
		"lost quote":    "resource \"aws_subnet\" s\" {",
		"comma":         "resource \"aws_subnet\", \"s\" {",
		"brace below":   "resource \"aws_subnet\" \"s\"\n{",
		"brace missing": "resource \"aws_subnet\" \"s\"",
	} {
		t.Run("header with "+name, func(t *testing.T) {
			m, diags := readModuleOf(t, map[string]string{
				"main.tf": before + header + "\n  vpc_id = aws_vpc.v.id\n  name = \"x\"\n}\n" + after,
			})
			require.True(t, diags.HasErrors())
			assert.LessOrEqual(t, len(diags), 3)
			assert.Equal(t, []string{"aws_subnet.s", "aws_vpc.v", "aws_vpc_endpoint.api"},
				sortedKeys(m.Resources))
			assert.True(t, m.Resources["aws_subnet.s"].Broken)
			assert.Empty(t, m.Lost)
			assert.False(t, m.Resources["aws_vpc_endpoint.api"].Broken)
		})
	}
	for name, c := range map[string]struct {
		text string
		lost bool
	}{
		"labels missing":    {"resource {\n  name = \"x\"\n}\n", true},
		"no known block":    {"resorce \"aws_subnet\" \"s\" {\n  name = \"x\"\n}\n", true},
		"no block at all":   {"{\n  name = \"x\"\n}\n", true},
		"conflict markers":  {"<<<<<<< HEAD\n=======\n>>>>>>> main\n", false},
		"a brace too many":  {"}\n", false},
		"a broken argument": {"locals {\n  a =\n}\n", false},
	} {
		t.Run("lost by "+name, func(t *testing.T) {
			m, diags := readModuleOf(t, map[string]string{"main.tf": before + c.text + after})
			require.True(t, diags.HasErrors())
			assert.Equal(t, c.lost, len(m.Lost) > 0)
		})
	}
	t.Run("broken output and call", func(t *testing.T) {
		m, diags := readModuleOf(t, map[string]string{
			"main.tf": "output \"o\" {\n  value\n}\nmodule \"m\" {\n  source\n}\n",
		})
		assert.Len(t, diags, 2)
		assert.Contains(t, m.Outputs, "o")
		assert.True(t, m.Calls["m"].Broken)
	})
	t.Run("commented out", func(t *testing.T) {
		m, _ := readModuleOf(t, map[string]string{
			"main.tf": "/*\nresource \"aws_vpc\" \"a\" {\n}\n*/\nlocals {\n  x = <<EOT\n" +
				"resource \"aws_vpc\" \"b\" {\nEOT\n}\nlocals {\n  y =\n}\n",
		})
		assert.Empty(t, m.Resources)
		assert.Contains(t, m.Locals, "x")
	})
	t.Run("JSON", func(t *testing.T) {
		m, diags := readModuleOf(t, map[string]string{
			"a.tf.json": `{"variable": `, "b.tf": `variable "x" {}`,
		})
		require.True(t, diags.HasErrors())
		assert.Equal(t, "a.tf.json", diags[0].Subject.Filename)
		assert.Contains(t, m.Variables, "x")
		assert.Len(t, m.Broken, 1)
		assert.Len(t, m.Lost, 1)
	})
}

func FuzzReadModule(f *testing.F) {
	f.Add("resource \"a\" \"b\" {\n  x = 1\n  y {}\n}", "resource \"a\" \"b\" {\n  x = 2\n}", false)
	f.Add("{\"resource\": {\"a\": {\"b\": {\"x\": 1}}}}", "{\"resource\": {\"a\": {\"b\": []}}}", true)
	f.Add("module \"m\" {\n  providers = { a.b = c[0] }\n  depends_on = [\"x\"]\n}",
		"module \"m\" {\n  source = \"./\"\n}", false)
	f.Add("locals {\n  a = [\n}\nvariable \"x\" {\n  default = <<E\n", "terraform {\n", false)
	f.Add("resource \"a\" \"b\" {\n  lifecycle {\n    ignore_changes = [x[\"y\"], z.*.w, "+
		"x[true]]\n  }\n}", "", false)
	f.Fuzz(func(_ *testing.T, base, over string, json bool) {
		ending := ".tf"
		if json {
			ending = ".tf.json"
		}
		b := newBuilder(".")
		for i, name := range []string{"a" + ending, "override" + ending} {
			b.addFile(name, parseSource(name, []byte([]string{base, over}[i])))
		}
		for _, r := range b.Resources {
			_, _ = r.Config.JustAttributes()
			_, _, _ = r.Config.PartialContent(fileSchema)
		}
	})
}
