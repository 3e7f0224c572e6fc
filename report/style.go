package report

import "strings"

// The colours of text reports, as ANSI sequences.
const (
	bold   = "\x1b[1m"
	dim    = "\x1b[2m"
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	blue   = "\x1b[34m"
	reset  = "\x1b[0m"
)

// style writes text with or without colour, in Unicode or in ASCII.
type style struct {
	color   bool
	unicode bool
}

// paint colours a text.
func (s style) paint(text string, codes ...string) string {
	if !s.color || strings.TrimSpace(text) == "" {
		return text
	}
	painted := ""
	for _, code := range codes {
		painted += code
	}
	return painted + text + reset
}

// severity returns the name of a severity in its colour.
func (s style) severity(severity Severity) string {
	return s.paint(string(severity), bold, severityColor(severity))
}

func severityColor(severity Severity) string {
	switch severity {
	case Error:
		return red
	case Warning:
		return yellow
	default:
		return blue
	}
}

// mark is the sign of a gate's state on a path.
func (s style) mark(state string) string {
	switch state {
	case "open":
		return s.paint(s.pick("✓", "+"), green)
	case "closed":
		return s.paint(s.pick("✗", "X"), bold, red)
	default:
		return s.paint("?", yellow)
	}
}

// verdict returns a verdict with its sign, in its colour.
func (s style) verdict(verdict Verdict) string {
	switch verdict {
	case Fails:
		return s.paint(s.pick("✗ ", "X ")+pad(string(verdict), 7), bold, red)
	case Pulls:
		return s.paint(s.pick("✓ ", "+ ")+pad(string(verdict), 7), green)
	default:
		return s.paint("? "+pad(string(verdict), 7), yellow)
	}
}

// pick returns the first text where the terminal shows Unicode, else the second.
func (s style) pick(fancy, plain string) string {
	if s.unicode {
		return fancy
	}
	return plain
}
