//go:build external

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// repository is a git repository of a user who has a hook of ours.
type repository struct {
	t   *testing.T
	dir string
	env []string
}

// newRepository makes a repository whose pre-commit configuration has one hook.
func newRepository(t *testing.T, config string) *repository {
	t.Helper()
	home := t.TempDir()
	r := &repository{t: t, dir: filepath.Join(home, "shop"), env: pageEnv(t, home)}
	if cache, err := os.UserCacheDir(); err == nil && os.Getenv("GOCACHE") == "" {
		r.env = append(r.env, "GOCACHE="+filepath.Join(cache, "go-build"))
	}
	require.NoError(t, os.Mkdir(r.dir, 0o755))
	r.write(".pre-commit-config.yaml", config)
	r.write("README.md", "# Shop\n")
	r.must("git", "init", "-q")
	r.must("pre-commit", "install")
	r.must("git", "add", "-A")
	r.must("git", "commit", "-q", "--no-verify", "-m", "start")
	return r
}

func (r *repository) write(name, text string) {
	r.t.Helper()
	name = filepath.Join(r.dir, filepath.FromSlash(name))
	require.NoError(r.t, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(r.t, os.WriteFile(name, []byte(text), 0o644))
}

func (r *repository) run(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = r.dir, r.env
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (r *repository) must(name string, args ...string) {
	r.t.Helper()
	out, err := r.run(name, args...)
	require.NoError(r.t, err, out)
}

// commit commits everything and returns what was said, and whether the hook let it pass.
func (r *repository) commit() (string, bool) {
	r.t.Helper()
	r.must("git", "add", "-A")
	out, err := r.run("git", "commit", "-m", "change")
	return out, err == nil
}

// hookService is a module with a service; IMAGE is what it runs.
const hookService = `
variable "image" {}
resource "aws_ecs_task_definition" "this" {
  family                   = "x"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions    = jsonencode([{ name = "app", image = var.image }])
}
resource "aws_ecs_service" "this" {
  name            = "x"
  launch_type     = "FARGATE"
  task_definition = aws_ecs_task_definition.this.arn
}
`

const hookCaller = "module \"service\" {\n  source = \"../modules/service\"\n  image  = \"IMAGE\"\n}\n"

// A commit that breaks a pull is refused, a mended one passes; a change in a module is checked in
// the roots that call it, and what is no configuration is not looked at.
func (r *repository) hold() {
	t := r.t
	r.write("modules/service/main.tf", hookService)
	r.write("api/main.tf", strings.ReplaceAll(hookCaller, "IMAGE", "public.ecr.aws/Shop/api:1"))
	out, passed := r.commit()
	assert.False(t, passed, out)
	assert.Contains(t, out, "image/invalid_reference")

	r.write("api/main.tf", strings.ReplaceAll(hookCaller, "IMAGE", "public.ecr.aws/shop/api:1"))
	out, passed = r.commit()
	require.True(t, passed, out)
	assert.Regexp(t, `ecrlint\.+Passed`, out)

	broken := strings.Replace(hookService, "image = var.image", `image = "${var.image}:2"`, 1)
	r.write("modules/service/main.tf", broken)
	out, passed = r.commit()
	assert.False(t, passed, out)
	assert.Contains(t, out, "from api/main.tf:1:1")
	assert.Contains(t, out, "in 1 root")

	r.must("git", "checkout", "-q", "HEAD", "--", ".")
	r.write("README.md", "# Shop of things\n")
	r.write("docs/more.md", "x\n")
	out, passed = r.commit()
	require.True(t, passed, out)
	assert.Regexp(t, `ecrlint.*\(no files to check\)Skipped`, out)
}

func TestPreCommitSystem(t *testing.T) {
	project, err := filepath.Abs("../..")
	require.NoError(t, err)
	clone, commit := committed(t, project)
	r := newRepository(t, hookConfig(clone, commit, "ecrlint-system"))
	r.hold()
}

func TestPreCommitGo(t *testing.T) {
	project, err := filepath.Abs("../..")
	require.NoError(t, err)
	clone, commit := committed(t, project)
	r := newRepository(t, hookConfig(clone, commit, "ecrlint"))
	r.hold()
}

// committed makes a repository of the project as it lies there, and returns it with its commit.
func committed(t *testing.T, project string) (dir, commit string) {
	t.Helper()
	dir = t.TempDir()
	env := pageEnv(t, dir)
	script := `git ls-files -z --cached --others --exclude-standard |
		xargs -0 sh -c 'for f; do [ ! -e "$f" ] || printf "%s\0" "$f"; done' - |
		tar --null -T - -cf - | tar -xf - -C "$1"
	cd "$1" && git init -q && git add -A && git commit -q -m project && git rev-parse HEAD`
	cmd := exec.Command("bash", "-ec", script, "-", dir)
	cmd.Dir, cmd.Env = project, append(env, "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory",
		"GIT_CONFIG_VALUE_0=*")
	out, err := cmd.Output()
	require.NoError(t, err)
	return dir, strings.TrimSpace(string(out))
}

func hookConfig(repo, rev, id string) string {
	return "repos:\n  - repo: " + repo + "\n    rev: " + rev + "\n    hooks:\n      - id: " + id + "\n"
}
