package report

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func comment(t require.TestingT, r *Report) string {
	var out bytes.Buffer
	require.NoError(t, WriteMarkdown(&out, r, FileOptions{}))
	return out.String()
}

var (
	escaped  = regexp.MustCompile("\\\\([\\\\`*_\\[\\]~|$])")
	entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
)

// unmarked is the text of Markdown as it is shown, roughly: fences and spans without their ticks.
func unmarked(text string) string {
	return entities.Replace(escaped.ReplaceAllString(text, "$1"))
}

// Whatever the configuration holds, the comment says it and its shape stays: no text ends a table's
// cell or a block of code, makes a link or markup, or calls a person.
func TestMarkdownKeepsItsShape(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawReport(t)
		text := comment(t, r)
		steers(t, text)
		shown := unmarked(text)
		for _, f := range grouped(r.Findings) {
			assert.True(t, holds(unbroken(shown), unbroken(f.Message)), f.Message)
			assert.Contains(t, text, "`"+f.Rule+"`")
		}
		for i := range r.Pulls {
			assert.True(t, holds(unbroken(shown), unbroken(r.Pulls[i].Workload)), r.Pulls[i].Workload)
			for _, reason := range r.Pulls[i].reasons() {
				assert.True(t, holds(unbroken(shown), unbroken(reason)), reason)
			}
		}
		for _, m := range r.remarks() {
			if m.kind != remarkUnknown {
				assert.True(t, holds(unbroken(shown), unbroken(m.words)), m.words)
			}
		}
		columns := 0
		for _, line := range outside(t, text) {
			if strings.HasPrefix(line, "|") {
				cells := len(regexp.MustCompile(`(^|[^\\])\|`).FindAllString(line, -1))
				if columns > 0 {
					assert.Equal(t, columns, cells, line)
				}
				columns = cells
				continue
			}
			prose := withoutSpans(line)
			assert.NotRegexp(t, `(^|\W)@\w`, prose, "nobody is called")
			assert.NotContains(t, escaped.ReplaceAllString(prose, ""), "`", "a span has no end")
			assert.NotRegexp(t, `<[b/x!]`, strings.NewReplacer(
				"</summary>", "", "</details>", "", MarkdownMarker, "").Replace(prose), "no markup")
		}
	})
}

// withoutSpans leaves out spans of code, as CommonMark finds them: from a run of backticks to the
// next run of as many.
func withoutSpans(line string) string {
	var b strings.Builder
	for i := 0; i < len(line); {
		if line[i] == '\\' && i+1 < len(line) {
			b.WriteString(line[i : i+2])
			i += 2
			continue
		}
		n := len(line[i:]) - len(strings.TrimLeft(line[i:], "`"))
		if n == 0 {
			b.WriteByte(line[i])
			i++
			continue
		}
		end := i + n
		for end < len(line) {
			end += len(line[end:]) - len(strings.TrimLeft(line[end:], "`"))
			next := strings.IndexByte(line[end:], '`')
			if next < 0 {
				end = len(line)
				break
			}
			end += next
			if len(line[end:])-len(strings.TrimLeft(line[end:], "`")) == n {
				end += n
				break
			}
		}
		i = end
	}
	return b.String()
}

// unbroken leaves out what only wraps.
func unbroken(text string) string {
	return strings.NewReplacer("\t", "", "\r", "", `\`, "", "`", "", "&lt;", "<", "&gt;", ">",
		"&amp;", "&").Replace(text)
}

// outside returns the lines that are in no block of code, and checks that each block ends.
func outside(t require.TestingT, text string) []string {
	var lines []string
	fence := ""
	for line := range strings.Lines(text) {
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence == "" && len(ticks) >= 3:
			fence = ticks
		case fence == "":
			lines = append(lines, strings.TrimSuffix(line, "\n"))
		case len(ticks) >= len(fence) && strings.TrimSpace(line) == ticks:
			fence = ""
		}
	}
	assert.Empty(t, fence, "a block of code has no end")
	return lines
}

