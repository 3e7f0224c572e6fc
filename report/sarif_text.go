package report

import (
	"fmt"
	"strings"
)

// descriptor describes a rule to SARIF.
func descriptor(rule *Rule) sarifDescriptor {
	family, _, _ := strings.Cut(rule.ID, "/")
	help := []string{strings.TrimSpace(rule.Description)}
	markdown := []string{strings.TrimSpace(rule.Description)}
	if rule.Predicts != "" {
		help = append(help, "Prevents: "+strings.TrimSpace(rule.Predicts))
		markdown = append(markdown, "**Prevents:** `"+strings.TrimSpace(rule.Predicts)+"`")
	}
	if rule.Fix != "" {
		help = append(help, "Fix: "+strings.TrimSpace(rule.Fix))
		markdown = append(markdown, "**Fix:** "+strings.TrimSpace(rule.Fix))
	}
	var links []string
	for _, link := range rule.Links {
		help = append(help, strings.TrimSpace(link.Title+" "+link.URL))
		links = append(links, fmt.Sprintf("- [%s](%s)", nonEmpty(link.Title, link.URL), link.URL))
	}
	if len(links) > 0 {
		markdown = append(markdown, strings.Join(links, "\n"))
	}
	d := sarifDescriptor{
		ID:                   rule.ID,
		ShortDescription:     sarifText{Text: nonEmpty(rule.Title, rule.ID)},
		FullDescription:      sarifText{Text: nonEmpty(help[0], rule.Title, rule.ID)},
		DefaultConfiguration: sarifConfiguration{Level: level(rule.Severity)},
		Help: sarifText{
			Text:     nonEmpty(joined(help), rule.Title, rule.ID),
			Markdown: joined(markdown),
		},
		Properties: sarifRuleProperties{
			Tags:      []string{"aws", "ecr", "ecs", family},
			Precision: "very-high",
			Severity:  problemSeverity(rule.Severity),
		},
	}
	if rule.Docs != "" {
		d.HelpURI = homepage + "/blob/main/" + rule.Docs
	}
	return d
}

// message says the fault, what it breaks and how to mend it.
func message(g *group) string {
	parts := []string{strings.TrimSpace(g.Message)}
	if others := g.resources(); len(others) > 0 {
		parts = append(parts, "Likewise: "+strings.Join(first(others, shownPulls), ", "))
	}
	if len(g.Pulls) > 0 {
		names := make([]string, 0, len(g.Pulls))
		for _, pull := range g.Pulls {
			names = append(names, pull.name())
		}
		parts = append(parts, "Breaks: "+strings.Join(first(names, shownPulls), ", "))
	}
	if g.Predicts != "" {
		parts = append(parts, "Prevents: "+strings.TrimSpace(g.Predicts))
	}
	if g.Fix.Summary != "" {
		parts = append(parts, "Fix: "+strings.TrimSpace(g.Fix.Summary))
	}
	if g.Fix.Snippet != "" {
		parts = append(parts, strings.TrimRight(g.Fix.Snippet, "\n "))
	}
	return strings.Join(parts, "\n")
}

// first returns at most n names, and how many are left out.
func first(names []string, n int) []string {
	if len(names) <= n+1 {
		return names
	}
	return append(names[:n:n], fmt.Sprintf("and %d more", len(names)-n))
}

// notifications are what is no finding: diagnostics, verdicts that are not known, what was seen
// and not judged.
func (s *sarif) notifications() []sarifNotification {
	var notes []sarifNotification
	for i := range s.report.Diagnostics {
		d := &s.report.Diagnostics[i]
		words := d.Summary
		if d.Detail != "" {
			words += ": " + strings.TrimSpace(d.Detail)
		}
		notes = append(notes, s.notification(level(d.Severity), words, d.at()))
	}
	for i := range s.report.Pulls {
		if pull := &s.report.Pulls[i]; pull.Verdict == Unknown {
			notes = append(notes, s.notification("note", undecided(pull), pull.Location))
		}
	}
	for i := range s.report.NotJudged {
		n := &s.report.NotJudged[i]
		notes = append(notes, s.notification("note", "Not judged: "+n.said(), n.Location))
	}
	return notes
}

func (s *sarif) notification(level, words string, at Location) sarifNotification {
	note := sarifNotification{Level: level, Message: sarifText{Text: words}}
	if at.File != "" {
		note.Locations = []sarifLocation{{PhysicalLocation: s.physical(at)}}
	}
	return note
}

// undecided says why a verdict is not known.
func undecided(pull *Pull) string {
	words := "Verdict unknown: " +
		PullRef{Workload: pull.Workload, Part: pull.Part, Container: pull.Container}.name()
	var reasons []string
	for _, missing := range pull.Unknowns {
		reason := missing.said()
		if missing.Hint != "" {
			reason += " (" + missing.Hint + ")"
		}
		reasons = append(reasons, reason)
	}
	if len(reasons) > 0 {
		words += ": " + strings.Join(reasons, "; ")
	}
	return words
}

// hopText says what a hop of a path is.
func hopText(hop Hop) string {
	words := hop.Gate + ": " + hop.State
	if hop.Leg != "" {
		words = hop.Leg + ", " + words
	}
	if hop.At != "" {
		words += " (" + hop.At + ")"
	}
	return words
}

// level is a severity in SARIF's words.
func level(severity Severity) string {
	switch severity {
	case Error:
		return "error"
	case Warning:
		return "warning"
	default:
		return "note"
	}
}

// problemSeverity is a severity in the words of GitHub's problem.severity.
func problemSeverity(severity Severity) string {
	switch severity {
	case Error:
		return "error"
	case Warning:
		return "warning"
	default:
		return "recommendation"
	}
}

// joined puts paragraphs together.
func joined(parts []string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "\n\n")
}

// nonEmpty returns the first text that is not empty.
func nonEmpty(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
