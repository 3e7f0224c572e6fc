package graph

import (
	"encoding/json"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// policy reads an attribute that holds a policy document. An empty one counts as left out.
func (b *builder) policy(o block, attr, label string) Policy {
	text := o.written(attr)
	if text.Why == nil && strings.TrimSpace(text.V) == "" {
		text.Given = false
	}
	p := Policy{Text: text, Name: label, Site: text.Site}
	if text.Why != nil || !text.Given {
		return p
	}
	p.Text.V, p.Text.Why = b.document(text.V, text.Site, "Policy is not JSON")
	if p.Text.Why == nil && !mayState(p.Text.V) {
		b.fault(text.Site, "Policy states nothing",
			"AWS refuses a policy that is no object with a Statement (or rules, of a lifecycle policy).")
		p.Text.Why = nonsense(text.Site, "is no policy")
	}
	return p
}

// mayState reports whether JSON text may be a policy document: an object with a Statement, or with
// the rules of a lifecycle policy. A token may stand for either.
func mayState(text string) bool {
	if whole := strings.TrimSpace(text); strings.HasPrefix(whole, `"`) {
		return parser.Holed(whole)
	}
	var members map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &members) != nil {
		return false
	}
	for name := range members {
		if strings.EqualFold(name, "Statement") || name == "rules" || parser.Holed(name) {
			return true
		}
	}
	return false
}

// written returns the text of a document. CloudFormation has objects for documents, too.
func (o block) written(attr string) Value[string] {
	d := o.get(attr)
	if !o.b.cloudFormation || !d.known || d.v.IsNull() || d.v.Type().IsPrimitiveType() {
		return o.holed(attr, "")
	}
	text := Value[string]{Given: true, Site: o.site(attr), Why: d.maybe}
	document, err := json.Marshal(o.b.plainValue(d))
	if err != nil {
		text.Why = nonsense(text.Site, "is no document")
	}
	text.V = o.b.origins.Expand(string(document))
	return text
}

// plainValue returns a value as encoding/json has it; what is not known is the token of its origin.
func (b *builder) plainValue(d datum) any {
	switch {
	case !d.known:
		return b.origins.Token(*d.why)
	case d.maybe != nil:
		return b.origins.Token(*d.maybe)
	case d.v.IsNull():
		return nil
	}
	switch t := d.v.Type(); {
	case t == cty.String:
		return d.v.AsString()
	case t == cty.Bool:
		return d.v.True()
	case t == cty.Number:
		number, _ := d.v.AsBigFloat().Float64()
		return number
	case t.IsObjectType() || t.IsMapType():
		fields := make(map[string]any, d.v.LengthInt())
		for it := d.v.ElementIterator(); it.Next(); {
			key, element := it.Element()
			fields[key.AsString()] = b.plainValue(b.bare(element, d.why))
		}
		return fields
	case d.v.CanIterateElements():
		list := make([]any, 0, d.v.LengthInt())
		for it := d.v.ElementIterator(); it.Next(); {
			_, element := it.Element()
			list = append(list, b.plainValue(b.bare(element, d.why)))
		}
		return list
	}
	return nil
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
