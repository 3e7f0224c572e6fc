package funcs_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/terraform/funcs"
	"github.com/stretchr/testify/require"
)

// TestEveryFunction holds the table against the names of the language.
func TestEveryFunction(t *testing.T) {
	data, err := os.ReadFile("testdata/functions.json")
	require.NoError(t, err)
	var names []string
	require.NoError(t, json.Unmarshal(data, &names))
	table := funcs.Table(funcs.Env{})
	for _, name := range names {
		require.Contains(t, table, name)
	}
	require.Len(t, table, len(names)+4, "and four of the aws provider")
}

func BenchmarkTable(b *testing.B) {
	env := funcs.Env{Origins: parser.NewOrigins()}
	for b.Loop() {
		funcs.Table(env)
	}
}
