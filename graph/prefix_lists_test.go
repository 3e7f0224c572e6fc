package graph_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/graph"
)

// TestListOfEndpoint: a gateway endpoint's service has a prefix list, an interface endpoint's none;
// which of several is meant cannot be told from their order.
func TestListOfEndpoint(t *testing.T) {
	const endpoints = network + `
resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.eu-west-1.s3"
}
resource "aws_vpc_endpoint" "api" {
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.eu-west-1.ecr.api"
  vpc_endpoint_type = "Interface"
}
`
	for list, service := range map[string]string{
		"aws_vpc_endpoint.s3.prefix_list_id":               "s3",
		"compact([aws_vpc_endpoint.s3.prefix_list_id])[0]": "s3",
		"aws_vpc_endpoint.api.prefix_list_id":              "",
		`compact([aws_vpc_endpoint.api.prefix_list_id,
			aws_vpc_endpoint.s3.prefix_list_id])[0]`: "",
	} {
		t.Run(list, func(t *testing.T) {
			g := load(t, endpoints+`
resource "aws_security_group" "g" {
  vpc_id = aws_vpc.main.id
  egress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    prefix_list_ids = [`+list+`]
  }
}
`)
			group := find(t, g.Groups, func(g *graph.SecurityGroup) string { return g.ID },
				"aws_security_group.g")
			require.Len(t, group.Egress, 1)
			lists := group.Egress[0].Lists
			if service == "" {
				require.Len(t, lists.Items, 1)
				assert.Nil(t, lists.Items[0].To)
				assert.NotNil(t, lists.Items[0].Why)
				return
			}
			require.Len(t, lists.Items, 1)
			require.NotNil(t, lists.Items[0].To)
			assert.Equal(t, service, lists.Items[0].To.Service)
		})
	}
}
