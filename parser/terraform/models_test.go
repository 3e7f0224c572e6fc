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
  newer_argument     = "that the model does not have"
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
