package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteRules lists rules for people: id, severity, title.
func WriteRules(w io.Writer, rules []Rule, options TextOptions) error {
	s := style{color: options.Color, unicode: options.Unicode}
	id := 0
	for _, rule := range rules {
		id = max(id, cells(rule.ID))
	}
	out := bufio.NewWriter(w)
	for _, rule := range rules {
		severity := s.paint(pad(string(rule.Severity), len(Warning)), severityColor(rule.Severity))
		_, _ = fmt.Fprintf(out, "%s  %s  %s\n", pad(rule.ID, id), severity, visible(rule.Title))
	}
	return flushed(out)
}

// WriteRulesJSON lists rules as one JSON array.
func WriteRulesJSON(w io.Writer, rules []Rule) error {
	list := make([]Rule, len(rules))
	for i, rule := range rules {
		rule.Links = full(rule.Links)
		list[i] = rule
	}
	return encode(w, list)
}

// WriteRule prints the page of a rule: what it means, what it prevents, how to mend it.
func WriteRule(w io.Writer, rule *Rule, options TextOptions) error {
	s := style{color: options.Color, unicode: options.Unicode}
	out := bufio.NewWriter(w)
	_, _ = fmt.Fprintf(out, "%s: %s (%s)\n", s.paint(rule.ID, bold), visible(rule.Title),
		s.severity(rule.Severity))
	section := func(title string, lines []string) {
		if len(lines) == 0 {
			return
		}
		_, _ = fmt.Fprintln(out)
		if title != "" {
			_, _ = fmt.Fprintln(out, s.paint(title, bold))
		}
		for _, line := range lines {
			_, _ = fmt.Fprintln(out, strings.TrimRight("  "+line, " "))
		}
	}
	section("", paragraphs(rule.Description))
	section("Prevents", paragraphs(rule.Predicts))
	section("Fix", paragraphs(rule.Fix))
	var links []string
	for _, link := range rule.Links {
		if link.Title != "" {
			links = append(links, visible(link.Title))
		}
		links = append(links, "  "+visible(link.URL))
	}
	section("Read more", links)
	return flushed(out)
}

// flushed ends a buffered output.
func flushed(out *bufio.Writer) error {
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}
