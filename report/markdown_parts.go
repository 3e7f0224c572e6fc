package report

import (
	"bufio"
	"cmp"
	"path"
	"strings"
)

// groups are the sections of findings: errors open, warnings and infos folded.
func (m *markdown) groups() []section {
	errors := section{noun: "error", first: 0}
	warnings := foldedUp("warning", 3)
	infos := foldedUp("info", 5)
	for _, g := range grouped(m.report.Findings) {
		into := &infos
		switch g.Severity {
		case Error:
			into = &errors
		case Warning:
			into = &warnings
		case Info:
		}
		into.entries = append(into.entries, m.finding(g))
	}
	warnings.count()
	infos.count()
	return []section{errors, warnings, infos}
}

// foldedUp is a section that is opened by a click.
func foldedUp(noun string, first int) section {
	return section{noun: noun, first: first, tail: "\n</details>\n"}
}

// count writes the line of a folded section that is always seen.
func (s *section) count() {
	s.head = "\n<details><summary>" + plural(len(s.entries), s.noun) + "</summary>\n"
}

// finding is a fault: what, where, the path as a picture, the fix.
func (m *markdown) finding(g *group) entry {
	title := "\n#### " + markdownSeverity(g.Severity) + " " + prose(g.Message) + "\n"
	place := m.place(g)
	brief := "\n- " + markdownSeverity(g.Severity) + " " + prose(cut(g.Message)) + " " + place
	var b strings.Builder
	b.WriteString(title + "\n" + place)
	if len(g.Pulls) > 0 {
		b.WriteString("\\\n" + listed(breaks(g.Severity), g.broken()))
	}
	b.WriteString("\n")
	if g.Severity == Error && len(g.Path) > 0 {
		b.WriteString("\n" + fenced("mermaid", m.picture(g)))
	}
	if g.Fix.Summary != "" {
		b.WriteString("\n**Fix:** " + prose(g.Fix.Summary) + "\n")
	}
	if code := fixCode(&g.Fix); code != "" {
		b.WriteString("\n" + fenced(dialect(g.Location.File), code))
	}
	if g.Predicts != "" {
		b.WriteString("\nPrevents " + code(g.Predicts) + "\n")
	}
	return entry{full: b.String(), brief: brief + "\n"}
}

// place says where a group of findings is, by which rule, and what calls it.
func (m *markdown) place(g *group) string {
	words := []string{code(nonEmpty(m.position(g.Location), g.Root))}
	if g.Docs != "" {
		words = append(words, "[`"+g.Rule+"`]("+homepage+"/blob/main/"+g.Docs+")")
	} else if g.Rule != "" {
		words = append(words, code(g.Rule))
	}
	if environments := g.environments(); len(environments) > 0 {
		words = append(words, listed("in", environments))
	}
	chains := g.chains()
	for _, chain := range chains[:min(len(chains), shownPulls)] {
		var callers []string
		for _, at := range chain {
			callers = append(callers, "called from "+code(m.position(at)))
		}
		words = append(words, strings.Join(callers, ", which is "))
	}
	if hidden := len(chains) - shownPulls; hidden > 0 {
		words = append(words, "and from "+plural(hidden, "other place"))
	}
	if others := g.resources(); len(others) > 0 {
		words = append(words, listed("likewise", others))
	}
	return strings.Join(words, " · ")
}

// listed names things behind a word.
func listed(word string, names []string) string {
	var words []string
	shown := names[:min(len(names), shownPulls+1)]
	if len(names) > shownPulls+1 {
		shown = names[:shownPulls]
	}
	for _, name := range shown {
		words = append(words, code(name))
	}
	said := word + " " + strings.Join(words, ", ")
	if hidden := len(names) - len(shown); hidden > 0 {
		said += " and " + plural(hidden, "other")
	}
	return said
}

func breaks(severity Severity) string {
	if severity == Error {
		return "breaks"
	}
	return "affects"
}

