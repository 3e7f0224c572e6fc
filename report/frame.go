package report

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// The size of a code frame: a range of more than frameLines lines shows its first ones and its
// last; frameContext lines stand around a range on one line.
const (
	frameLines   = 7
	frameContext = 1
)

// frame draws the lines of a location: a range on one line is underlined, a longer one marked
// at the margin. It returns nothing where the source is not at hand or has no such line.
func (s style) frame(lines []string, at Location, color string) []string {
	if at.Line < 1 || at.Line > len(lines) {
		return nil
	}
	last := min(at.last(), len(lines))
	if last > at.Line {
		return s.block(lines, at.Line, last, color)
	}
	first, end := max(at.Line-frameContext, 1), min(at.Line+frameContext, len(lines))
	body := bodyEnd(lines, at.Line)
	if inYAML(at.File) {
		body = max(body, deeperEnd(lines, at.Line))
	}
	if body > at.Line { // what a header opens says more
		first, end = at.Line, min(body, at.Line+frameLines-1)
	}
	gutter := len(strconv.Itoa(end))
	var drawn []string
	for n := first; n <= end; n++ {
		if n != at.Line && strings.TrimSpace(lines[n-1]) == "" {
			continue
		}
		drawn = append(drawn, s.numbered(lines[n-1], n, gutter, " "))
		if n == at.Line {
			drawn = append(drawn, s.underline(lines[n-1], at, gutter, color))
		}
	}
	return drawn
}

// opensBody matches a line that ends with an opening bracket, but for a comment.
var opensBody = regexp.MustCompile(`[{\[(]\s*((#|//).*)?$`)

// bodyEnd returns the line that closes what a line opens with a bracket at its end; the line
// itself when it opens nothing. The closing line is indented like the opening one.
func bodyEnd(lines []string, opening int) int {
	line := lines[opening-1]
	if !opensBody.MatchString(line) {
		return opening
	}
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	for n := opening + 1; n <= len(lines); n++ {
		rest, found := strings.CutPrefix(lines[n-1], indent)
		if found && rest != "" && strings.ContainsRune("}])", rune(rest[0])) {
			return n
		}
	}
	return opening
}

// inYAML reports whether a file may hold YAML, where what is below a key is its value.
func inYAML(file string) bool {
	switch path.Ext(file) {
	case ".yaml", ".yml", ".template", ".cfn":
		return true
	}
	return false
}

// opensValue matches a line that ends with the colon of a key, but for a comment.
var opensValue = regexp.MustCompile(`:\s*(#.*)?$`)

// deeperEnd returns the last line of the value below a key: lines that are indented deeper, or the
// items of a list, which may not be. The line itself where it ends with no key.
func deeperEnd(lines []string, opening int) int {
	header := lines[opening-1]
	if !opensValue.MatchString(header) {
		return opening
	}
	depth, items := indentOf(header), !strings.HasPrefix(strings.TrimSpace(header), "- ")
	end := opening
	for n := opening + 1; n <= len(lines); n++ {
		line := strings.TrimSpace(lines[n-1])
		if line == "" {
			continue
		}
		indent := indentOf(lines[n-1])
		item := items && strings.HasPrefix(line, "- ")
		if indent < depth || indent == depth && !item {
			break
		}
		end = n
	}
	return end
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// block draws a range of several lines with a mark beside each of them.
func (s style) block(lines []string, first, last int, color string) []string {
	gutter := len(strconv.Itoa(last))
	mark := s.paint(">", color)
	var drawn []string
	for n := first; n <= last; n++ {
		if last-first+1 > frameLines && n == first+frameLines-2 {
			text := s.paint(fmt.Sprintf("%d lines", last-n), dim)
			drawn = append(drawn, fmt.Sprintf("%s %*s %s %s", mark, gutter, "", s.bar(), text))
			n = last
		}
		drawn = append(drawn, s.numbered(lines[n-1], n, gutter, mark))
	}
	return drawn
}

// numbered draws a line of source behind its number.
func (s style) numbered(line string, n, gutter int, mark string) string {
	number := s.paint(fmt.Sprintf("%*d", gutter, n), dim)
	text := fmt.Sprintf("%s %s %s %s", mark, number, s.bar(), expand(line))
	return strings.TrimRight(text, " ")
}

// underline draws the carets below a range on one line.
func (s style) underline(line string, at Location, gutter int, color string) string {
	line = strings.TrimRight(line, " \t")
	before := prefix(line, at.Column)
	marked := line[len(before):]
	if at.EndLine == at.Line && at.EndColumn > at.Column {
		marked = prefix(line, at.EndColumn)[len(before):]
	}
	indent := cells(expand(before))
	length := max(cells(expand(before+marked))-indent, 1)
	carets := s.paint(strings.Repeat("^", length), bold, color)
	return fmt.Sprintf("  %*s %s %s%s", gutter, "", s.bar(), strings.Repeat(" ", indent), carets)
}

func (s style) bar() string { return s.paint(s.pick("│", "|"), dim) }
