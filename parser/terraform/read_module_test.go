package terraform

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// write writes files below a new folder and returns it.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(p), 0o755))
		require.NoError(t, os.WriteFile(p, []byte(text), 0o600))
	}
	return dir
}

// readFiles reads a tree of files.
func readFiles(t *testing.T, files map[string]string) (*Tree, hcl.Diagnostics) {
	t.Helper()
	return readTree(context.Background(), Options{Dir: write(t, files), Paths: []string{"."}})
}

func TestRoots(t *testing.T) {
	tree, diags := readFiles(t, map[string]string{
		"infra/main.tf":       `module "net" { source = "../modules/net" }`,
		"modules/net/main.tf": `resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }`,
	})
	assert.Empty(t, diags)
	assert.Equal(t, []string{"infra"}, tree.Roots())
	m, ok := tree.Module("modules/net")
	require.True(t, ok)
	assert.Contains(t, m.Resources, "aws_vpc.this")
}
