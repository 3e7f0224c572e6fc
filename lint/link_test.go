package lint

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/report"
)

// linkedStacks are those whose service runs in what another root declares.
var linkedStacks = []string{
	"doors-on-tables-of-another-root", "network-found-by-its-tags",
	"network-in-a-state-of-this-tree", "platform-found-by-its-names",
}

// A verdict that rests on another root says so, and there is none where every root is on its own.
func TestLinkedVerdictsSaySo(t *testing.T) {
	top := filepath.Join("..", "testdata", "terraform")
	for _, stack := range linkedStacks {
		for variant, verdict := range map[string]report.Verdict{
			"broken": report.Fails, "fixed": report.Pulls,
		} {
			input := Input{Dir: top, Paths: []string{stack + "/" + variant}}
			r, err := Run(t.Context(), Options{Input: input})
			require.NoError(t, err)
			require.Len(t, r.Pulls, 1)
			assert.Equal(t, verdict, r.Pulls[0].Verdict, stack)
			require.NotEmpty(t, r.Pulls[0].Assumptions, stack)
			assert.Contains(t, r.Pulls[0].Assumptions[0], "was taken for", stack)
			assert.Empty(t, r.Diagnostics)
			input.Isolated = true
			r, err = Run(t.Context(), Options{Input: input})
			require.NoError(t, err)
			require.Len(t, r.Pulls, 1)
			assert.Equal(t, report.Unknown, r.Pulls[0].Verdict, stack)
			assert.Empty(t, r.Pulls[0].Assumptions, stack)
		}
	}
}
