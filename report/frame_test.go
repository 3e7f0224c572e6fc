package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func framed(source string, at Location) string {
	return strings.Join(style{}.frame(splitLines([]byte(source)), at, ""), "\n")
}

func TestFrameUnderlinesWhatTheLocationCovers(t *testing.T) {
	for name, test := range map[string]struct {
		source string
		at     Location
		want   string
	}{
		"one attribute": {
			"a\n  b = 1\nc",
			Location{Line: 2, Column: 3, EndLine: 2, EndColumn: 8},
			"  1 | a\n  2 |   b = 1\n    |   ^^^^^\n  3 | c",
		},
		"an unknown end reaches to the end of the line": {
			"  b = 1  \n", Location{Line: 1, Column: 3}, "  1 |   b = 1\n    |   ^^^^^",
		},
		"tabs": {
			"\tb\t= 1",
			Location{Line: 1, Column: 2, EndLine: 1, EndColumn: 3},
			"  1 |     b   = 1\n    |     ^",
		},
		"wide characters take two cells": {
			"日本 = x",
			Location{Line: 1, Column: 6, EndLine: 1, EndColumn: 7},
			"  1 | 日本 = x\n    |        ^",
		},
		"a letter and its accent are one character": {
			"e\u0301 = x",
			Location{Line: 1, Column: 5, EndLine: 1, EndColumn: 6},
			"  1 | e\u0301 = x\n    |     ^",
		},
		"a family of emoji is one character of two cells": {
			"\U0001F468\u200D\U0001F469 x",
			Location{Line: 1, Column: 3, EndLine: 1, EndColumn: 4},
			"  1 | \U0001F468\u200D\U0001F469 x\n    |    ^",
		},
		"CRLF": {
			"a\r\nb\r\nc\r\n",
			Location{Line: 2, Column: 1, EndLine: 2, EndColumn: 2},
			"  1 | a\n  2 | b\n    | ^\n  3 | c",
		},
		"numbers align": {
			strings.Repeat("x\n", 10),
			Location{Line: 9, Column: 1, EndLine: 9, EndColumn: 2},
			"   8 | x\n   9 | x\n     | ^\n  10 | x",
		},
		"a range of several lines is marked at the margin": {
			"a {\n  b\n}\nc",
			Location{Line: 1, Column: 1, EndLine: 3, EndColumn: 2},
			"> 1 | a {\n> 2 |   b\n> 3 | }",
		},
		"a range that ends before the first column ends with the line before": {
			"a\nb\n",
			Location{Line: 1, Column: 1, EndLine: 2, EndColumn: 1},
			"  1 | a\n    | ^\n  2 | b",
		},
		"control characters cannot steer the terminal": {
			"a\x1b[2J",
			Location{Line: 1, Column: 1, EndLine: 1, EndColumn: 2},
			"  1 | a\uFFFD[2J\n    | ^",
		},
		"a header shows its body": {
			"x\n  a {\n    b = 1\n\n    c {\n    }\n  }\ny",
			Location{Line: 2, Column: 3, EndLine: 2, EndColumn: 6},
			"  2 |   a {\n    |   ^^^\n  3 |     b = 1\n  5 |     c {\n  6 |     }\n  7 |   }",
		},
		"a header with a comment": {
			"a { # why\n  b = 1\n}",
			Location{Line: 1, Column: 1, EndLine: 1, EndColumn: 2},
			"  1 | a { # why\n    | ^\n  2 |   b = 1\n  3 | }",
		},
		"a header without an end": {
			"x\na {\n  b",
			Location{Line: 2, Column: 1, EndLine: 2, EndColumn: 2},
			"  1 | x\n  2 | a {\n    | ^\n  3 |   b",
		},
		"a key of YAML": {
			"a:\n  - b\nc:\n\n  d: 1\n- x\n  # y\nz:\n",
			Location{File: "t.yaml", Line: 3, Column: 1, EndLine: 3, EndColumn: 2},
			"  3 | c:\n    | ^\n  5 |   d: 1\n  6 | - x\n  7 |   # y",
		},
		"an item of a list of YAML": {
			"- a: # why\n    b: 1\n- c:",
			Location{File: "t.yml", Line: 1, Column: 3, EndLine: 1, EndColumn: 4},
			"  1 | - a: # why\n    |   ^\n  2 |     b: 1",
		},
		"a colon at the end of another language": {
			"a:\n  b",
			Location{File: "main.tf", Line: 1, Column: 1, EndLine: 1, EndColumn: 2},
			"  1 | a:\n    | ^\n  2 |   b",
		},
		"no such line": {"a", Location{Line: 7, Column: 1}, ""},
		"no source":    {"", Location{Line: 0, Column: 0}, ""},
		"beyond the end": {
			"ab", Location{Line: 1, Column: 9, EndLine: 1, EndColumn: 12}, "  1 | ab\n    |   ^",
		},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, framed(test.source, test.at))
		})
	}
}