// picture draws the path of a finding, the hop that is closed red and dashed.
func (m *markdown) picture(g *group) string {
	var b strings.Builder
	draw := &mermaid{w: bufio.NewWriter(&b)}
	draw.line("flowchart LR")
	start := []string{g.Resource}
	if len(g.Pulls) > 0 {
		start = []string{g.Pulls[0].Workload, g.Pulls[0].Part, g.Pulls[0].Container}
	}
	from, leg := draw.node(start...), ""
	for _, hop := range g.Path {
		label := ""
		if hop.Leg != leg {
			leg, label = hop.Leg, hop.Leg
		}
		where := ""
		if hop.State == closedState && hop.Location != g.Location {
			where = m.position(hop.Location)
		}
		to := draw.node(hop.Gate, hop.At, where)
		draw.edge(from, to, hop.State, label)
		from = to
	}
	draw.styles()
	_ = draw.w.Flush() // a strings.Builder takes everything
	return b.String()
}

// fixCode is what to write.
func fixCode(fix *Fix) string {
	if fix.Snippet != "" {
		return fix.Snippet
	}
	var texts []string
	for _, edit := range fix.Edits {
		texts = append(texts, strings.Trim(edit.NewText, "\n"))
	}
	return strings.Join(texts, "\n")
}

// dialect names the language of a file for a block of code.
func dialect(file string) string {
	switch path.Ext(file) {
	case ".json":
		return "json"
	case ".yaml", ".yml", ".template", ".cfn":
		return "yaml"
	default:
		return "hcl"
	}
}

// diagnostics are complaints about the input.
func (m *markdown) diagnostics() section {
	s := section{noun: "diagnostic", head: "\n**Not everything could be read:**\n\n"}
	for _, one := range m.report.remarks() {
		if one.kind == remarkDiagnostic {
			s.entries = append(s.entries, m.item(markdownSeverity(one.severity)+" ", one.at, one.said()))
		}
	}
	return s
}

// reasons say why verdicts are not known.
func (m *markdown) reasons() section {
	s := foldedUp("unknown verdict", 2)
	for i := range m.report.Pulls {
		if pull := &m.report.Pulls[i]; pull.Verdict == Unknown {
			words := nonEmpty(strings.Join(pull.reasons(), "; "), "the reason is not known")
			name := code(pull.placed())
			if len(m.report.Roots) > 1 || pull.Environment != "" {
				name += " in " + code(pull.in())
			}
			s.entries = append(s.entries, entry{
				full: "- " + name + ": " + prose(words) + "\n", brief: "- " + name + "\n",
			})
		}
	}
	s.count()
	s.head += "\n"
	return s
}

// notJudged is what was seen and not judged.
func (m *markdown) notJudged() section {
	s := foldedUp("thing", 2)
	for _, one := range m.report.NotJudged {
		s.entries = append(s.entries, m.item("", one.Location, one.said()))
	}
	s.count()
	s.head = strings.Replace(s.head, "</summary>", " not judged</summary>", 1) + "\n"
	return s
}

// suppressed are the findings that are suppressed, with the reason.
func (m *markdown) suppressed() section {
	s := foldedUp("suppressed finding", 4)
	for _, g := range suppressedGroups(m.report.Suppressed) {
		item := m.item("", g.Location, g.Message)
		reason := ""
		if said := g.by.said(); said != "" {
			reason = ": " + prose(said)
		}
		full := strings.TrimSuffix(item.full, "\n") + " " + code(g.Rule) + reason + "\n"
		s.entries = append(s.entries, entry{full: full, brief: item.brief})
	}
	s.count()
	s.head += "\n"
	return s
}

// item is a line of a list.
func (m *markdown) item(mark string, at Location, words string) entry {
	line := "- " + mark
	if where := m.position(at); where != "" {
		line += code(where) + ": "
	}
	return entry{full: line + prose(words) + "\n", brief: line + prose(cut(words)) + "\n"}
}

func markdownSeverity(severity Severity) string {
	return cmp.Or(map[Severity]string{Error: "❌", Warning: "⚠️"}[severity], "ℹ️")
}
