package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// action runs a script of the GitHub Action in a repository, with a gh that the test provides.
type action struct {
	t          *testing.T
	temp, work string
	env        []string
}

func newAction(t *testing.T, gh string) *action {
	t.Helper()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash")
	}
	home := t.TempDir()
	a := &action{t: t, temp: filepath.Join(home, "temp"), work: filepath.Join(home, "work")}
	bin := filepath.Join(home, "bin")
	for _, dir := range []string{a.temp, a.work, bin} {
		require.NoError(t, os.Mkdir(dir, 0o755))
	}
	require.NoError(t, os.WriteFile(filepath.Join(bin, "gh"), []byte("#!/bin/bash\n"+gh), 0o755))
	a.env = append(pageEnv(t, home), "RUNNER_TEMP="+a.temp, "GH_LOG="+filepath.Join(home, "gh.log"),
		"GITHUB_OUTPUT="+filepath.Join(home, "output"), "GITHUB_PATH="+filepath.Join(home, "path"),
		"GITHUB_REPOSITORY=shop/infra", "PATH="+bin+":"+os.Getenv("PATH"))
	return a
}

// run runs a script and returns what it printed, and whether it succeeded.
func (a *action) run(script string, env ...string) (string, bool) {
	a.t.Helper()
	path, err := filepath.Abs("../../scripts/action/" + script)
	require.NoError(a.t, err)
	cmd := exec.Command("bash", path)
	cmd.Dir, cmd.Env = a.work, slices.Concat(a.env, env)
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

// read returns what a script left beside the working folder; empty where it left nothing.
func (a *action) read(name string) string {
	text, _ := os.ReadFile(filepath.Join(filepath.Dir(a.work), name))
	return string(text)
}

func (a *action) stack(name string) {
	a.t.Helper()
	to := filepath.Join(a.work, "infra")
	require.NoError(a.t, os.CopyFS(to, os.DirFS("../../testdata/terraform/reader-question/"+name)))
}

// One run writes the log, the annotations, the file for code scanning and the comment.
func TestActionRun(t *testing.T) {
	a := newAction(t, "")
	a.stack("broken")
	out, ok := a.run("run", "ECRLINT_PATHS=infra\n", "ECRLINT_SARIF=true", "ECRLINT_COMMENT=true")
	assert.True(t, ok, out)
	assert.Contains(t, out, "::error file=infra/security.tf,line=18,")
	assert.Contains(t, out, "1 pull of 1 workload in 1 root: 1 fails")
	assert.Equal(t, "status=1\nsarif="+a.temp+"/ecrlint.sarif\n", a.read("output"))
	assert.Contains(t, a.read("temp/ecrlint.sarif"), `"version": "2.1.0"`)
	assert.True(t, strings.HasPrefix(a.read("temp/ecrlint.md"), "<!-- ecrlint -->"))
}

// What passes says so, and writes no more than it is asked for.
func TestActionRunPasses(t *testing.T) {
	a := newAction(t, "")
	a.stack("fixed")
	out, ok := a.run("run", "ECRLINT_ANNOTATIONS=false", "ECRLINT_FAIL_ON=warning")
	assert.True(t, ok, out)
	assert.NotContains(t, out, "::notice")
	assert.NotContains(t, out, "::error")
	assert.Equal(t, "status=0\n", a.read("output"))
	assert.Empty(t, a.read("temp/ecrlint.md"))
}

// What the configuration holds is no workflow command, what is suppressed opens no alert, and what an
// earlier run left is not published.
func TestActionRunOfStrangers(t *testing.T) {
	a := newAction(t, "")
	a.stack("broken")
	security := filepath.Join(a.work, "infra", "security.tf")
	text, err := os.ReadFile(security)
	require.NoError(t, err)
	lines := strings.SplitAfter(string(text), "\n")
	lines = slices.Insert(lines, 17, "  # ecrlint:ignore network/s3_egress_blocked known since May\n")
	require.NoError(t, os.WriteFile(security, []byte(strings.Join(lines, "")), 0o644))
	out, ok := a.run("run", "ECRLINT_PATHS=infra", "ECRLINT_SARIF=true", "ECRLINT_COMMENT=true")
	require.True(t, ok, out)
	_, report, found := strings.Cut(out, "::stop-commands::")
	require.True(t, found, out)
	mark, report, _ := strings.Cut(report, "\n")
	assert.Regexp(t, "^[0-9a-f]{32}$", mark)
	report, _, found = strings.Cut(report, "\n::"+mark+"::\n")
	assert.True(t, found, out)
	assert.Contains(t, report, "1 pull of 1 workload")
	assert.Contains(t, report, "suppressed")
	assert.Contains(t, a.read("temp/ecrlint.sarif"), `"repository/empty"`)
	assert.NotContains(t, a.read("temp/ecrlint.sarif"), `"suppressions": [`)

	_, ok = a.run("run", "ECRLINT_PATHS=infra")
	require.True(t, ok)
	assert.NotContains(t, strings.SplitAfterN(a.read("output"), "\n", 3)[2], "sarif=")
	assert.Empty(t, a.read("temp/ecrlint.md"))
}

// Inputs are never run.
func TestActionRunInjection(t *testing.T) {
	a := newAction(t, "")
	_, ok := a.run("run", "ECRLINT_PATHS=$(touch pwned)\n`touch pwned`; touch pwned",
		"ECRLINT_FAIL_ON=error; touch pwned")
	assert.True(t, ok)
	assert.Equal(t, "status=2\n", a.read("output"))
	assert.NoFileExists(t, filepath.Join(a.work, "pwned"))
}

// fakeComments is a gh that knows a comment of ours where KNOWN says so.
const fakeComments = `
printf '%s\n' "$*" >>"$GH_LOG"
case "$*" in *--paginate*) printf '%s' "${KNOWN:-}" ;; esac
`

// The comment is made once, and written anew from then on.
func TestActionComment(t *testing.T) {
	for _, test := range []struct{ name, known, want string }{
		{"none yet", "", "api --silent --method POST repos/shop/infra/issues/7/comments -F body=@"},
		{"one", "42\n", "api --silent --method PATCH repos/shop/infra/issues/comments/42 -F body=@"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := newAction(t, fakeComments)
			require.NoError(t, os.WriteFile(filepath.Join(a.temp, "ecrlint.md"), []byte("x"), 0o644))
			out, ok := a.run("comment", "PULL_REQUEST=7", "KNOWN="+test.known)
			require.True(t, ok, out)
			lines := strings.Split(strings.TrimSpace(a.read("gh.log")), "\n")
			require.Len(t, lines, 3)
			assert.Contains(t, lines[0], `startswith("<!-- ecrlint -->")`)
			assert.Contains(t, a.read("gh.log"), `.user.type == "Bot"`)
			assert.Equal(t, test.want+a.temp+"/ecrlint.md", lines[2])
		})
	}
	a := newAction(t, fakeComments)
	out, ok := a.run("comment", "PULL_REQUEST=")
	assert.True(t, ok, out)
	assert.Empty(t, a.read("gh.log"), "a push has no comments")
}