func TestFrameOfALongRangeLeavesOutItsMiddle(t *testing.T) {
	at := Location{Line: 2, Column: 1, EndLine: 40, EndColumn: 2}
	drawn := framed(strings.Repeat("x\n", 40), at)
	lines := strings.Split(drawn, "\n")
	assert.Len(t, lines, frameLines)
	assert.Contains(t, drawn, "33 lines")
	assert.Contains(t, lines[len(lines)-1], "40 | x")
}

// Any source and any location, however wrong, is drawn without a panic.
func TestFrameNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.IntRange(-2, 30)
		at := Location{
			Line: number.Draw(t, "line"), Column: number.Draw(t, "column"),
			EndLine: number.Draw(t, "end line"), EndColumn: number.Draw(t, "end column"),
		}
		source := rapid.SliceOfN(rapid.Byte(), 0, 60).Draw(t, "source")
		for _, line := range (style{}).frame(splitLines(source), at, "") {
			assert.NotContains(t, line, "\n")
		}
	})
}

func printed(t *testing.T, r *Report, options TextOptions) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, WriteText(&out, r, options))
	return out.String()
}

func TestTextOfNothing(t *testing.T) {
	assert.Equal(t, "0 pulls: no configuration found; 0 errors, 0 warnings\n",
		printed(t, &Report{}, TextOptions{}))
	assert.Equal(t, "0 pulls: nothing is made of the changed files; 0 errors, 0 warnings\n",
		printed(t, &Report{Part: true}, TextOptions{}))
	assert.Equal(t, "0 pulls: nothing in 1 root starts a container image; 0 errors, 0 warnings\n",
		printed(t, &Report{Roots: []string{"."}}, TextOptions{}))
}

func TestTextShowsInfosOnlyWhenVerbose(t *testing.T) {
	r := &Report{Findings: []Finding{{Rule: "a/b", Severity: Info, Message: "worth knowing"}}}
	assert.NotContains(t, printed(t, r, TextOptions{}), "worth knowing")
	assert.Contains(t, printed(t, r, TextOptions{Verbose: true}), "worth knowing")
}

func TestTextNamesOnlySomeOfManyPulls(t *testing.T) {
	r := &Report{Roots: []string{"."}}
	for i := range 40 {
		r.Pulls = append(r.Pulls, Pull{Root: ".", Workload: "w" + string(rune('A'+i)), Verdict: Pulls})
	}
	r.Pulls = append(r.Pulls, Pull{Root: ".", Workload: "z", Verdict: Fails})
	short := printed(t, r, TextOptions{})
	assert.Contains(t, short, "and 28 more that pull")
	assert.Less(t, strings.Index(short, "fails"), strings.Index(short, "wA"), "the worst first")
	assert.NotContains(t, printed(t, r, TextOptions{Verbose: true}), "more that pull")
}

// A name from the configuration cannot steer the terminal or fake a line.
func TestTextShowsControlCharacters(t *testing.T) {
	const message = "x\x1b[31m\nmain.tf:1:1: error: y"
	r := &Report{
		Findings: []Finding{{Rule: "a/b", Severity: Error, Message: message}},
		Pulls:    []Pull{{Workload: "s[\"\x1b]0;t\a\"]", Image: "i\r\nj", Verdict: Fails}},
	}
	out := printed(t, r, TextOptions{Unicode: true})
	assert.NotContains(t, out, "\x1b")
	assert.NotContains(t, out, "\nmain.tf")
	assert.NotContains(t, out, "\r")
}

// A masked fault names what must be mended first.
func TestTextNamesWhatMasksAFault(t *testing.T) {
	const masked = "behind   network/s3_egress_blocked main.tf:5:3"
	assert.Contains(t, printed(t, sample(), TextOptions{}), masked)
}
