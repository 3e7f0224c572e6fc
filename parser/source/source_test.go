package source

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// write writes files below a new folder and returns it.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(p), 0o755))
		require.NoError(t, os.WriteFile(p, []byte(text), 0o600))
	}
	return dir
}

// walk returns the folders that hold a .tf file, and what the walk says.
func walk(t *testing.T, dir string, paths, exclude []string) (found, said []string) {
	t.Helper()
	tree, diags := Open(dir, paths, exclude)
	folders, more := tree.Walk(context.Background(), func(name string) bool {
		return strings.HasSuffix(name, ".tf")
	})
	for _, f := range folders {
		found = append(found, f.Path)
	}
	for _, d := range append(diags, more...) {
		where := ""
		if d.Subject != nil {
			where = d.Subject.Filename + ": "
		}
		said = append(said, where+d.Summary)
	}
	return found, said
}

func TestWalk(t *testing.T) {
	files := map[string]string{
		"a/x.tf": "", "a/b/x.tf": "", "a/b/readme": "", "c/readme": "", "d/x.tf": "", ".e/x.tf": "",
		"a/node_modules/x.tf": "", "d/deep/er/x.tf": "",
	}
	cases := []struct {
		name                 string
		paths, exclude       []string
		want, said           []string
		ignore, nestedIgnore string
	}{
		{name: "all", paths: []string{"."}, want: []string{".", "a", "a/b", "d", "d/deep/er"}},
		{
			name: "overlapping", paths: []string{"a/b", "a", "./a/"},
			want: []string{"a/b", "a"},
		},
		{name: "file", paths: []string{"d/x.tf"}, want: []string{"d"}},
		{name: "file, then its folder", paths: []string{"d/x.tf", "d"}, want: []string{"d", "d/deep/er"}},
		{
			name: "excluded folder", paths: []string{"."}, exclude: []string{"a"},
			want: []string{".", "d", "d/deep/er"},
		},
		{
			name: "excluded below", paths: []string{"."}, exclude: []string{"./a/*/", "**/er"},
			want: []string{".", "a", "d"},
		},
		{
			name: "excluded PATH", paths: []string{"a", "d"}, exclude: []string{"{d,e}"},
			want: []string{"a", "a/b"},
		},
		{
			name: "malformed glob", paths: []string{"d"}, exclude: []string{"[d"},
			want: []string{"d", "d/deep/er"}, said: []string{"Malformed glob"},
		},
		{
			name: "no such path", paths: []string{"gone", "d/x.tf/y", "d"},
			want: []string{"d", "d/deep/er"},
			said: []string{"gone: No such file or folder", "d/x.tf/y: No such file or folder"},
		},
		{
			name: "ignored folder", paths: []string{"."}, ignore: "b/\ndeep\n",
			want: []string{".", "a", "d"},
		},
		{
			name: "ignored content", paths: []string{"."}, ignore: "a/**\n!a/b/\n",
			want: []string{".", "d", "d/deep/er"},
		},
		{
			name: "ignored by a file below", paths: []string{"."}, nestedIgnore: "/b\n",
			want: []string{".", "a", "d", "d/deep/er"},
		},
		{
			name: "taken back below", paths: []string{"."}, ignore: "b\n", nestedIgnore: "!b\n",
			want: []string{".", "a", "a/b", "d", "d/deep/er"},
		},
		{
			name: "ignored PATH", paths: []string{"a"}, ignore: "a\nb\n",
			want: []string{"a", "a/b"},
		},
		{name: "PATH below an ignore file", paths: []string{"a"}, ignore: "b\n", want: []string{"a"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := write(t, files)
			if c.ignore != "" {
				require.NoError(t, os.WriteFile(filepath.Join(dir, ".gitignore"), []byte(c.ignore), 0o600))
			}
			if c.nestedIgnore != "" {
				require.NoError(t, os.WriteFile(filepath.Join(dir, "a", ".gitignore"),
					[]byte(c.nestedIgnore), 0o600))
			}
			found, said := walk(t, dir, c.paths, c.exclude)
			assert.Equal(t, c.want, found)
			assert.Equal(t, c.said, said)
		})
	}
}

// TestRepositoryAboveTheWorkingFolder has its ignore file, and its boundary, above.
func TestRepositoryAboveTheWorkingFolder(t *testing.T) {
	dir := write(t, map[string]string{
		".git/HEAD": "", ".git/info/exclude": "/infra/mine\n", ".gitignore": "/infra/old\n",
		"infra/x.tf": "", "infra/old/x.tf": "", "infra/mine/x.tf": "", "infra/new/x.tf": "",
		"policies/p.json": "{}",
	})
	found, said := walk(t, filepath.Join(dir, "infra"), []string{"."}, nil)
	assert.Equal(t, []string{".", "new"}, found)
	assert.Empty(t, said)
	found, _ = walk(t, filepath.Join(dir, "policies"), []string{"../infra"}, nil)
	assert.Equal(t, []string{"../infra", "../infra/new"}, found)
	tree, _ := Open(filepath.Join(dir, "infra"), []string{"."}, nil)
	text, err := tree.ReadFile("../policies/p.json")
	require.NoError(t, err)
	assert.Equal(t, "{}", string(text))
}

