package policy_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/policy"
	"github.com/ecrlint/ecrlint/report"
)

var update = flag.Bool("update", false, "write the pages of the rules")

const docs = "../docs/rules"

// Every rule has a page, which is what its METADATA and its two stacks say, with the real output.
func TestPagesOfTheRules(t *testing.T) {
	engine, err := policy.Compile(policy.Options{})
	require.NoError(t, err)
	want := map[string]string{"README.md": contents(engine.Rules())}
	for _, rule := range engine.Rules() {
		want[rule.ID+".md"] = page(t, rule)
	}
	if *update {
		require.NoError(t, os.RemoveAll(docs))
	}
	for name, text := range want {
		path := filepath.Join(docs, filepath.FromSlash(name))
		if *update {
			require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o750))
			require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
			continue
		}
		got, err := os.ReadFile(path)
		require.NoError(t, err, "go test ./policy -update writes the pages")
		assert.Equal(t, text, string(got), "%s: go test ./policy -update", name)
	}
	pages, err := filepath.Glob(docs + "/*/*.md")
	require.NoError(t, err)
	assert.Len(t, pages, len(want)-1, "a page of no rule")
}

// contents is the list of all rules.
func contents(rules []report.Rule) string {
	var b strings.Builder
	b.WriteString("# Rules\n\nGenerated from the METADATA of the rules: `go test ./policy -update`.\n")
	family := ""
	for _, rule := range rules {
		if head, _, _ := strings.Cut(rule.ID, "/"); head != family {
			family = head
			fmt.Fprintf(&b, "\n## %s\n\n| rule | severity | what it finds |\n|---|---|---|\n", family)
		}
		fmt.Fprintf(&b, "| [%s](%[1]s.md) | %s | %s |\n", rule.ID, rule.Severity, rule.Title)
	}
	return b.String()
}

// page is the page of one rule.
func page(t *testing.T, rule report.Rule) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n**%s** (%s)\n\n", rule.ID, rule.Title, rule.Severity)
	fmt.Fprintf(&b, "%s\n\n", rule.Description)
	fmt.Fprintf(&b, "## What it prevents\n\n```text\n%s\n```\n\n", rule.Predicts)
	fmt.Fprintf(&b, "## How to mend it\n\n%s\n\n", rule.Fix)
	b.WriteString(example(t, rule))
	b.WriteString("## Read more\n\n")
	for _, link := range rule.Links {
		fmt.Fprintf(&b, "- [%s](%s)\n", link.Title, link.URL)
	}
	return b.String()
}

// example shows what the failing stack has and the mended one has not, and what is said of it, in
// each language that the rule has stacks of.
func example(t *testing.T, rule report.Rule) string {
	t.Helper()
	var b strings.Builder
	for _, language := range []struct{ title, file string }{
		{"Example", "main.tf"}, {"Example in CloudFormation", "main.template"},
	} {
		folder := filepath.Join("..", "rules", filepath.FromSlash(rule.ID))
		failing, err := os.ReadFile(filepath.Join(folder, "fail", language.file))
		if os.IsNotExist(err) && language.file != "main.tf" {
			continue
		}
		require.NoError(t, err, "every rule has a stack with its fault")
		passing, err := os.ReadFile(filepath.Join(folder, "pass", language.file))
		require.NoError(t, err, "every rule has a stack without its fault")
		text := said(t, rule, filepath.Join(folder, "fail"), language.file)
		if text == "" && language.file != "main.tf" {
			continue // a fault that takes two accounts, which a template does not have
		}
		assert.NotEmpty(t, text, rule.ID)
		fmt.Fprintf(&b, "## %s\n\n", language.title)
		fmt.Fprintf(&b, "What mends [a stack that has this fault](../../../rules/%s/fail/%s):\n\n",
			rule.ID, language.file)
		fmt.Fprintf(&b, "```diff\n%s```\n\n", diff(lines(failing), lines(passing)))
		fmt.Fprintf(&b, "What ecrlint says of the stack:\n\n```text\n%s```\n\n", text)
	}
	return b.String()
}

// said is what ecrlint says by a rule of a stack; empty where it says nothing.
func said(t *testing.T, rule report.Rule, folder, file string) string {
	t.Helper()
	r, err := lint.Run(t.Context(), lint.Options{Input: lint.Input{
		Dir: folder, Paths: []string{file},
		Parameters: []lint.Assignment{{Name: "AWS::Region", Value: "eu-west-1"}},
	}})
	require.NoError(t, err)
	var findings []report.Finding
	for _, found := range r.Findings {
		if found.Rule == rule.ID {
			findings = append(findings, found)
		}
	}
	if len(findings) == 0 {
		return ""
	}
	r.Findings = findings
	var out bytes.Buffer
	require.NoError(t, report.WriteText(&out, r, report.TextOptions{Verbose: true, Unicode: true}))
	return wanted.ReplaceAllString(strings.ReplaceAll(out.String(), "\t", "    "), "")
}

// wanted is the expectation of the tests on a line of a stack.
var wanted = regexp.MustCompile(` *# want:.*`)

// lines cuts a file into lines, without the expectations of the tests.
func lines(text []byte) []string {
	list := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	for i, line := range list {
		list[i] = wanted.ReplaceAllString(line, "")
	}
	return list
}

// diff writes what changes from a to b with two lines around it.
func diff(a, b []string) string {
	type edit struct {
		mark byte
		line string
	}
	longest := make([][]int, len(a)+1)
	for i := range longest {
		longest[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	var edits []edit
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			edits = append(edits, edit{' ', a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && longest[i+1][j] >= longest[i][j+1]:
			edits = append(edits, edit{'-', a[i]})
			i++
		default:
			edits = append(edits, edit{'+', b[j]})
			j++
		}
	}
	var out strings.Builder
	last := -1
	for i, e := range edits {
		near := false
		for k := max(0, i-2); k <= min(len(edits)-1, i+2); k++ {
			near = near || edits[k].mark != ' '
		}
		if !near {
			continue
		}
		if last >= 0 && i > last+1 {
			out.WriteString(" ...\n")
		}
		last = i
		out.WriteString(strings.TrimRight(string(e.mark)+e.line, " ") + "\n")
	}
	return out.String()
}
