package cloudformation

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// unknown returns an unknown value of the type because of the origin.
func (ev *evaluator) unknown(t cty.Type, id int) cty.Value {
	return cty.UnknownVal(t).Mark(parser.Hole{ID: id})
}

// text returns a scalar as text; what is not known is a token. It is false for a list or object.
func (ev *evaluator) text(v cty.Value) (string, bool) {
	if v == absent {
		return "", true
	}
	bare, _ := v.Unmark()
	if !bare.IsKnown() {
		return parser.TokenOf(ev.holeOf(v)), true
	}
	switch {
	case bare.IsNull():
		return "", true
	case bare.Type() == cty.String:
		return bare.AsString(), true
	case bare.Type() == cty.Number:
		return bare.AsBigFloat().Text('f', -1), true
	case bare.Type() == cty.Bool:
		if bare.True() {
			return "true", true
		}
		return "false", true
	}
	return "", false
}

// holeOf returns the origin of a value that is not known, or of the first part that is not.
func (ev *evaluator) holeOf(v cty.Value) int {
	if id, ok := ev.findHole(v); ok {
		return id
	}
	return ev.origins.Add(parser.Origin{What: "a value", Why: "is not known"})
}

// findHole returns the origin of the first unknown, doubt or unknown token inside a value.
func (ev *evaluator) findHole(v cty.Value) (int, bool) {
	if v == absent {
		return 0, false
	}
	bare, marks := v.Unmark()
	least, found := leastMark(marks)
	if found || !bare.IsKnown() || bare.IsNull() {
		return least, found
	}
	if bare.Type() == cty.String {
		return ev.tokenIn(bare.AsString())
	}
	if !bare.CanIterateElements() {
		return 0, false
	}
	for it := bare.ElementIterator(); it.Next(); {
		_, element := it.Element()
		if id, ok := ev.findHole(element); ok {
			return id, true
		}
	}
	return 0, false
}

// leastMark picks one of the origins among marks, always the same.
func leastMark(marks cty.ValueMarks) (least int, found bool) {
	for mark := range marks {
		id := -1
		switch m := mark.(type) {
		case parser.Hole:
			id = m.ID
		case parser.Maybe:
			id = m.ID
		}
		if id >= 0 && (!found || id < least) {
			least, found = id, true
		}
	}
	return least, found
}

// tokenIn returns the first token in a text.
func (ev *evaluator) tokenIn(s string) (int, bool) {
	if parser.Holed(s) {
		for _, part := range parser.Parts(s) {
			if part.Hole {
				return part.ID, true
			}
		}
	}
	return 0, false
}

// known reports whether a value and all that is inside is known; tokens may be in it.
func known(v cty.Value) bool {
	return v != absent && v.IsWhollyKnown() && !v.ContainsMarked()
}

// settle returns text as a value. Text that is one unknown and nothing else is that unknown.
func (ev *evaluator) settle(s string) cty.Value {
	if parser.Holed(s) {
		if origin, ok := ev.origins.Whole(s); ok && origin.Kind == parser.Unknown {
			return ev.unknown(cty.String, ev.origins.Add(origin))
		}
	}
	return cty.StringVal(s)
}

// resolved returns text in which dynamic references are unknown.
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
func (ev *evaluator) resolved(s string) cty.Value {
	const begin = "{{resolve:"
	if !strings.Contains(s, begin) {
		return ev.settle(s)
	}
	var b strings.Builder
	for {
		at := strings.Index(s, begin)
		if at < 0 {
			break
		}
		end := strings.Index(s[at:], "}}")
		if end < 0 {
			break
		}
		reference := s[at : at+end+2]
		b.WriteString(s[:at])
		b.WriteString(ev.origins.Token(parser.Origin{
			What: ev.plain(reference), Why: "is read when the stack is created",
			Hint: "write the value where it is not secret",
		}))
		s = s[at+end+2:]
	}
	b.WriteString(s)
	return ev.settle(b.String())
}

// plain writes text for messages: tokens become the names of what they stand for.
func (ev *evaluator) plain(s string) string {
	if !parser.Holed(s) {
		return s
	}
	var b strings.Builder
	for _, part := range parser.Parts(s) {
		if !part.Hole {
			b.WriteString(part.Text)
			continue
		}
		origin, _ := ev.origins.Lookup(part.ID)
		switch {
		case origin.What != "":
			b.WriteString("{" + origin.What + "}")
		default:
			b.WriteString("{" + origin.Address + "." + origin.Attr + "}")
		}
	}
	return b.String()
}

// because returns the origin of what an origin keeps from being decided: it is no longer the
// attribute of a resource.
func (ev *evaluator) because(id int) int {
	origin := ev.origins.Get(id)
	if origin.Kind == parser.Unknown && origin.Address == "" && origin.Decoded == "" {
		return id
	}
	if origin.What == "" {
		origin.What = origin.Address + "." + origin.Attr
	}
	if origin.Why == "" {
		origin.Why = "is known only when the stack is created"
	}
	return ev.origins.Add(parser.Origin{
		What: origin.What, Why: origin.Why, Hint: origin.Hint, Range: origin.Range,
	})
}
