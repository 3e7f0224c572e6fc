package source

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWalkAlways: some folders are read although git ignores them; files that it ignores, and those
// that the command line names, are told apart from the others.
func TestWalkAlways(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		".gitignore": "out\nb.yaml\n", "a.yaml": "", "b.yaml": "", "out/c.yaml": "",
		"other/out/sub/d.yaml": "", "build/.gitignore": "*\n", "build/e.yaml": "", ".git/HEAD": "",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	}
	wanted := func(name string) bool { return strings.HasSuffix(name, ".yaml") }
	walk := func(always string, paths ...string) map[string]Folder {
		tree, diags := Open(dir, paths, nil)
		require.Empty(t, diags)
		found, diags := tree.WalkAlways(context.Background(), wanted, func(name string) bool {
			return name == always
		})
		require.Empty(t, diags)
		folders := map[string]Folder{}
		for _, f := range found {
			folders[f.Path] = f
		}
		return folders
	}
	folders := walk("out", ".")
	assert.Contains(t, folders, "out")
	assert.Contains(t, folders, "other/out/sub")
	assert.NotContains(t, folders, "build")
	assert.Equal(t, []string{"b.yaml"}, folders["."].Ignored)
	assert.True(t, folders["."].Whole)
	assert.NotContains(t, walk("none", "."), "out")

	folders = walk("out", "a.yaml")
	assert.Equal(t, []string{"a.yaml"}, folders["."].Named)
	assert.False(t, folders["."].Whole)
	assert.True(t, walk("out", "a.yaml", ".")["."].Whole)
}
