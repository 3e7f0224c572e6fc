package suppress

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/ecrlint/ecrlint/report"
)

// directive is the word that begins a suppression.
const directive = "ecrlint:ignore"

// form is how a suppression is written.
const form = directive + " RULE[,RULE] [until=YYYY-MM-DD] reason"

// comment is a line of a comment.
type comment struct {
	pos
	text string // without the marks of the comment
	// trailing says that something stands before it on the line, leading that something stands
	// behind it.
	trailing, leading bool
	// tail is the last place before a trailing comment that holds something.
	tail pos
}

// read returns the suppression that a comment is; nil where it is none.
func (c *comment) read() *Suppression {
	rest, odd, ok := argument(c.text)
	if !ok {
		return nil
	}
	s := &Suppression{Location: report.Location{
		Line: c.line, Column: c.column,
		EndLine: c.line, EndColumn: c.column + utf8.RuneCountInString(c.text),
	}}
	if odd {
		s.fault = &fault{"Unreadable suppression", "A suppression is written " + form + "."}
		return s
	}
	s.parse(rest)
	return s
}

// argument returns what stands behind the directive in a comment; odd says that something stands in
// its place that looks like it.
func argument(text string) (rest string, odd, ok bool) {
	text = strings.TrimSpace(text)
	for from := 0; ; {
		at := strings.Index(text[from:], directive)
		if at < 0 {
			return "", true, misspelt(text)
		}
		at += from
		from = at + len(directive)
		rest = text[from:]
		apart := rest == "" || unicode.IsSpace(firstRune(rest))
		switch {
		case at > 0 && !unicode.IsSpace(lastRune(text[:at])):
		case apart:
			return rest, false, true
		case at == 0:
			return "", true, true
		}
	}
}

// misspelt reports whether a comment begins with what is meant to be the directive.
func misspelt(text string) bool {
	rest, ok := strings.CutPrefix(strings.ToLower(text), "ecrlint")
	if !ok || rest == "" || !strings.ContainsAny(rest[:1], ":-_") {
		return false
	}
	rest = strings.TrimLeft(rest, ":-_ ")
	for _, verb := range []string{"ignore", "disable", "skip", "suppress", "nolint"} {
		if strings.HasPrefix(rest, verb) {
			return true
		}
	}
	return false
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

func lastRune(s string) rune { r, _ := utf8.DecodeLastRuneInString(s); return r }

// parse reads RULE[,RULE] [until=DATE] reason.
func (s *Suppression) parse(text string) {
	words := strings.Fields(text)
	at := 0
	for more := true; more && at < len(words); at++ {
		s.addRules(words[at])
		more = strings.HasSuffix(words[at], ",") ||
			at+1 < len(words) && strings.HasPrefix(words[at+1], ",")
	}
	var reason []string
	for _, word := range words[at:] {
		plain := strings.Trim(word, "(),;.")
		date, dated := strings.CutPrefix(plain, "until=")
		if other, ok := strings.CutPrefix(plain, "until:"); ok && other != "" {
			date, dated = plain, true
		}
		if !dated {
			reason = append(reason, word)
			continue
		}
		s.setUntil(date)
	}
	s.setReason(strings.Join(reason, " "))
}

// addRules adds names that commas separate.
func (s *Suppression) addRules(list string) {
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSuffix(strings.TrimSpace(name), ":"); name != "" {
			s.Rules = append(s.Rules, name)
		}
	}
}

// setUntil sets the last day.
func (s *Suppression) setUntil(date string) {
	_, err := time.Parse(time.DateOnly, date)
	switch {
	case err != nil:
		s.wrong("Suppression with an unreadable date",
			fmt.Sprintf("%q is no day; write until=YYYY-MM-DD.", date))
	case s.Until != "" && s.Until != date:
		s.wrong("Suppression with an unreadable date", "It has two last days.")
	}
	s.Until = date
}

// setReason sets the reason, and complains where there is none.
func (s *Suppression) setReason(reason string) {
	s.Reason = strings.TrimSpace(strings.TrimLeft(reason, "-–—:# \t"))
	if len(s.Rules) == 0 {
		s.wrong("Suppression of no rule", "Say which rule it is about: "+form+".")
	}
	meant := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	if !strings.ContainsFunc(s.Reason, meant) {
		s.wrong("Suppression without a reason",
			"Say why, for those who read it later: "+form+".")
	}
}

// wrong notes the first thing that is wrong.
func (s *Suppression) wrong(summary, detail string) {
	if s.fault == nil {
		s.fault = &fault{summary, detail}
	}
}