// TestRepositoryInside another one follows its own ignore files only.
func TestRepositoryInside(t *testing.T) {
	dir := write(t, map[string]string{
		".git/HEAD": "", ".gitignore": "build\n", "build/x.tf": "",
		"sub/.git":       "gitdir: ../.git/modules/sub",
		"sub/build/x.tf": "", "sub/mine/x.tf": "", ".git/modules/sub/info/exclude": "mine\n",
	})
	found, said := walk(t, dir, []string{"."}, nil)
	assert.Equal(t, []string{".", "sub/build"}, found)
	assert.Empty(t, said)
}

// TestLinkedWorkTree keeps its exclude file in the repository that it belongs to.
func TestLinkedWorkTree(t *testing.T) {
	top := repository(t, map[string]string{"a/x.tf": "", "b/x.tf": ""})
	tree := filepath.Join(t.TempDir(), "tree")
	for _, args := range [][]string{
		{"add", "."},
		{"-c", "user.name=n", "-c", "user.email=e@example.com", "commit", "-q", "-m", "m"},
		{"worktree", "add", "-q", tree},
	} {
		cmd := exec.Command("git", args...)
		cmd.Dir, cmd.Env = top, gitEnv()
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
	}
	exclude := filepath.Join(top, ".git", "info", "exclude")
	require.NoError(t, os.WriteFile(exclude, []byte("b\n"), 0o600))
	found, said := walk(t, tree, []string{"."}, nil)
	assert.Equal(t, []string{".", "a"}, found)
	assert.Empty(t, said)
}

func TestWorkingFolderBehindALink(t *testing.T) {
	dir := write(t, map[string]string{"real/a/x.tf": "", "real/up": ""})
	require.NoError(t, os.Symlink("real", filepath.Join(dir, "link")))
	found, said := walk(t, filepath.Join(dir, "link"), []string{"a"}, nil)
	assert.Equal(t, []string{"a"}, found)
	assert.Empty(t, said)
	tree, _ := Open(filepath.Join(dir, "link"), []string{"a"}, nil)
	_, err := tree.ReadFile(filepath.Join(dir, "link", "a", "x.tf"))
	require.NoError(t, err)
}

func TestNoWorkingFolder(t *testing.T) {
	tree, diags := Open(filepath.Join(t.TempDir(), "gone"), []string{"."}, nil)
	assert.True(t, diags.HasErrors())
	_, err := tree.ReadFile("x")
	require.Error(t, err)
	folders, _ := tree.Walk(context.Background(), func(string) bool { return true })
	assert.Empty(t, folders)
}

// TestReadOnce: a file has one content for a run, from however many goroutines it is read.
func TestReadOnce(t *testing.T) {
	dir := write(t, map[string]string{"a/x.json": "first"})
	tree, _ := Open(dir, []string{"."}, nil)
	var wait sync.WaitGroup
	var texts [8][]byte
	for i := range texts {
		wait.Go(func() { texts[i], _ = tree.ReadFile("a/../a/x.json") })
	}
	wait.Wait()
	for _, text := range texts {
		assert.Equal(t, "first", string(text))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a", "x.json"), []byte("second"), 0o600))
	text, err := tree.ReadFile("a/x.json")
	require.NoError(t, err)
	assert.Equal(t, "first", string(text))
}

// TestErrorsHoldNoAbsolutePath, so that reports are the same on every machine.
func TestErrorsHoldNoAbsolutePath(t *testing.T) {
	dir := write(t, map[string]string{"a/x.tf": ""})
	require.NoError(t, os.Symlink("loop", filepath.Join(dir, "loop")))
	tree, _ := Open(dir, []string{"."}, nil)
	for name, want := range map[string]string{
		"gone":          "gone: it does not exist",
		"a":             "a is not a file",
		"a/x.tf/y":      "a/x.tf/y: not a directory",
		"loop":          "loop: its symbolic links lead in a circle",
		"../elsewhere/": "../elsewhere: it does not exist",
	} {
		_, err := tree.ReadFile(name)
		require.EqualError(t, err, want)
	}
	_, err := tree.Resolve("gone")
	require.EqualError(t, err, "gone: it does not exist")
	_, err = tree.Resolve("a/x.tf")
	require.EqualError(t, err, "a/x.tf is not a folder")
}

// TestDevices are not read: they may never end.
func TestDevices(t *testing.T) {
	dir := write(t, map[string]string{"x.tf": ""})
	require.NoError(t, os.Symlink("/dev/zero", filepath.Join(dir, "zero.tf")))
	tree, _ := Open(dir, []string{".", "/dev"}, nil)
	_, err := tree.ReadFile("/dev/zero")
	require.ErrorContains(t, err, "is not a file")
}
