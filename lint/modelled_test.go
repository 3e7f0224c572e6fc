package lint

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/report"
)

// Nobody can edit a module of the registry: what mends its resources is an argument of the call, or
// stands beside the call and refers to the module's outputs. The report says what was modelled.
func TestFixesOfModelledModules(t *testing.T) {
	for variant, wanted := range map[string]string{
		"broken": "# in module.vpc\nenable_nat_gateway = true",
		"emptied": `resource "aws_security_group" "orders" {
  vpc_id = module.vpc.vpc_id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}`,
		"unarmed": "resource \"aws_iam_role_policy\" \"pull\" {\n" +
			"  role = module.execution.iam_role_name\n",
		"intra": `route_table_ids   = module.vpc.intra_route_table_ids`,
	} {
		t.Run(variant, func(t *testing.T) {
			dir := filepath.Join("testdata", "terraform", "shop-built-of-registry-modules", variant)
			r, err := Run(t.Context(), Options{Input: Input{Dir: "..", Paths: []string{dir}}})
			require.NoError(t, err)
			var modules []string
			for _, one := range r.Modelled {
				modules = append(modules, one.Module)
				assert.NotZero(t, one.Location.Line)
			}
			assert.Equal(t, []string{"module.execution", "module.images", "module.tasks", "module.vpc"},
				modules)
			var errors int
			for _, found := range r.Findings {
				if found.Severity == report.Error {
					errors++
					assert.Contains(t, found.Fix.Snippet, wanted)
				}
			}
			assert.NotZero(t, errors)
		})
	}
}