// A comment that GitHub takes: what is left out is counted, and everything has some place.
func TestMarkdownIsNoLongerThanAComment(t *testing.T) {
	r := &Report{Roots: []string{"infra"}}
	const many = 3000
	for i := range many {
		r.Findings = append(r.Findings, Finding{
			Fingerprint: fmt.Sprintf("f%d", i), Root: "infra", Rule: "network/a",
			Severity: []Severity{Error, Warning, Info}[i%3],
			Message:  fmt.Sprintf("fault %d %s", i, strings.Repeat("long ", 50)),
			Location: Location{File: "a.tf", Line: i + 1, Column: 1},
			Fix:      Fix{Summary: "mend it", Snippet: "x = 1\n"},
		})
		r.Pulls = append(r.Pulls, Pull{
			Root: "infra", Workload: fmt.Sprintf("w%d", i), Verdict: Unknown,
			Unknowns: []Missing{{What: "a", Why: "b"}},
		})
		r.Suppressed = append(r.Suppressed, Suppressed{
			Finding:     Finding{Rule: "iam/s", Message: "silent", Resource: fmt.Sprint(i)},
			Suppression: Suppression{Kind: Inline, Reason: fmt.Sprintf("reason %d", i)},
		})
		r.NotJudged = append(r.NotJudged, NotJudged{Root: "infra", Resource: fmt.Sprintf("n%d", i)})
		r.Diagnostics = append(r.Diagnostics, Diagnostic{
			Severity: Error, Summary: fmt.Sprintf("diagnostic %d", i),
		})
	}
	r.Sort()
	text := comment(t, r)
	assert.LessOrEqual(t, len(text), markdownLimit)
	assert.Greater(t, len(text), markdownLimit*3/4, "the room is used")
	assert.True(t, strings.HasPrefix(text, MarkdownMarker+"\n"))
	outside(t, text)
	for _, want := range []string{
		"fault 0 ", "3000 unknown", "1000 errors", "network/a", "reason ", "diagnostic 1",
		"- `w", "n0", "1000 infos", "1000 warnings",
	} {
		assert.Contains(t, text, want)
	}
	left := regexp.MustCompile(`\n_(\d+) (\w+)[^\n]* left out: `).FindAllStringSubmatch(text, -1)
	assert.Len(t, left, 8, "each of the sections says how much it leaves out")

	r.Findings, r.Pulls, r.Suppressed = r.Findings[:1], nil, nil
	r.NotJudged, r.Diagnostics = nil, nil
	r.Findings[0].Fix.Snippet = strings.Repeat("`````\n", markdownLimit)
	text = comment(t, r)
	assert.LessOrEqual(t, len(text), markdownLimit)
	assert.Contains(t, text, "fault 0 ", "in short")
	assert.Contains(t, text, "_1 error shortened: ")
}

func TestMarkdownLimitHoldsAlways(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sections := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) section {
			s := section{head: "h\n", tail: "t\n", noun: "x", first: rapid.IntRange(0, 5).Draw(t, "first")}
			for range rapid.IntRange(1, 40).Draw(t, "entries") {
				n := rapid.IntRange(1, 9000).Draw(t, "long")
				s.entries = append(s.entries, entry{strings.Repeat("f", n), strings.Repeat("b", min(n, 99))})
			}
			return s
		}), 1, 9).Draw(t, "sections")
		total := 0
		for _, text := range fit(sections, markdownLimit) {
			total += len(text)
		}
		assert.LessOrEqual(t, total, markdownLimit)
	})
}

// The picture of a path cannot be turned into other Mermaid by the names in it.
func TestMarkdownPicture(t *testing.T) {
	r := &Report{Findings: []Finding{{
		Rule: "a/b", Severity: Error, Message: "m", Resource: "r", Location: Location{File: "x.yaml", Line: 1},
		Path: []Hop{
			{Gate: "dns", At: "%%{init: {'theme':'dark'}}%%", State: "open"},
			{Gate: "egress", At: "`a` \"]; click n0 <b>&", State: "closed"},
		},
		Fix: Fix{Snippet: "```\nA: 1\n```\n"},
	}}}
	text := comment(t, r)
	assert.Contains(t, text, `n1["dns<br/>#37;#37;{init: {'theme':'dark'}}#37;#37;"]`)
	assert.Contains(t, text, `n2["egress<br/>#96;a#96; #quot;]; click n0 #lt;b#gt;#amp;"]`)
	assert.Contains(t, text, "n1 -.-x n2")
	assert.Contains(t, text, "\n````yaml\n```\nA: 1\n```\n````\n", "the fence is longer than those in it")
}

// No text begins a list or a heading in an entry.
func TestMarkdownProse(t *testing.T) {
	for text, want := range map[string]string{
		"- a": `\- a`, "# a": `\# a`, "1. a": `1\. a`, "12) a": `12\) a`, "10.0.0.0/16": `10\.0.0.0/16`,
		"a - b": "a - b", "x *y* `z`": "x \\*y\\* \\`z\\`", "a@b.c sha@256": "a@b.c sha@256",
		"by @ada, #3": "by @\u2060ada, #\u20603", " a\n\nb ": "a b",
	} {
		assert.Equal(t, want, prose(text))
	}
}
