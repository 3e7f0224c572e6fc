package funcs_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/ecrlint/ecrlint/parser/terraform/funcs"
	"github.com/stretchr/testify/require"
)

// TestEveryFunction holds the table against the names of the language.
func TestEveryFunction(t *testing.T) {
	f, err := os.Open("testdata/functions.json")
	require.NoError(t, err)
	defer f.Close()
	var names []string
	require.NoError(t, json.NewDecoder(bufio.NewReader(f)).Decode(&names))
	table := funcs.Table(funcs.Env{})
	for _, name := range names {
		require.Contains(t, table, name)
	}
	require.Len(t, table, len(names)+4, "and four of the aws provider")
}
