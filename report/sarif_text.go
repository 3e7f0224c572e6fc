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
		Name:                 pascal(rule.ID),
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

// notifications are what is no finding: diagnostics, verdicts that are not known, what was seen
// and not judged.
func (s *sarif) notifications() []sarifNotification {
	var notes []sarifNotification
	for _, m := range s.report.remarks() {
		note := sarifNotification{Level: level(m.severity), Message: sarifText{Text: m.said()}}
		if m.at.File != "" {
			note.Locations = []sarifLocation{{PhysicalLocation: s.physical(m.at)}}
		}
		notes = append(notes, note)
	}
	return notes
}

// pascal is the id of a rule as one name: network/no_route is NetworkNoRoute.
func pascal(id string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(id, func(r rune) bool { return r == '/' || r == '_' }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
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
	return visible(words)
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
