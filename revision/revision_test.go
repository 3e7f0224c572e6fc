package revision_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/revision"
)

// repository makes a repository in a folder.
type repository struct {
	*testing.T
	dir string
}

func (r repository) git(args ...string) string {
	r.Helper()
	cmd := exec.CommandContext(r.Context(), "git", args...)
	cmd.Dir = r.dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.com",
		"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.com")
	out, err := cmd.CombinedOutput()
	require.NoError(r, err, string(out))
	return strings.TrimSpace(string(out))
}

func (r repository) write(name, text string) {
	r.Helper()
	name = filepath.Join(r.dir, name)
	require.NoError(r, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(r, os.WriteFile(name, []byte(text), 0o600))
}

// initialize makes a repository with a commit of what the folder holds.
func (r repository) initialize() {
	r.Helper()
	r.git("init", "-q", "-b", "main", ".")
	r.commit()
}

func (r repository) commit() {
	r.Helper()
	r.git("add", "-A")
	r.git("commit", "-q", "-m", "x")
}

func newRepository(t *testing.T) repository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	return repository{T: t, dir: dir}
}

// exported returns the files of a revision, with what they hold.
func (r repository) exported(rev string) map[string]string {
	r.Helper()
	repo, err := revision.Open(r.Context(), r.dir)
	require.NoError(r, err)
	commit, err := repo.Resolve(r.Context(), rev)
	require.NoError(r, err)
	into := r.TempDir()
	require.NoError(r, repo.Export(r.Context(), commit, into, ".terraform"))
	top := revision.Mirror(into, r.dir)
	files := map[string]string{}
	require.NoError(r, filepath.WalkDir(top, func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Name() == ".git" {
			return err
		}
		rel, err := filepath.Rel(top, name)
		require.NoError(r, err)
		if e.Type()&os.ModeSymlink != 0 {
			target, err := os.Readlink(name)
			files[filepath.ToSlash(rel)] = "-> " + strings.ReplaceAll(target, into, "")
			return err
		}
		text, err := os.ReadFile(name)
		files[filepath.ToSlash(rel)] = string(text)
		return err
	}))
	return files
}

func TestExport(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.write("infra/main.tf", "# one\n")
	r.write("infra/files/hook.py", "print()\n")
	r.write("app/server.py", "print()\n")
	r.write("app/user_data.sh", "echo\n")
	r.write("big.sh", strings.Repeat("x", 2<<20))
	r.write("infra/name with a space\tand ü.tf", "# odd\n")
	r.write(".gitignore", "*.tfvars\n.terraform/\n")
	require.NoError(t, os.Symlink("../infra", filepath.Join(r.dir, "app", "link")))
	require.NoError(t, os.Symlink(filepath.Join(r.dir, "infra"), filepath.Join(r.dir, "full")))
	require.NoError(t, os.Symlink("/etc", filepath.Join(r.dir, "out")))
	r.initialize()
	r.write("infra/main.tf", "# two\n")
	r.write("infra/new.tf", "# new\n")
	r.write("infra/terraform.tfvars", "a = 1\n")
	r.write("infra/.terraform/modules/modules.json", "{}")
	r.write("infra/.terraform/modules/m/main.tf", "# m\n")
	r.write("infra/.terraform/modules/m/.git/config", "")
	r.write("infra/.terraform/providers/p.tf", "")
	before := r.git("status", "--porcelain", "--ignored")
	assert.Equal(t, map[string]string{
		".gitignore": "*.tfvars\n.terraform/\n", "infra/main.tf": "# one\n",
		"infra/files/hook.py": "print()\n", "app/user_data.sh": "echo\n",
		"infra/name with a space\tand ü.tf": "# odd\n", "app/link": "-> ../infra", "out": "-> /etc",
		"full":                                  "-> " + filepath.Join(r.dir, "infra"),
		"infra/terraform.tfvars":                "a = 1\n",
		"infra/.terraform/modules/modules.json": "{}", "infra/.terraform/modules/m/main.tf": "# m\n",
	}, r.exported("HEAD"))
	assert.Equal(t, before, r.git("status", "--porcelain", "--ignored"))
}

func TestExportOfASubmodule(t *testing.T) {
	t.Parallel()
	sub := newRepository(t)
	sub.write("main.tf", "# one\n")
	sub.initialize()
	r := newRepository(t)
	r.write("main.tf", "")
	r.git("init", "-q", "-b", "main", ".")
	r.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", sub.dir, "sub")
	r.commit()
	inside := repository{T: t, dir: filepath.Join(r.dir, "sub")}
	inside.write("main.tf", "# two\n")
	inside.commit()
	r.commit()
	assert.Equal(t, "# one\n", r.exported("HEAD~1")["sub/main.tf"])
	assert.Equal(t, "# two\n", r.exported("HEAD")["sub/main.tf"])
}

// A pointer of Git LFS is what it stands for, and the work tree's file where that is not here.
func TestExportOfPointers(t *testing.T) {
	t.Parallel()
	oid := strings.Repeat("ab", 32)
	pointer := "version https://git-lfs.github.com/spec/v1\noid sha256:" + oid + "\nsize 3\n"
	r := newRepository(t)
	r.write("a.tf", pointer)
	r.write("secret.tfvars", "\x00GITCRYPT\x00abc")
	r.initialize()
	r.write("a.tf", "# here\n")
	r.write("secret.tfvars", "a = 1\n")
	files := r.exported("HEAD")
	assert.Equal(t, "# here\n", files["a.tf"])
	assert.Equal(t, "a = 1\n", files["secret.tfvars"])
	r.write(".git/lfs/objects/ab/ab/"+oid, "# stored\n")
	assert.Equal(t, "# stored\n", r.exported("HEAD")["a.tf"])
}

func TestResolve(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.write("a.tf", "")
	r.initialize()
	first := r.git("rev-parse", "HEAD")
	r.git("tag", "-a", "v1", "-m", "v1")
	r.git("switch", "-q", "-c", "feature")
	r.write("b.tf", "")
	r.commit()
	r.git("switch", "-q", "main")
	r.write("c.tf", "")
	r.commit()
	main := r.git("rev-parse", "HEAD")
	r.git("switch", "-q", "feature")
	r.git("switch", "-q", "--orphan", "alone")
	r.write("d.tf", "")
	r.commit()
	r.git("switch", "-q", "feature")
	repo, err := revision.Open(t.Context(), r.dir)
	require.NoError(t, err)
	for rev, want := range map[string]string{
		"main": main, "main...": first, "v1": first, "HEAD~1": first, first[:10]: first,
		"nothing": "", "main..": "", "main..feature": "", "...": "", "alone...": "", "--all": "",
		"HEAD:a.tf": "",
	} {
		commit, err := repo.Resolve(t.Context(), rev)
		assert.Equal(t, want, commit, rev)
		assert.Equal(t, want == "", err != nil, rev)
	}
}
