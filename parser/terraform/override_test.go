package terraform

import (
	"context"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/dynblock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
)

const overriddenGroup = `
resource "aws_security_group" "g" {
  count       = 1
  name        = "base"
  description = "base"
  ingress { from_port = 1 }
  ingress { from_port = 2 }
  egress { from_port = 3 }
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [tags]
  }
}
`

var groupSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{
		{Name: "name", Required: true}, {Name: "description"}, {Name: "vpc_id"},
	},
	Blocks: []hcl.BlockHeaderSchema{{Type: "ingress"}, {Type: "egress"}},
}

func TestOverride(t *testing.T) {
	overrides := map[string]map[string]string{
		"native": {"b_override.tf": `
resource "aws_security_group" "g" {
  name   = "over"
  vpc_id = "v"
  ingress { from_port = 4 }
}`},
		"json": {"override.tf.json": `{"resource": {"aws_security_group": {"g":
  {"name": "over", "vpc_id": "v", "ingress": [{"from_port": 4}]}}}}`},
	}
	for syntax, files := range overrides {
		t.Run(syntax, func(t *testing.T) {
			files["z.tf"] = overriddenGroup
			m, diags := readModuleOf(t, files)
			require.Empty(t, diags)
			r := m.Resources["aws_security_group.g"]
			assert.NotNil(t, r.Count)
			assert.Equal(t, []string{"tags"}, r.Ignored)
			assert.Equal(t, "z.tf", r.Decl.Filename)
			content, diags := r.Config.Content(groupSchema)
			require.Empty(t, diags)
			assert.Equal(t, "over", value(t, r.Config, "name"))
			assert.Equal(t, "base", value(t, r.Config, "description"))
			assert.Equal(t, "v", value(t, r.Config, "vpc_id"))
			assert.Len(t, content.Blocks.OfType("ingress"), 1)
			assert.Len(t, content.Blocks.OfType("egress"), 1)
		})
	}
}

func TestOverrideOfMetaArguments(t *testing.T) {
	m, diags := readModuleOf(t, map[string]string{
		"a.tf": overriddenGroup + "variable \"v\" {\n  type = string\n  default = \"a\"\n}\n" +
			"output \"o\" {\n  value = \"a\"\n}\nlocals {\n  a = 1\n  b = 1\n}\n" +
			"provider \"aws\" {\n  region = \"a\"\n  profile = \"p\"\n}\n" +
			"module \"m\" {\n  source = \"a/b/c\"\n  version = \"1\"\n  x = 1\n}\n" +
			"terraform {\n  required_providers {\n    aws = { source = \"hashicorp/aws\" }\n  }\n}\n",
		"override.tf": `
resource "aws_security_group" "g" {
  for_each = {}
  provider = aws.west
  lifecycle {
    ignore_changes = all
  }
}
variable "v" { default = "b" }
output "o" { value = "b" }
locals { a = 2 }
provider "aws" { region = "b" }
module "m" { source = "d/e/f" }
terraform {
  required_providers {
    aws = { source = "acme/aws" }
  }
}
`,
	})
	require.Empty(t, diags)
	r := m.Resources["aws_security_group.g"]
	assert.NotNil(t, r.Count, "a count beats for_each")
	assert.Nil(t, r.ForEach)
	assert.Equal(t, "west", r.ProviderAlias)
	assert.True(t, r.IgnoreAll)
	text, _ := literal(m.Variables["v"].Default)
	assert.Equal(t, "b", text)
	assert.NotNil(t, m.Variables["v"].Type)
	text, _ = literal(m.Outputs["o"].Value)
	assert.Equal(t, "b", text)
	assert.Equal(t, "override.tf", m.Locals["a"].Range.Filename)
	assert.Equal(t, "a.tf", m.Locals["b"].Range.Filename)
	assert.Equal(t, "b", value(t, m.Providers[0].Config, "region"))
	assert.Equal(t, "p", value(t, m.Providers[0].Config, "profile"))
	assert.Equal(t, "d/e/f", m.Calls["m"].Source)
	assert.Empty(t, m.Calls["m"].Version)
	assert.Equal(t, map[string]string{"aws": "acme/aws"}, m.Required)
}

// TestOverrideOfDynamicBlocks: a dynamic block counts as one of the type that it makes.
func TestOverrideOfDynamicBlocks(t *testing.T) {
	base := `
resource "aws_security_group" "g" {
  name = "n"
  dynamic "ingress" {
    for_each = [1, 2]
    content { from_port = ingress.value }
  }
  dynamic "egress" {
    for_each = [3, 4]
    content { from_port = egress.value }
  }
}`
	over := `
resource "aws_security_group" "g" {
  ingress { from_port = 5 }
}`
	m, diags := readModuleOf(t, map[string]string{"a.tf": base, "override.tf": over})
	require.Empty(t, diags)
	body := dynblock.Expand(m.Resources["aws_security_group.g"].Config,
		&hcl.EvalContext{Variables: map[string]cty.Value{}})
	content, diags := body.Content(groupSchema)
	require.Empty(t, diags)
	assert.Len(t, content.Blocks.OfType("ingress"), 1)
	assert.Len(t, content.Blocks.OfType("egress"), 2)
}

func TestOverrideFaults(t *testing.T) {
	m, diags := readModuleOf(t, map[string]string{
		"a.tf": `
resource "aws_security_group" "g" {
  nam = "x"
}`,
		"override.tf": `
resource "aws_security_group" "g" {
  depends_on = [aws_vpc.v]
  ingres {}
}`,
	})
	assert.Equal(t, []string{"error override.tf:3,3-27 Unsupported override"}, said(diags))
	_, diags = m.Resources["aws_security_group.g"].Config.Content(groupSchema)
	assert.ElementsMatch(t, []string{
		"error a.tf:3,3-6 Unsupported argument",
		"error override.tf:4,3-9 Unsupported block type",
		"error a.tf:2,35-35 Missing required argument",
	}, said(diags))
}

// TestSeveralOverrides are applied in the order of their names.
func TestSeveralOverrides(t *testing.T) {
	tree, diags := readTree(context.Background(), Options{Dir: write(t, map[string]string{
		"main.tf":       "resource \"aws_vpc\" \"v\" {\n  a = \"base\"\n  b = \"base\"\n}",
		"b_override.tf": "resource \"aws_vpc\" \"v\" {\n  a = \"second\"\n}",
		"a_override.tf": "resource \"aws_vpc\" \"v\" {\n  a = \"first\"\n  b = \"first\"\n}",
	})})
	require.Empty(t, diags)
	m, _ := tree.Module(".")
	assert.Equal(t, "second", value(t, m.Resources["aws_vpc.v"].Config, "a"))
	assert.Equal(t, "first", value(t, m.Resources["aws_vpc.v"].Config, "b"))
}
