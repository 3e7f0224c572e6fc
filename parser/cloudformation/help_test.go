package cloudformation

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/ecrlint/ecrlint/parser"
)

// write writes the files of a txtar archive into a new folder.
func write(t *testing.T, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, f.Data, 0o644))
	}
	return dir
}

// load loads the files of a txtar archive.
func load(
	t *testing.T, archive string, change ...func(*Options),
) ([]*parser.Root, hcl.Diagnostics) {
	t.Helper()
	opts := Options{Dir: write(t, archive), Paths: []string{"."}}
	for _, c := range change {
		c(&opts)
	}
	return Load(context.Background(), opts)
}

// one loads a template that stands alone and in which nothing is wrong.
func one(t *testing.T, source string, change ...func(*Options)) *parser.Root {
	t.Helper()
	roots, diags := load(t, "-- t.yaml --\n"+source, change...)
	require.Empty(t, diags)
	require.Len(t, roots, 1)
	require.Empty(t, roots[0].Diags)
	return roots[0]
}

// with sets a parameter.
func with(name, value string) func(*Options) {
	return func(o *Options) { o.Parameters = append(o.Parameters, Assignment{name, value}) }
}

// find returns the resource with an address.
func find(t *testing.T, root *parser.Root, address string) *parser.Resource {
	t.Helper()
	for _, r := range root.Resources {
		if r.Address == address {
			return r
		}
	}
	require.Failf(t, "no such resource", "%s is not in %s", address, root.Path)
	return nil
}

// values returns what Encode writes of a resource's values.
func values(t *testing.T, root *parser.Root, address string) map[string]any {
	t.Helper()
	encoded, err := root.Encode(find(t, root, address))
	require.NoError(t, err)
	var out struct{ Values map[string]any }
	require.NoError(t, json.Unmarshal(encoded, &out))
	return out.Values
}

// said returns diagnostics as lines: file:line:column summary: detail.
func said(diags hcl.Diagnostics) string {
	lines := make([]string, len(diags))
	for i, d := range diags {
		lines[i] = d.Error()
	}
	return strings.Join(lines, "\n")
}
