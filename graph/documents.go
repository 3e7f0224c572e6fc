package graph

import (
	"encoding/json"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// policy reads an attribute that holds a policy document. An empty one counts as left out.
func (b *builder) policy(o block, attr, label string) Policy {
	text := o.holed(attr, "")
	if text.Why == nil && strings.TrimSpace(text.V) == "" {
		text.Given = false
	}
	p := Policy{Text: text, Name: label, Site: text.Site}
	if text.Why != nil || !text.Given {
		return p
	}
	p.Text.V, p.Text.Why = b.document(text.V, text.Site, "Policy is not JSON")
	return p
}

// document checks that text is JSON. A token that stands where JSON has a value and not inside a
// string is given quotes. Text that is not JSON because a token may be anything is not known; text
// that certainly is not is an error.
func (b *builder) document(text string, site Site, summary string) (string, *parser.Origin) {
	if json.Valid([]byte(text)) {
		return text, nil
	}
	holes := b.origins.In(text)
	if len(holes) > 0 {
		if quoted := quoteHoles(text); json.Valid([]byte(quoted)) {
			return quoted, nil
		}
		return text, &holes[0]
	}
	var any any
	err := json.Unmarshal([]byte(text), &any)
	detail := "AWS refuses a document that is not JSON."
	if err != nil {
		detail += " The parser says: " + err.Error() + "."
	}
	b.fault(site, summary, detail)
	return text, nonsense(site, "is not JSON")
}

// quoteHoles puts quotes around the tokens that stand outside of strings; neighbours become one
// string.
func quoteHoles(text string) string {
	var out strings.Builder
	inString, escaped, inHole := false, false, false
	for _, r := range text {
		hole := !inString && (r == parser.TokenStart || r == parser.TokenEnd ||
			r >= parser.TokenDigit && r <= parser.TokenDigit+9)
		if hole != inHole {
			out.WriteByte('"')
			inHole = hole
		}
		out.WriteRune(r)
		switch {
		case escaped:
			escaped = false
		case inString && r == '\\':
			escaped = true
		case r == '"':
			inString = !inString
		}
	}
	if inHole {
		out.WriteByte('"')
	}
	return out.String()
}
