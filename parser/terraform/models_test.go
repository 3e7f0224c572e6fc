package terraform

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/terraform/registry"
)

// Every model can be read, evaluates with what its variables default to without a complaint, and
// its defaults are those of variables that it has.
func TestModels(t *testing.T) {
	for _, model := range registry.All() {
		t.Run(model.Source+"/"+model.From, func(t *testing.T) {
			m := readModel(model, model.Dir)
			require.NotNil(t, m)
			assert.Empty(t, m.Diags)
			assert.NotZero(t, len(m.Outputs)+len(model.Outputs))
			for name := range model.Defaults {
				assert.Contains(t, m.Variables, name)
			}
		})
	}
}

const modelled = `
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "VERSION"

  cidr               = "10.1.0.0/16"
  azs                = ["eu-west-1a", "eu-west-1b"]
  public_subnets     = ["10.1.0.0/24", "10.1.1.0/24"]
  private_subnets    = ["10.1.8.0/24", "10.1.9.0/24"]
  enable_nat_gateway = true
  single_nat_gateway = true
  manage_default_vpc = false # which matters to no pull
}

output "subnets" { value = module.vpc.private_subnets }
output "unheard" { value = module.vpc.newer_output }

resource "aws_security_group" "a" {
  vpc_id      = module.vpc.vpc_id
  description = module.vpc.newer_output
}
`

func TestModelStandsInForAModule(t *testing.T) {
	root := evaluate(t, main(strings.ReplaceAll(modelled, "VERSION", "~> 5.0")))
	assert.Empty(t, root.Diags)
	assert.Empty(t, root.Opaque)
	byAddress := map[string]*parser.Resource{}
	for _, r := range root.Resources {
		byAddress[r.Address] = r
	}
	nat := byAddress["module.vpc.aws_nat_gateway.this[0]"]
	require.NotNil(t, nat)
	assert.NotContains(t, byAddress, "module.vpc.aws_nat_gateway.this[1]")
	assert.Equal(t, 2, nat.Decl.Start.Line, "what is modelled is written where the module is called")
	assert.Equal(t, nat.Decl, nat.At(nil))
	for name := range root.Files {
		assert.NotContains(t, name, "model")
	}
	assert.Contains(t, byAddress, "module.vpc.aws_default_security_group.this[0]")

	older := evaluate(t, main(strings.ReplaceAll(modelled, "VERSION", "~> 3.0")))
	for _, r := range older.Resources {
		assert.NotContains(t, r.Address, "aws_default_security_group")
	}
}

func TestModuleWithoutAModelStaysOpaque(t *testing.T) {
	root := evaluate(t, main(strings.ReplaceAll(modelled, "VERSION", "99.0")))
	require.Len(t, root.Opaque, 1)
	assert.Equal(t, "is of a version that ecrlint has no model of", root.Opaque[0].Origin.Why)
}

// A call with arguments that a version does not have is of another version; where none has them, no
// model stands in.
func TestModelTakesTheArgumentsOfTheCall(t *testing.T) {
	call := func(version, arguments string) evaluated {
		return evaluate(t, main(`
			module "service" {
			  source = "terraform-aws-modules/ecs/aws//modules/service"
			  `+version+`
			  name        = "s"
			  cluster_arn = "c"
			  subnet_ids  = ["subnet-0123abcd"]
			  `+arguments+`
			}`))
	}
	rules := `security_group_rules = { all = { type = "egress", from_port = 0, to_port = 0, protocol = "-1" } }`
	for _, version := range []string{"", `version = ">= 5.0"`} {
		root := call(version, rules)
		require.Len(t, root.Modelled, 1)
		assert.Contains(t, root.Modelled[0].Model, "(5.0.0 to 6.0.0)")
		root = call(version, "")
		require.Len(t, root.Modelled, 1)
		assert.Contains(t, root.Modelled[0].Model, "(7.0.0 to 8.0.0)")
	}
	root := call(`version = "~> 6.0"`, rules)
	require.Len(t, root.Opaque, 1)
	assert.Equal(t, "is given security_group_rules, which no version has that ecrlint has a model of",
		root.Opaque[0].Origin.Why)
	root = call(`version = var.of_the_module`, "")
	require.Len(t, root.Opaque, 1)
	assert.Equal(t, "has a version constraint that cannot be read", root.Opaque[0].Origin.Why)
}
