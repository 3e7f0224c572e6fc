package terraform

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
)

func TestSchema(t *testing.T) {
	t.Parallel()
	vpc := schemaOf("aws_vpc")
	require.NotNil(t, vpc)
	assert.Equal(t, attrSchema{typ: cty.String, computed: true}, vpc.attrs["arn"])
	assert.Equal(t, attrSchema{typ: cty.String, argument: true, computed: true},
		vpc.attrs["cidr_block"])
	assert.Equal(t, attrSchema{typ: cty.Bool, argument: true}, vpc.attrs["enable_dns_support"])

	group := schemaOf("aws_security_group")
	assert.True(t, group.attrs["egress"].asBlocks())
	assert.Equal(t, cty.List(cty.String), group.nested("egress").attrs["cidr_blocks"].typ)

	service := schemaOf("aws_ecs_service")
	network := service.nested("network_configuration")
	require.NotNil(t, network)
	assert.Equal(t, cty.Set(cty.String), network.attrs["subnets"].typ)
	assert.Nil(t, service.nested("no_such_block"))

	assert.NotNil(t, schemaOf("aws_sqs_queue"), "a type beyond the core")
	assert.Equal(t, cty.List(cty.String), schemaOf("data.aws_subnets").attrs["ids"].typ)
	assert.Nil(t, schemaOf("aws_no_such_thing"))
	assert.Nil(t, schemaOf("aws_vp"), "the start of a name is no name")
}

// TestEverySchema reads the whole of the embedded schema.
func TestEverySchema(t *testing.T) {
	t.Parallel()
	count := 0
	for _, chunk := range schemaChunks() {
		_, _ = chunk.find("nothing")
		for line := range strings.Lines(strings.TrimPrefix(chunk.text, "\n")) {
			name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			schema := schemaOf(name)
			require.NotNil(t, schema, name)
			require.NotEmpty(t, schema.names, name)
			for attr, a := range schema.attrs {
				require.NotEqual(t, cty.NilType, a.typ, "%s.%s", name, attr)
				require.Regexp(t, `^[a-z0-9_]+$`, attr)
			}
			count++
		}
	}
	assert.Greater(t, count, 2000)
}
