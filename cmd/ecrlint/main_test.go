package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the expected outputs anew")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ecrlint": main})
}

func TestScripts(t *testing.T) {
	stacks, err := filepath.Abs("../../testdata/terraform")
	require.NoError(t, err)
	testscript.Run(t, testscript.Params{
		Setup: func(env *testscript.Env) error {
			env.Setenv("STACKS", stacks)
			env.Setenv("LANG", "C.UTF-8")
			return nil
		},
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// output runs the command in the working folder.
func output(t *testing.T, args ...string) (out, errs string, status int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status = run(args, shell{
		in: strings.NewReader(""), out: &stdout, err: &stderr, env: []string{"LANG=C.UTF-8"},
	})
	return stdout.String(), stderr.String(), status
}

// What the README shows is what the command prints.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	example, errs, status := output(t, "testdata/terraform/reader-question/broken")
	assert.Empty(t, errs)
	assert.Equal(t, 1, status)
	diagnosis, errs, status := output(t, "diagnose", stoppedReason,
		"testdata/terraform/reader-question/broken")
	assert.Empty(t, errs)
	assert.Equal(t, 1, status)
	help, _, status := output(t, "--help")
	assert.Equal(t, 0, status)
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	want := string(readme)
	for _, block := range []string{example, firstLines(diagnosis, 22), help} {
		want = replaceBlock(t, want, block)
	}
	want = strings.ReplaceAll(want, written, "```text\n")
	if *update {
		require.NoError(t, os.WriteFile("README.md", []byte(want), 0o644))
		return
	}
	assert.Empty(t, cmp.Diff(want, string(readme)), "go test ./cmd/ecrlint -update writes it anew")
}

// stoppedReason is the message of the README's second example.
const stoppedReason = `CannotPullContainerError: ref pull has been retried 5 time(s): failed to ` +
	`copy: httpReadSeeker: failed open: failed to do request: Get ` +
	`"https://prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com/...": ` +
	`dial tcp 52.218.41.8:443: i/o timeout`

// firstLines cuts a text behind a number of lines.
func firstLines(text string, n int) string {
	lines := strings.SplitAfter(text, "\n")
	return strings.Join(lines[:min(n, len(lines))], "") + "  ...\n"
}

// written marks a block that has its text.
const written = "```text written\n"

// replaceBlock fills the first block that has not been written yet.
func replaceBlock(t *testing.T, page, text string) string {
	t.Helper()
	before, rest, found := strings.Cut(page, "```text\n")
	require.True(t, found)
	_, after, found := strings.Cut(rest, "```\n")
	require.True(t, found)
	return before + written + text + "```\n" + after
}

// The mended stack differs from the broken one by the fix alone, and pulls.
func TestReaderQuestionFixed(t *testing.T) {
	t.Chdir("../..")
	out, errs, status := output(t, "testdata/terraform/reader-question/fixed")
	assert.Empty(t, errs)
	assert.Equal(t, 0, status, out)
	assert.Contains(t, out, "1 pull of 1 workload in 1 root: 0 fails, 0 unknown, 1 pulls")
}
