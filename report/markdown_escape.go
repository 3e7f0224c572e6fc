package report

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// cutAt is how long a text is in a short entry, in bytes.
const cutAt = 300

// cut shortens a text.
func cut(text string) string {
	if len(text) <= cutAt {
		return text
	}
	text = text[:cutAt]
	for !utf8.ValidString(text) {
		text = text[:len(text)-1]
	}
	return text + "…"
}

// reference matches what GitHub takes as the name of a person, a team or another thread wherever it
// stands in prose, escaped or not.
var reference = regexp.MustCompile(`(^|[^0-9A-Za-z_])([@#])([0-9A-Za-z])`)

// prose writes a text so that Markdown shows it as it is, on one line.
func prose(text string) string {
	text = strings.Join(strings.Fields(visible(text)), " ")
	text = reference.ReplaceAllString(text, "$1$2\u2060$3") // a word joiner is not seen
	return leading.ReplaceAllString(markdownText.Replace(text), `$1\$2`)
}

// leading matches what makes a list or a heading of a text.
var leading = regexp.MustCompile(`^(\d*)([-+#=.)])`)

// markdownText escapes what Markdown and HTML mean something by.
// https://github.github.com/gfm/#backslash-escapes
var markdownText = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`,
	"<", "&lt;", ">", "&gt;", "&", "&amp;", "$", `\$`,
)

// code writes a text as a span of code, on one line.
func code(text string) string {
	text = strings.Join(strings.Fields(visible(text)), " ")
	if text == "" {
		return ""
	}
	ticks := strings.Repeat("`", longestTicks(text)+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return ticks + text + ticks
}

// cell writes a text as a span of code in a table, where a | ends the cell even in code.
func cell(text string) string { return strings.ReplaceAll(code(text), "|", `\|`) }

// fenced writes a block of code, with a fence that the text cannot close.
func fenced(language, text string) string {
	fence := strings.Repeat("`", max(longestTicks(text)+1, 3))
	lines := strings.Split(shownText(text), "\n")
	return fence + language + "\n" + strings.Join(lines, "\n") + "\n" + fence + "\n"
}

// longestTicks counts the longest run of backticks in a text.
func longestTicks(text string) int {
	longest, run := 0, 0
	for _, r := range text {
		if r != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
