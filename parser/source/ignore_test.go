package source

import (
	"math/rand"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// repository makes a git repository with files and returns its folder. It skips the test where
// there is no git.
func repository(t *testing.T, files map[string]string) string {
	t.Helper()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed")
	}
	dir := write(t, files)
	cmd := exec.Command(git, "init", "-q", dir)
	cmd.Env = gitEnv()
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	return dir
}

// gitEnv is an environment in which git reads nothing of the machine's.
func gitEnv() []string {
	return append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
		"XDG_CONFIG_HOME=/nonexistent", "HOME=/nonexistent", "GIT_CONFIG_NOSYSTEM=1")
}

// checkIgnore asks git which of the paths it ignores.
func checkIgnore(t *testing.T, dir string, paths []string) map[string]bool {
	t.Helper()
	cmd := exec.Command("git", "check-ignore", "--no-index", "-z", "--stdin")
	cmd.Dir = dir
	cmd.Env = gitEnv()
	cmd.Stdin = strings.NewReader(strings.Join(paths, "\x00") + "\x00")
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); err != nil {
		require.ErrorAs(t, err, &exit)
		require.Equal(t, 1, exit.ExitCode(), string(exit.Stderr))
	}
	ignored := map[string]bool{}
	for p := range strings.SplitSeq(string(out), "\x00") {
		ignored[p] = p != ""
	}
	return ignored
}

// ask returns which of the paths the tree takes for ignored, as the walk does: from the top down.
func ask(t *testing.T, dir string, paths []string) map[string]bool {
	t.Helper()
	tree, diags := Open(dir, []string{"."}, nil)
	require.Empty(t, diags)
	ignored := map[string]bool{}
	for _, p := range paths {
		var g *ignores
		above := "."
		for name := range strings.SplitSeq(p, "/") {
			entries, err := tree.ReadDir(above)
			require.NoError(t, err)
			g = enter(g, tree.abs(above), entries)
			above = path.Join(above, name)
			info, err := os.Stat(filepath.Join(dir, above))
			require.NoError(t, err)
			if g.ignored(tree.abs(above), info.IsDir()) {
				ignored[p] = true
				break
			}
		}
	}
	return ignored
}

// everything returns the paths of all files and folders.
func everything(t *testing.T, dir string) []string {
	t.Helper()
	var paths []string
	require.NoError(t, filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, p)
		if e.Name() == ".git" {
			return filepath.SkipDir
		}
		if rel != "." {
			paths = append(paths, filepath.ToSlash(rel))
		}
		return err
	}))
	return paths
}

var ignoreTexts = []string{
	"*.tfvars\n!keep.tfvars\n",
	"build/\n",
	"/build\n",
	"a/b\n",
	"a/**\n!a/b/\n",
	"**/b\n",
	"a/**/c\n",
	"**\n!*/\n!*.tf\n",
	"a**c\n",
	"***/c\n",
	"a/***/c\n",
	"*/c\n",
	"# nothing\n\\#odd\n\\!odd\n",
	"odd\\ \nodd   \n",
	"odd \\  \n",
	"[ab]\n",
	"[!ab]/c\n",
	"[^ab]\n",
	"[a-b]uild\n",
	"[[:alpha:]]\n",
	"[[:nope:]]\n",
	"[]ab]\n",
	"[a\n",
	"b\\\n",
	"\\b\n",
	"?\n",
	"??\n",
	"{a,b}\n",
	"a/\n!a/\n",
	"!a\na\n!a\n",
	"a\r\nbuild/\r\n",
	"\xef\xbb\xbfa\n",
	"/*\n!/a\n/a/*\n!/a/b\n",
	"/**/c\n",
	"c/**\n",
	"/\n",
	"//a\n",
	"a//b\n",
	"./a\n",
	"é*\n",
	"*.tf\n",
	"a/*.tf\n",
	"\tb\n",
	"b\t\n",
	"a b\n",
	"[a-]\n",
	"[a\\]b]\n",
	"[\\]]\n",
	"**/\n",
	"*/\n!b/\n",
	"a/b/**/main.tf\n",
	"!\n",
	"\\\n",
}

var ignoreTree = []string{
	"main.tf", "keep.tfvars", "x.tfvars", "#odd", "!odd", "odd ", "odd", "a/main.tf", "a/b/main.tf",
	"a/b/c/main.tf", "a/c/x.tfvars", "b/a/c/keep.tfvars", "build/main.tf", "c/build/x", "abc", "ac",
	"{a,b}/x", "é/main.tf", "éa", "]/x", "[a/x", "b\\/x", "\tb/x", "b\t/x", "a b/x", "-/x", "a]/x",
	"c/c/c/c",
}

// TestIgnoreAsGit holds the rules against git itself.
func TestIgnoreAsGit(t *testing.T) {
	files := map[string]string{}
	for _, p := range ignoreTree {
		files[p] = ""
	}
	dir := repository(t, files)
	for _, text := range ignoreTexts {
		t.Run(strings.TrimSpace(text), func(t *testing.T) {
			place(t, dir, ".gitignore", text)
			paths := everything(t, dir)
			assert.Equal(t, checkIgnore(t, dir, paths), fill(ask(t, dir, paths)))
		})
	}
}

// place writes a file into a folder.
func place(t *testing.T, dir, name, text string) {
	t.Helper()
	p := filepath.Join(dir, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(p), 0o755))
	require.NoError(t, os.WriteFile(p, []byte(text), 0o600))
}

// fill adds the entry that splitting git's output leaves.
func fill(m map[string]bool) map[string]bool {
	m[""] = false
	return m
}

// TestNestedIgnoreAsGit has ignore files at several levels, and the repository's own.
func TestNestedIgnoreAsGit(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	pick := func() string {
		text := ""
		for range random.Intn(3) + 1 {
			text += ignoreTexts[random.Intn(len(ignoreTexts))]
		}
		return text
	}
	files := map[string]string{}
	for _, p := range ignoreTree {
		files[p] = ""
	}
	dir := repository(t, files)
	for range 25 {
		texts := map[string]string{
			".gitignore": pick(), "a/.gitignore": pick(), "a/b/.gitignore": pick(),
			"c/.gitignore": pick(), ".git/info/exclude": pick(),
		}
		for name, text := range texts {
			place(t, dir, name, text)
		}
		paths := everything(t, dir)
		require.Equal(t, checkIgnore(t, dir, paths), fill(ask(t, dir, paths)), "%q", texts)
	}
}

// TestManyStars would not end if every way to match were tried.
func TestManyStars(t *testing.T) {
	assert.False(t, wildmatch(strings.Repeat("*a", 40)+"b", strings.Repeat("a", 200)))
	assert.False(t, wildmatch(strings.Repeat("**/a/", 20)+"b", strings.Repeat("a/", 60)+"c"))
	assert.True(t, wildmatch(strings.Repeat("*a", 40)+"b", strings.Repeat("a", 200)+"b"))
}

func FuzzIgnore(f *testing.F) {
	for _, text := range ignoreTexts {
		f.Add(text, "a/b/c", true)
	}
	f.Fuzz(func(_ *testing.T, text, p string, dir bool) {
		g := &ignores{base: "/top", file: parseIgnore([]byte(text))}
		g.ignored("/top/"+p, dir)
	})
}
