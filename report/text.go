package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// TextOptions say how the report for people looks.
type TextOptions struct {
	// Color paints with ANSI sequences; Unicode draws with more than ASCII.
	Color   bool
	Unicode bool
	// Verbose adds info findings, assumptions, every pull and every reason.
	Verbose bool
}

// text prints one report.
type text struct {
	style
	w        *bufio.Writer
	report   *Report
	verbose  bool
	sources  map[string][]string
	findings map[string]*Finding // by fingerprint
	fits     map[string]string   // why findings fit a message, by fingerprint
}

// WriteText writes the report for people: findings, diagnostics, pulls, a line that counts. The
// report must be sorted.
func WriteText(w io.Writer, r *Report, options TextOptions) error {
	t := &text{
		style:    style{color: options.Color, unicode: options.Unicode},
		w:        bufio.NewWriter(w),
		report:   r,
		verbose:  options.Verbose,
		sources:  map[string][]string{},
		findings: make(map[string]*Finding, len(r.Findings)),
	}
	for i := range r.Suppressed {
		t.findings[r.Suppressed[i].Fingerprint] = &r.Suppressed[i].Finding
	}
	for i := range r.Findings {
		t.findings[r.Findings[i].Fingerprint] = &r.Findings[i]
	}
	for _, g := range grouped(r.Findings) {
		if g.Severity != Info || t.verbose {
			t.finding(g)
		}
	}
	for i := range r.Diagnostics {
		t.diagnostic(&r.Diagnostics[i])
	}
	t.pulls()
	t.notJudged()
	t.modelled()
	t.assumptions()
	t.suppressedLine()
	t.total()
	return flushed(t.w)
}

// line prints a line; the buffered writer keeps the first error for Flush.
func (t *text) line(parts ...string) {
	for _, part := range parts {
		_, _ = t.w.WriteString(part)
	}
	_ = t.w.WriteByte('\n')
}

// lines returns the lines of a source file, nil when it is not at hand.
func (t *text) lines(file string) []string {
	if known, ok := t.sources[file]; ok {
		return known
	}
	var lines []string
	if t.report.Sources != nil {
		if source := t.report.Sources(file); source != nil {
			lines = splitLines(source)
		}
	}
	t.sources[file] = lines
	return lines
}

// heading prints a line that editors can parse: file:line:column: severity: message.
func (t *text) heading(at Location, fallback string, severity Severity, message string) {
	where := position(at)
	if where == "" {
		where = fallback
	}
	if where != "" {
		where = t.paint(where+":", bold) + " "
	}
	t.line(where, t.severity(severity), ": ", message)
}

// code prints the code frame of a location.
func (t *text) code(at Location, severity Severity) {
	for _, line := range t.frame(t.lines(at.File), at, severityColor(severity)) {
		t.line("  ", line)
	}
}

// diagnostic prints a complaint about the input.
func (t *text) diagnostic(d *Diagnostic) {
	t.heading(d.at(), "", d.Severity, visible(d.Summary))
	t.code(d.at(), d.Severity)
	for _, line := range paragraphs(d.Detail) {
		t.line("  ", line)
	}
	t.line()
}

// WriteDiagnostics writes complaints about the input, one a line.
func WriteDiagnostics(w io.Writer, list []Diagnostic) error {
	t := &text{w: bufio.NewWriter(w)}
	for i := range list {
		d := &list[i]
		message := visible(d.Summary)
		if d.Detail != "" {
			message += ": " + visible(d.Detail)
		}
		t.heading(d.at(), "", d.Severity, message)
	}
	return flushed(t.w)
}

// total prints the line that counts.
func (t *text) total() {
	s := t.report.Summary()
	if s.Pulls == 0 {
		t.line("0 pulls: ", t.nothing(s), "; ", t.counts(s))
		return
	}
	t.line(fmt.Sprintf("%s of %s in %s: %d fails, %d unknown, %d pulls; ",
		plural(s.Pulls, "pull"), plural(s.Workloads, "workload"), plural(s.Roots, "root"),
		s.Verdicts.Fails, s.Verdicts.Unknown, s.Verdicts.Pulls), t.counts(s))
}

// nothing says why there is no pull.
func (t *text) nothing(s Summary) string {
	switch {
	case s.Roots == 0 && t.report.Part:
		return "nothing is made of the changed files"
	case s.Roots == 0:
		return "no configuration found"
	}
	return "nothing in " + plural(s.Roots, "root") + " starts a container image"
}

// counts says how many findings and diagnostics there are.
func (t *text) counts(s Summary) string {
	parts := []string{plural(s.Errors, "error"), plural(s.Warnings, "warning")}
	if s.Infos > 0 && t.verbose {
		parts = append(parts, plural(s.Infos, "info"))
	} else if s.Infos > 0 {
		parts = append(parts, plural(s.Infos, "info")+" (-v shows)")
	}
	if n := len(t.report.Diagnostics); n > 0 {
		parts = append(parts, plural(n, "diagnostic"))
	}
	return strings.Join(parts, ", ")
}

// position writes a location as editors read it; "" when it names no file.
func position(at Location) string {
	switch {
	case at.File == "":
		return ""
	case at.Line == 0:
		return visible(at.File)
	default:
		return fmt.Sprintf("%s:%d:%d", visible(at.File), at.Line, max(at.Column, 1))
	}
}

// paragraphs cuts a text into lines without trailing space; "" has none.
func paragraphs(text string) []string {
	text = strings.TrimRight(text, "\n ")
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = expand(strings.TrimRight(lines[i], " \t\r"))
	}
	return lines
}

// visible puts a text of the configuration on one line and shows its control characters, so that
// it cannot steer the terminal.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return shownRune(r)
	}, strings.TrimSpace(text))
}

// shownRune shows control characters, and those that turn the direction of the text around them,
// so that a text cannot look like another one.
func shownRune(r rune) rune {
	if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
		return unicode.ReplacementChar
	}
	return r
}

// Count writes a number with its noun: 1 finding, 2 findings.
func Count(n int, noun string) string { return plural(n, noun) }

// plural writes a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
