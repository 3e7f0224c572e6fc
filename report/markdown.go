package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// MarkdownMarker is the first line of a report in Markdown: by it the comment of an earlier run is
// found, so that it can be updated in place.
const MarkdownMarker = "<!-- ecrlint -->"

// markdownLimit is how long a comment of GitHub may be, in characters. Bytes are counted, which are
// no fewer. https://docs.github.com/en/rest/issues/comments answers 422 to a longer one.
const markdownLimit = 65_536

// WriteMarkdown writes the report for a comment on a pull request: the verdicts as a table, each
// fault with a picture of its path and the fix as a block of code. It is as long as such a comment
// may be; what is left out is counted. The report must be sorted.
func WriteMarkdown(w io.Writer, r *Report, options FileOptions) error {
	m := &markdown{files: newFiles(r, options), report: r, findings: map[string]*Finding{}}
	for i := range r.Findings {
		m.findings[r.Findings[i].Fingerprint] = &r.Findings[i]
	}
	_, err := io.WriteString(w, m.text())
	return err
}

// markdown writes a comment.
type markdown struct {
	*files
	report   *Report
	findings map[string]*Finding // by fingerprint
}

// section is a part of a comment.
type section struct {
	head, tail string
	noun       string // of one entry
	entries    []entry
	// first are the sections that get their place first: 0 before 1.
	first int
}

// entry is an entry of a section: in full, and in short where there is no place.
type entry struct{ full, brief string }

// text is the whole comment.
func (m *markdown) text() string {
	head := MarkdownMarker + "\n" + m.heading()
	sections := []section{m.diagnostics(), m.table()}
	sections = append(sections, m.groups()...)
	sections = append(sections, m.reasons(), m.notJudged(), m.suppressed())
	sections = slices.DeleteFunc(sections, func(s section) bool { return len(s.entries) == 0 })
	written := fit(sections, markdownLimit-len(head))
	return head + strings.Join(written, "")
}

// fit writes sections into a number of bytes. Each section has an equal share of what those before
// it, in the order of what they are for, leave over; so none pushes another one out.
func fit(sections []section, room int) []string {
	order := make([]int, len(sections))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return sections[a].first - sections[b].first
	})
	written := make([]string, len(sections))
	least := func(list []int) int {
		total := 0
		for _, i := range list {
			total += min(sections[i].length(), room/(2*len(sections)))
		}
		return total
	}
	left := room
	for n, i := range order {
		written[i] = sections[i].write(left - least(order[n+1:]))
		left -= len(written[i])
	}
	return written
}

// leftOut is how long the line is at most that says what is left out.
const leftOut = 200

// length is how long a section is with all its entries in full.
func (s *section) length() int {
	total := len(s.head) + len(s.tail)
	for _, e := range s.entries {
		total += len(e.full)
	}
	return total
}

// write writes a section into a number of bytes: entries in full, then in short, then counted.
func (s *section) write(room int) string {
	whole := s.length() <= room
	room -= len(s.head) + len(s.tail) + leftOut
	var b strings.Builder
	b.WriteString(s.head)
	short, out := 0, 0
	for _, e := range s.entries {
		switch {
		case whole || len(e.full) <= room && short+out == 0:
			b.WriteString(e.full)
			room -= len(e.full)
		case len(e.brief) <= room && e.brief != "" && out == 0:
			b.WriteString(e.brief)
			room -= len(e.brief)
			short++
		default:
			out++
		}
	}
	b.WriteString(s.tail)
	if short > 0 {
		fmt.Fprintf(&b, "\n_%s shortened: a comment has no more room._\n", plural(short, s.noun))
	}
	if out > 0 {
		fmt.Fprintf(&b, "\n_%s left out: a comment has no more room._\n", plural(out, s.noun))
	}
	return b.String()
}

// heading says how it went.
func (m *markdown) heading() string {
	s := m.report.Summary()
	said := "every pull works"
	switch {
	case s.Pulls == 0:
		said = "nothing here starts a container image"
	case s.Verdicts.Fails > 0:
		said = fmt.Sprintf("%d of %s fails", s.Verdicts.Fails, plural(s.Pulls, "pull"))
	case s.Verdicts.Unknown > 0:
		said = fmt.Sprintf("no pull is known to fail, %d of %d unknown", s.Verdicts.Unknown, s.Pulls)
	}
	counts := []string{
		plural(s.Errors, "error"), plural(s.Warnings, "warning"), plural(s.Infos, "info"),
	}
	if n := len(m.report.Diagnostics); n > 0 {
		counts = append(counts, plural(n, "diagnostic"))
	}
	if s.Suppressed > 0 {
		counts = append(counts, fmt.Sprintf("%d suppressed", s.Suppressed))
	}
	return fmt.Sprintf("### ecrlint: %s\n\n%s of %s in %s: %d fails, %d unknown, %d pulls; %s\n",
		said, plural(s.Pulls, "pull"), plural(s.Workloads, "workload"), plural(s.Roots, "root"),
		s.Verdicts.Fails, s.Verdicts.Unknown, s.Verdicts.Pulls, strings.Join(counts, ", "))
}

// table is the table of verdicts, the worst first.
func (m *markdown) table() section {
	s := section{
		head: "\n| verdict | workload | image | why |\n|---|---|---|---|\n", noun: "pull", first: 1,
	}
	several := len(m.report.Roots) > 1 || len(m.report.Environments) > 0
	if several {
		s.head = "\n| verdict | root | workload | image | why |\n|---|---|---|---|---|\n"
	}
	pulls := make([]*Pull, len(m.report.Pulls))
	for i := range m.report.Pulls {
		pulls[i] = &m.report.Pulls[i]
	}
	slices.SortStableFunc(pulls, func(a, b *Pull) int { return order(a.Verdict) - order(b.Verdict) })
	for _, pull := range pulls {
		cells := []string{markdownVerdict(pull.Verdict)}
		if several {
			cells = append(cells, cell(pull.in()))
		}
		cells = append(cells, cell(pull.placed()), cell(pull.Image), m.why(pull))
		row := "| " + strings.Join(cells, " | ") + " |\n"
		s.entries = append(s.entries, entry{full: row})
	}
	return s
}

// why names the rules of what stops a pull, or what is missing.
func (m *markdown) why(pull *Pull) string {
	var words []string
	say := func(word string) {
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	for _, fingerprint := range pull.Findings {
		if f, ok := m.findings[fingerprint]; ok && f.Severity != Info {
			say(cell(f.Rule))
		}
	}
	if pull.Verdict == Unknown {
		for _, missing := range pull.Unknowns {
			say(cell(missing.What))
		}
	}
	for i := range m.report.Suppressed {
		if one := &m.report.Suppressed[i]; slices.Contains(pull.Findings, one.Fingerprint) {
			say(cell(one.Rule) + " (suppressed)")
		}
	}
	return strings.Join(first(words), ", ")
}

func markdownVerdict(verdict Verdict) string {
	switch verdict {
	case Fails:
		return "❌ fails"
	case Pulls:
		return "✅ pulls"
	default:
		return "❔ unknown"
	}
}
