package terraform

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/parser"
)

// loaded evaluates the one root of a tree of files.
func loaded(t *testing.T, files map[string]string) *parser.Root {
	t.Helper()
	tree, diags := readTree(context.Background(), Options{Dir: write(t, files)})
	require.True(t, diags.HasErrors())
	require.Equal(t, []string{"."}, tree.Roots())
	return evaluateRoot(t.Context(), tree, Options{}, ".", nil)
}

// TestBrokenResource knows what is written before the error, and nothing of the rest.
func TestBrokenResource(t *testing.T) {
	root := loaded(t, map[string]string{"main.tf": `
resource "aws_security_group" "g" {
  name   = "g"
  vpc_id =
  egress {
    from_port = 443
  }
}
resource "aws_security_group" "h" {
  name = "h"
}
`})
	require.Len(t, root.Resources, 2)
	broken, whole := root.Resources[0].Attrs, root.Resources[1].Attrs
	assert.Equal(t, "g", broken.GetAttr("name").AsString())
	for _, name := range []string{"vpc_id", "egress", "ingress"} {
		v, _ := broken.GetAttr(name).Unmark()
		assert.False(t, v.IsKnown(), name)
	}
	egress, _ := whole.GetAttr("egress").Unmark()
	assert.True(t, egress.IsKnown())
	assert.Empty(t, root.Opaque)
}

func TestLostDeclaration(t *testing.T) {
	root := loaded(t, map[string]string{
		"main.tf":  "resource \"aws_vpc\" \"v\" {}\nresorce \"aws_vpc_endpoint\" \"e\" {\n}\n",
		"data.tf":  "data \"aws_region\" \"r\" {}\n",
		"other.tf": "resource \"aws_subnet\" \"s\" {}\n",
	})
	require.Len(t, root.Opaque, 1)
	assert.Equal(t, "main.tf:2", root.Opaque[0].Address)
	assert.Equal(t, []string{"aws_subnet.s", "aws_vpc.v"}, root.Opaque[0].Handed)
}

// TestBrokenValues: what a file or call with an error may set is not taken from the defaults.
func TestBrokenValues(t *testing.T) {
	module := "variable \"nat\" {\n  default = false\n}\n" +
		"variable \"name\" {\n  default = \"d\"\n}\n" +
		"resource \"aws_ecs_service\" \"s\" {\n  name = var.name\n" +
		"  enable_ecs_managed_tags = var.nat\n}\n"
	for name, files := range map[string]map[string]string{
		"file": {"main.tf": module, "terraform.tfvars": "name = \"n\"\nnat =\n"},
		"call": {"m/main.tf": module, "main.tf": "module \"m\" {\n  source = \"./m\"\n  name = \"n\"\n" +
			"  nat =\n}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			root := loaded(t, files)
			require.Len(t, root.Resources, 1)
			assert.Equal(t, "n", root.Resources[0].Attrs.GetAttr("name").AsString())
			v, _ := root.Resources[0].Attrs.GetAttr("enable_ecs_managed_tags").Unmark()
			assert.False(t, v.IsKnown())
		})
	}
}
