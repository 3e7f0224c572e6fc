package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// external says that blocks marked `<!-- test: external -->` are run, too: those that need other
// programs than git and bash.
var external bool

// Every ```console block of a page in docs is what the commands in it print. Lines that start with
// "$ " are commands, continued after a \ at the end; what follows up to the next command is its
// output, a line ... stands for any lines.
//
//	<!-- test: COMMANDS -->    before a block: run first, unseen; they have to succeed
//	<!-- test: file NAME -->   before any other block: the block is written to the file NAME
//	<!-- test: external -->    before a block: run with the build tag external only
//
// All commands of a page are run by one bash in one empty folder. There, $STACKS and $TEMPLATES are
// testdata/terraform and testdata/cloudformation, $PROJECT is the top of this repository.
func TestDocs(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash")
	}
	pages, err := filepath.Glob("../../docs/*.md")
	require.NoError(t, err)
	require.NotEmpty(t, pages)
	for _, page := range pages {
		t.Run(filepath.Base(page), func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(page)
			require.NoError(t, err)
			steps := pageSteps(t, string(content))
			if !slices.ContainsFunc(steps, func(s step) bool { return s.kind == command }) {
				return
			}
			text := runPage(t, string(content), steps)
			if *update {
				require.NoError(t, os.WriteFile(page, []byte(text), 0o644))
				return
			}
			assert.Empty(t, cmp.Diff(string(content), text),
				"go test ./cmd/ecrlint -run TestDocs -update writes it anew")
		})
	}
}

// step is a thing that a page does.
type step struct {
	kind stepKind
	text string // the commands, or what the file holds
	name string // of the file

	// The lines of the page that hold the output of a command: from is the first, to one past the
	// last, counted from 0.
	from, to int
}

type stepKind int

const (
	setup stepKind = iota
	file
	command
)

var testComment = regexp.MustCompile(`(?s)^<!--\s*test:\s*(.*?)\s*-->`)

// pageSteps reads what a page does.
func pageSteps(t *testing.T, page string) []step {
	t.Helper()
	lines := strings.Split(page, "\n")
	var steps, pending []step
	name, other := "", false
	for i := 0; i < len(lines); i++ {
		if comment := testComment.FindStringSubmatch(strings.Join(lines[i:], "\n")); comment != nil {
			i += strings.Count(comment[0], "\n")
			switch kind, rest, _ := strings.Cut(comment[1], " "); {
			case comment[1] == "external":
				other = true
			case kind == "file":
				name = rest
			default:
				pending = append(pending, step{kind: setup, text: comment[1]})
			}
			continue
		}
		fence := lines[i]
		if !strings.HasPrefix(fence, "```") {
			continue
		}
		ticks := fence[:len(fence)-len(strings.TrimLeft(fence, "`"))]
		begin := i + 1
		for i++; i < len(lines) && strings.TrimRight(lines[i], " ") != ticks; i++ {
		}
		require.Less(t, i, len(lines), "line %d: the block has no end", begin)
		if !other || external {
			steps = append(steps, pending...)
			switch {
			case name != "":
				text := strings.Join(lines[begin:i], "\n") + "\n"
				steps = append(steps, step{kind: file, name: name, text: text})
			case fence == ticks+"console":
				steps = append(steps, blockCommands(t, lines, begin, i)...)
			}
		}
		pending, name, other = nil, "", false
	}
	return append(steps, pending...)
}

