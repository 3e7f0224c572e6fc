package report

import (
	"fmt"
	"strings"
)

// suppressedLine counts what is suppressed, by kind; with -v each is named before.
func (t *text) suppressedLine() {
	list := t.report.Suppressed
	if len(list) == 0 {
		return
	}
	if t.verbose {
		t.line(t.paint("Suppressed", bold))
		for i := range list {
			t.suppressed(&list[i])
		}
		t.line()
	}
	count := map[SuppressionKind]int{}
	for i := range list {
		count[list[i].Suppression.Kind]++
	}
	var parts []string
	for _, kind := range []SuppressionKind{Inline, Baseline, Before} {
		if n := count[kind]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, kind.by()))
		}
	}
	words := plural(len(list), "finding") + " suppressed (" + strings.Join(parts, ", ")
	if !t.verbose {
		words += "; -v shows"
	}
	t.line(words + ")")
}

// by says what suppresses.
func (k SuppressionKind) by() string {
	switch k {
	case Inline:
		return "by comments"
	case Baseline:
		return "by the baseline"
	default:
		return "there before"
	}
}

// suppressed prints a finding on a line, and why it is suppressed on the next one.
func (t *text) suppressed(s *Suppressed) {
	where := position(s.Location)
	if where == "" {
		where = s.Root
	}
	t.line("  ", t.paint(visible(where)+":", bold), " ", t.severity(s.Severity), ": ",
		visible(s.Message), t.paint(" ["+s.Rule+"]", dim))
	words := s.Suppression.Kind.by()
	if s.Suppression.Kind == Inline {
		words = "suppressed at " + position(s.Suppression.Location)
		if s.Suppression.Until != "" {
			words += " until " + s.Suppression.Until
		}
		words += ": " + visible(s.Suppression.Reason)
	}
	t.line("      ", t.paint(words, dim))
}
