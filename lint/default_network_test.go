package lint

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A verdict that takes the default VPC for what AWS makes says so, in the pull and in its finding;
// one that has nothing to do with it does not.
func TestDefaultNetworkIsAnAssumption(t *testing.T) {
	t.Parallel()
	const said = "taken for what AWS makes with every default VPC"
	for name, assumed := range map[string]bool{
		"network-that-was-there-already/broken":                         true,
		"network-that-was-there-already/fixed":                          true,
		"doors-in-the-network-of-every-account/adopted-by-another-root": true,
		"adopted-default-network/broken":                                false,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := Run(t.Context(), Options{
				Input: Input{Paths: []string{filepath.Join("..", "testdata", "terraform", name)}},
			})
			require.NoError(t, err)
			require.NotEmpty(t, r.Pulls)
			for _, pull := range r.Pulls {
				assert.Equal(t, assumed, strings.Contains(strings.Join(pull.Assumptions, "\n"), said))
			}
			for _, finding := range r.Findings {
				told := false
				for _, place := range finding.Related {
					told = told || strings.Contains(place.Message, said) && place.Location.Line > 0
				}
				assert.Equal(t, assumed && strings.HasPrefix(finding.Rule, "network/"), told, finding.Rule)
			}
		})
	}
}