// fakeReleases is a gh that has one release, whose files lie in RELEASE.
const fakeReleases = `
case "$2" in
view) echo v1.2.3 ;;
download) while [ "$1" != --dir ]; do shift; done; cp "$RELEASE"/* "$2" ;;
esac
`

// A release is installed where its checksum is right, and not where it is another.
func TestActionInstall(t *testing.T) {
	var archive bytes.Buffer
	zipped := gzip.NewWriter(&archive)
	files := tar.NewWriter(zipped)
	const program = "#!/bin/bash\necho 1.2.3\n"
	require.NoError(t, files.WriteHeader(&tar.Header{Name: "ecrlint", Mode: 0o755, Size: int64(len(program))}))
	_, err := files.Write([]byte(program))
	require.NoError(t, err)
	require.NoError(t, files.Close())
	require.NoError(t, zipped.Close())
	name := fmt.Sprintf("ecrlint_1.2.3_%s_%s.tar.gz", runtime.GOOS, runtime.GOARCH)
	for _, version := range []string{"latest", "1.2.3", "v1.2.3"} {
		for _, right := range []bool{true, false} {
			t.Run(fmt.Sprint(version, right), func(t *testing.T) {
				a := newAction(t, fakeReleases)
				sum := sha256.Sum256(archive.Bytes())
				if !right {
					sum[0]++
				}
				require.NoError(t, os.WriteFile(filepath.Join(a.work, name), archive.Bytes(), 0o644))
				require.NoError(t, os.WriteFile(filepath.Join(a.work, "ecrlint_1.2.3_checksums.txt"),
					fmt.Appendf(nil, "%x  %s\n%x  %[2]s.sbom.json\n", sum, name, sum[:]), 0o644))
				out, ok := a.run("install", "VERSION="+version, "RELEASE="+a.work)
				assert.Equal(t, right, ok, out)
				if !right {
					assert.Empty(t, a.read("path"))
					assert.NoFileExists(t, filepath.Join(a.temp, "ecrlint", "ecrlint"))
					return
				}
				assert.Equal(t, a.temp+"/ecrlint\n", a.read("path"))
				assert.Equal(t, program, a.read("temp/ecrlint/ecrlint"))
			})
		}
	}
}
