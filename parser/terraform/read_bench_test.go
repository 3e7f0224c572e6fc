package terraform

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/stretchr/testify/require"
)

// copies makes a tree of copies of the stack that the benchmarks use.
func copies(b *testing.B, n int) string {
	b.Helper()
	dir := b.TempDir()
	stack := os.DirFS(filepath.Join("..", "..", "testdata", "bench", "stack"))
	for i := range n {
		require.NoError(b, os.CopyFS(filepath.Join(dir, fmt.Sprintf("team-%03d", i)), stack))
	}
	return dir
}

// BenchmarkReadTree reads a tree on one core; BenchmarkParse only parses its files.
func BenchmarkReadTree(b *testing.B) {
	dir := copies(b, 200)
	b.ReportAllocs()
	for b.Loop() {
		tree, diags := readTree(context.Background(), Options{Dir: dir, Jobs: 1})
		require.Empty(b, diags)
		require.Len(b, tree.Roots(), 200)
	}
}

func BenchmarkParse(b *testing.B) {
	dir := copies(b, 200)
	b.ReportAllocs()
	for b.Loop() {
		parser := hclparse.NewParser()
		require.NoError(b, filepath.WalkDir(dir, func(p string, _ fs.DirEntry, err error) error {
			if filepath.Ext(p) == ".tf" {
				if _, diags := parser.ParseHCLFile(p); diags.HasErrors() {
					return diags
				}
			}
			return err
		}))
	}
}
