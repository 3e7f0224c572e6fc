package report

import (
	"bufio"
	"io"
	"strconv"
	"strings"
)

// WriteGitHub writes the report as workflow commands of GitHub Actions, which GitHub shows as
// annotations at the lines of a pull request. Findings of one rule at one position are one
// annotation. The report must be sorted.
// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
func WriteGitHub(w io.Writer, r *Report, options FileOptions) error {
	a := &annotations{files: newFiles(r, options), w: bufio.NewWriter(w)}
	for _, g := range grouped(r.Findings) {
		a.add(g.Severity, g.Location.shown(g.Root), nonEmpty(g.Rule, "ecrlint"), a.message(g))
	}
	for _, m := range r.remarks() {
		at := m.at
		if m.root != "" {
			at = at.shown(m.root)
		}
		a.add(m.severity, at, m.title, nonEmpty(shownText(m.words), shownText(m.title)))
	}
	return flushed(a.w)
}

// annotations writes workflow commands.
type annotations struct {
	*files
	w *bufio.Writer
}

// add writes one command. GitHub takes columns only of a range on one line.
func (a *annotations) add(severity Severity, at Location, title, message string) {
	var properties []string
	set := func(name, value string) {
		properties = append(properties, name+"="+githubProperty.Replace(value))
	}
	if at.File != "" {
		set("file", a.path(at.File))
		if at.Line > 0 {
			a.span(at, set)
		}
	}
	set("title", visible(title))
	line := "::" + githubCommand(severity) + " " + strings.Join(properties, ",") + "::" +
		githubData.Replace(message) + "\n"
	_, _ = a.w.WriteString(line) // the buffered writer keeps the first error for Flush
}

// span sets the range of an annotation.
func (a *annotations) span(at Location, set func(name, value string)) {
	last := at.last()
	set("line", strconv.Itoa(at.Line))
	set("endLine", strconv.Itoa(last))
	if last > at.Line {
		return
	}
	set("col", strconv.Itoa(a.points(at.File, at.Line, at.Column)))
	if at.EndLine == at.Line && at.EndColumn > at.Column {
		set("endColumn", strconv.Itoa(a.points(at.File, at.Line, at.EndColumn)))
	}
}

// githubCommand is the command of a severity.
func githubCommand(severity Severity) string {
	switch severity {
	case Error:
		return "error"
	case Warning:
		return "warning"
	default:
		return "notice"
	}
}

// What workflow commands escape in the message and in the values of properties.
// https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer(
		"%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