// blockCommands reads the commands of the block of the lines from begin to end.
func blockCommands(t *testing.T, lines []string, begin, end int) []step {
	t.Helper()
	var steps []step
	for i := begin; i < end; {
		text, ok := strings.CutPrefix(lines[i], "$ ")
		require.True(t, ok, "line %d: a block starts with a command: $ ...", i+1)
		for i++; i < end && strings.HasSuffix(text, `\`); i++ {
			text += "\n" + lines[i]
		}
		from := i
		for i < end && !strings.HasPrefix(lines[i], "$ ") {
			i++
		}
		steps = append(steps, step{kind: command, text: text, from: from, to: i})
	}
	return steps
}

// runPage runs what a page does and returns the page with what the commands printed.
func runPage(t *testing.T, page string, steps []step) string {
	t.Helper()
	outputs := runSteps(t, steps)
	lines := strings.Split(page, "\n")
	for i, s := range slices.Backward(steps) {
		if s.kind != command {
			continue
		}
		printed := strings.Split(strings.TrimSuffix(outputs[i], "\n"), "\n")
		if outputs[i] == "" {
			printed = nil
		}
		if shown := lines[s.from:s.to]; !matches(shown, printed) {
			lines = slices.Concat(lines[:s.from], abridge(shown, printed), lines[s.to:])
		}
	}
	return strings.Join(lines, "\n")
}

// runSteps runs the steps and returns what each printed.
func runSteps(t *testing.T, steps []step) []string {
	t.Helper()
	home, results := t.TempDir(), t.TempDir()
	work := filepath.Join(home, "work")
	require.NoError(t, os.Mkdir(work, 0o755))
	var script strings.Builder
	for i, s := range steps {
		result := filepath.Join(results, strconv.Itoa(i))
		switch s.kind {
		case setup:
			fmt.Fprintf(&script, "{ set -e\n%s\nset +e\n} >%s 2>&1\n", s.text, result)
		case file:
			require.NoError(t, os.WriteFile(result+".file", []byte(s.text), 0o644))
			fmt.Fprintf(&script, "mkdir -p -- \"$(dirname -- '%s')\" && cp %s.file '%s'\n",
				s.name, result, s.name)
		case command:
			fmt.Fprintf(&script, "{ %s\n} >%s 2>&1\n", s.text, result)
		}
	}
	script.WriteString("exit 0\n")
	bash := exec.Command("bash", "--noprofile", "--norc", "-c", script.String())
	bash.Dir = work
	bash.Env = pageEnv(t, home)
	said, err := bash.CombinedOutput()
	outputs := make([]string, len(steps))
	for i, s := range steps {
		printed, missing := os.ReadFile(filepath.Join(results, strconv.Itoa(i)))
		outputs[i] = strings.ReplaceAll(string(printed), home, "~")
		if s.kind != file && (missing != nil || err != nil && i == len(steps)-1) {
			require.Fail(t, "the page stopped", "at or before: %s\n%s%s", s.text,
				outputs[max(i-1, 0)], said)
		}
	}
	require.NoError(t, err, string(said))
	return outputs
}

// pageEnv is the environment of a page's commands: nothing of the machine's but where programs are
// and how Go gets modules.
func pageEnv(t *testing.T, home string) []string {
	t.Helper()
	project, err := filepath.Abs("../..")
	require.NoError(t, err)
	env := []string{
		"HOME=" + home,
		"LANG=C.UTF-8",
		"TZ=UTC",
		"PROJECT=" + project,
		"STACKS=" + filepath.Join(project, "testdata", "terraform"),
		"TEMPLATES=" + filepath.Join(project, "testdata", "cloudformation"),
		"GIT_CONFIG_GLOBAL=" + os.DevNull,
		"GIT_CONFIG_NOSYSTEM=1",
		"GIT_CONFIG_COUNT=1",
		"GIT_CONFIG_KEY_0=init.defaultBranch",
		"GIT_CONFIG_VALUE_0=main",
		"GIT_AUTHOR_NAME=Ada",
		"GIT_AUTHOR_EMAIL=ada@example.com",
		"GIT_AUTHOR_DATE=2026-01-02T03:04:05Z",
		"GIT_COMMITTER_NAME=Ada",
		"GIT_COMMITTER_EMAIL=ada@example.com",
		"GIT_COMMITTER_DATE=2026-01-02T03:04:05Z",
	}
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if name == "PATH" || name == "TMPDIR" || strings.HasPrefix(name, "GO") ||
			strings.HasPrefix(name, "SSL_") || strings.HasSuffix(strings.ToUpper(name), "_PROXY") {
			env = append(env, entry)
		}
	}
	return env
}

// gap is the line of a page that stands for any lines.
const gap = "..."

// matches reports whether lines are what a page shows.
func matches(shown, printed []string) bool {
	i := slices.Index(shown, gap)
	if i < 0 {
		return slices.Equal(shown, printed)
	}
	if len(printed) < i || !slices.Equal(shown[:i], printed[:i]) {
		return false
	}
	for rest := printed[i:]; ; rest = rest[1:] {
		if matches(shown[i+1:], rest) {
			return true
		}
		if len(rest) == 0 {
			return false
		}
	}
}

// abridge leaves out of the lines as much as the page did, where it did so once.
func abridge(shown, printed []string) []string {
	i := slices.Index(shown, gap)
	if i < 0 || slices.Contains(shown[i+1:], gap) || len(printed) < len(shown) {
		return printed
	}
	tail := len(shown) - i - 1
	return slices.Concat(printed[:i], []string{gap}, printed[len(printed)-tail:])
}

// A page is held: what is not printed any more, or printed newly, shows.
func TestDocsHold(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash")
	}
	const page = "# Page\n" +
		"<!-- test: mkdir infra\ncd infra; export GREETING=hello -->\n" +
		"<!-- test: file in/names -->\n```text\nx\ny\n```\n" +
		"```console\n$ echo $GREETING \\\n  you\n%s$ cat in/names; false\n%s$ echo $?\n1\n```\n" +
		"<!-- test: external -->\n<!-- test: exit 3 -->\n```console\n$ pre-commit\n```\n"
	for _, test := range []struct{ name, first, second, wantFirst, wantSecond string }{
		{"as printed", "hello you\n", "x\ny\n", "hello you\n", "x\ny\n"},
		{"abridged", "hello you\n", "...\ny\n", "hello you\n", "...\ny\n"},
		{"nothing left out", "hello you\n", "x\n...\ny\n", "hello you\n", "x\n...\ny\n"},
		{"missing", "", "x\ny\n", "hello you\n", "x\ny\n"},
		{"other", "hello\n", "x\ny\nz\n", "hello you\n", "x\ny\n"},
		{"other, abridged", "hello you\n", "z\n...\n", "hello you\n", "x\n...\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			given := fmt.Sprintf(page, test.first, test.second)
			steps := pageSteps(t, given)
			if external {
				steps = steps[:len(steps)-2]
			}
			assert.Equal(t, fmt.Sprintf(page, test.wantFirst, test.wantSecond),
				runPage(t, given, steps))
		})
	}
}
