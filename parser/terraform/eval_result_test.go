package terraform

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestBlockThatIsFilled: a block that is left out and that AWS fills in is not empty.
func TestBlockThatIsFilled(t *testing.T) {
	root := sound(t, map[string]string{"main.tf": `
resource "aws_sesv2_email_identity" "mail" {
  email_identity = "example.com"
}
resource "aws_route53_record" "dkim" {
  count   = 3
  zone_id = "Z1"
  type    = "CNAME"
  name    = aws_sesv2_email_identity.mail.dkim_signing_attributes[0].tokens[count.index]
}
resource "aws_ecs_service" "plain" {
  name = "s"
}
resource "aws_ecs_cluster" "counted" {
  name = "n${length(aws_ecs_service.plain.network_configuration)}"
}
`})
	assert.Len(t, root.Resources, 6)
	for _, r := range root.Resources {
		if r.Type == "aws_ecs_cluster" {
			assert.Equal(t, "n0", r.Attrs.GetAttr("name").AsString())
		}
	}
}

// TestOrderUnknown: which of several is first is not known, and no one of them is meant.
func TestOrderUnknown(t *testing.T) {
	root := sound(t, map[string]string{"main.tf": `
resource "aws_ecs_cluster" "several" {
  name = compact([for e in aws_vpc_endpoint.e : e.prefix_list_id])[0]
}
resource "aws_ecs_service" "one" {
  name = compact([aws_vpc_endpoint.e["x"].prefix_list_id])[0]
}
resource "aws_vpc_endpoint" "e" {
  for_each          = toset(["x", "y"])
  vpc_id            = "vpc-1"
  service_name      = "com.amazonaws.eu-west-1.ecr.api"
  vpc_endpoint_type = "Interface"
}
`})
	for _, r := range root.Resources {
		if r.Type == "aws_vpc_endpoint" {
			continue
		}
		_, marks := r.Attrs.GetAttr("name").Unmark()
		id, _ := leastHole(marks)
		assert.Equal(t, r.Type == "aws_ecs_service", root.Origins.Get(id).Address != "", r.Address)
	}
}

// TestFaultInTemplate: a fault inside a template has the path of its file from the working folder.
func TestFaultInTemplate(t *testing.T) {
	dir := write(t, map[string]string{
		"infra/main.tf": `
resource "aws_ecs_cluster" "c" {
  name = templatefile("${path.module}/./t.tpl", { x = "" })
}
`,
		"infra/t.tpl": "${nothing}\n",
	})
	roots, diags := Load(t.Context(), Options{Dir: dir, Paths: []string{"infra"}})
	require.False(t, diags.HasErrors(), "%s", diags)
	require.Len(t, roots, 1)
	require.True(t, roots[0].Diags.HasErrors())
	for _, diag := range roots[0].Diags {
		assert.Contains(t, []string{"infra/main.tf", "infra/t.tpl"}, diag.Subject.Filename)
		assert.NotContains(t, diag.Detail, "./t.tpl")
	}
}
