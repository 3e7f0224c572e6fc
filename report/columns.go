package report

import (
	"strings"
	"unicode"

	"github.com/apparentlymart/go-textseg/v15/textseg"
	"golang.org/x/text/width"
)

// tabWidth is how many cells a tab takes at most in a code frame.
const tabWidth = 4

// splitLines cuts a source into lines without their ends (LF or CRLF).
func splitLines(source []byte) []string {
	lines := strings.Split(string(source), "\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	return lines
}

// characters calls visit for each character of a line as its readers see them (a letter with its
// combining marks is one), until visit returns false.
func characters(line string, visit func(text string) bool) {
	for rest := []byte(line); len(rest) > 0; {
		n, _, err := textseg.ScanGraphemeClusters(rest, true)
		if err != nil || n <= 0 {
			n = len(rest)
		}
		if !visit(string(rest[:n])) {
			return
		}
		rest = rest[n:]
	}
}

// prefix returns the text before a column. Columns count characters, from 1.
func prefix(line string, column int) string {
	seen, end := 1, 0
	characters(line, func(text string) bool {
		if seen >= column {
			return false
		}
		seen++
		end += len(text)
		return true
	})
	return line[:end]
}

// codePoints converts a column that counts characters into one that counts Unicode code points.
func codePoints(line string, column int) int {
	if column < 1 {
		return 1
	}
	before := prefix(line, column)
	beyond := 0
	if before == line { // the position after the last character, or further
		beyond = max(column-1-count(line), 0)
	}
	return len([]rune(before)) + beyond + 1
}

// count returns the number of characters in a line.
func count(line string) int {
	n := 0
	characters(line, func(string) bool { n++; return true })
	return n
}

// expand writes a line as a terminal shows it: tabs as spaces, control characters visible.
func expand(line string) string {
	var b strings.Builder
	at := 0
	characters(line, func(text string) bool {
		switch {
		case text == "\t":
			n := tabWidth - at%tabWidth
			b.WriteString(strings.Repeat(" ", n))
			at += n
		case unicode.IsControl([]rune(text)[0]):
			b.WriteRune(unicode.ReplacementChar)
			at++
		default:
			b.WriteString(text)
			at += cellsOf(text)
		}
		return true
	})
	return b.String()
}

// cells returns how many cells of a terminal a text takes; it holds no tabs.
func cells(text string) int {
	n := 0
	characters(text, func(c string) bool { n += cellsOf(c); return true })
	return n
}

// cellsOf returns the width of one character: 2 for wide ones of East Asian scripts and emoji.
func cellsOf(character string) int {
	total := 0
	for _, r := range character {
		if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
			if r == '\uFE0F' { // what stands before is to be shown as emoji
				total = 2
			}
			continue
		}
		if total > 0 { // joined emoji and the like are one picture
			continue
		}
		total = 1
		kind := width.LookupRune(r).Kind()
		if kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
			total = 2
		}
	}
	return total
}

// pad fills a text with spaces up to a number of cells.
func pad(text string, to int) string {
	return text + strings.Repeat(" ", max(to-cells(text), 0))
}
