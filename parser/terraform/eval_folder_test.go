package terraform

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The end of path.cwd and of abspath is that of the root's folder in the tree; where the tree is
// stays unknown.
func TestWorkingFolder(t *testing.T) {
	const far, above = `{"$unknown":"path.cwd depends on where terraform is run"}`,
		`{"$unknown":"abspath() depends on the working folder"}`
	for _, c := range []struct{ name, folder, expr, want string }{
		{"its name", "live/core", `basename(path.cwd)`, `"core"`},
		{"inside a text", "live/core", `"ex-${replace(basename(path.cwd), "_", "-")}"`, `"ex-core"`},
		{"all of it", "live/core", `path.cwd`, `{"$parts":[` + far + `,"/live/core"]}`},
		{"abspath", "live/core", `basename(abspath("${path.module}/.."))`, `"live"`},
		{"cut", "live/core", `trimprefix(abspath("./users.json"), "${path.cwd}/")`, `"users.json"`},
		{"above the tree", "live/core", `basename(abspath("../../.."))`, above},
		{"absolute already", "live/core", `abspath("/srv/../etc")`, `"/etc"`},
		{"at the top", ".", `basename(path.cwd)`, far},
		{"a folder to be named", "live/{{ name }}", `basename(path.cwd)`, far},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.MkdirAll(filepath.Join(dir, c.folder), 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(dir, c.folder, "main.tf"),
				[]byte("resource \"aws_ecs_cluster\" \"c\" {\n  name = "+c.expr+"\n}\n"), 0o600))
			roots, diags := Load(t.Context(), Options{Dir: dir, Paths: []string{"."}})
			require.Len(t, roots, 1, "%s", diags)
			evaluated{Root: roots[0], t: t}.is("aws_ecs_cluster.c", "name", c.want)
			if c.name == "its name" {
				assert.Equal(t, []string{"terraform is run in the folder of the root module"},
					roots[0].Assumes)
			}
			if c.want == far {
				assert.Empty(t, roots[0].Assumes)
			}
		})
	}
}
