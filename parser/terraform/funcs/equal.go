package funcs

import (
	"strings"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
)

// Equal compares two strings that may hold tokens. They are known to be equal when they are
// identical and every token in them stands for one text (a Reference to one instance, an Account
// or a Region; never an Unknown, which may be any element of an unknown list). They are known to
// differ when no text that the tokens could stand for makes them the same.
func Equal(a, b string, o *parser.Origins) (equal, known bool) {
	if !parser.Holed(a) && !parser.Holed(b) {
		return a == b, true
	}
	if a == b {
		return true, settled(a, o)
	}
	if o != nil {
		a, b = o.Expand(a), o.Expand(b)
		if a == b {
			return true, settled(a, o)
		}
	}
	return false, !possible(parser.Parts(a), parser.Parts(b), o)
}

// EqualValues is Equal for values of any type. Marks are not looked at.
func EqualValues(a, b cty.Value, o *parser.Origins) (equal, known bool) {
	a, _ = a.Unmark()
	b, _ = b.Unmark()
	if !a.IsKnown() || !b.IsKnown() || a.IsNull() || b.IsNull() || !a.Type().Equals(b.Type()) {
		return equalPlain(a, b)
	}
	ty := a.Type()
	switch {
	case ty == cty.String:
		return Equal(a.AsString(), b.AsString(), o)
	case ty.IsPrimitiveType() || !holds(a) && !holds(b) && !a.ContainsMarked() && !b.ContainsMarked():
		return equalPlain(a, b)
	case ty.IsSetType():
		return false, false
	default:
		return equalElements(a, b, o)
	}
}

// equalPlain compares values without tokens as the language does.
func equalPlain(a, b cty.Value) (equal, known bool) {
	a, _ = a.UnmarkDeep()
	b, _ = b.UnmarkDeep()
	eq := a.Equals(b)
	if !eq.IsKnown() {
		return false, false
	}
	return eq.True(), true
}

// equalElements compares two lists, tuples, maps or objects of one type.
func equalElements(a, b cty.Value, o *parser.Origins) (equal, known bool) {
	if a.LengthInt() != b.LengthInt() {
		return false, keysKnown(a) && keysKnown(b)
	}
	equal, known = true, true
	other := elementsByKey(b)
	for it := a.ElementIterator(); it.Next(); {
		key, value := it.Element()
		match, ok := other[keyText(key)]
		if !ok {
			return false, keysKnown(a) && keysKnown(b)
		}
		eq, sure := EqualValues(value, match, o)
		if sure && !eq {
			return false, true
		}
		equal, known = equal && eq, known && sure
	}
	return equal && known, known
}

// keysKnown reports whether no key of the collection holds a token.
func keysKnown(v cty.Value) bool {
	if !v.Type().IsMapType() && !v.Type().IsObjectType() {
		return true
	}
	for it := v.ElementIterator(); it.Next(); {
		if key, _ := it.Element(); parser.Holed(key.AsString()) {
			return false
		}
	}
	return true
}

func elementsByKey(v cty.Value) map[string]cty.Value {
	elements := make(map[string]cty.Value, v.LengthInt())
	for it := v.ElementIterator(); it.Next(); {
		key, value := it.Element()
		elements[keyText(key)] = value
	}
	return elements
}

func keyText(key cty.Value) string {
	if key.Type() == cty.Number {
		return key.AsBigFloat().String()
	}
	return key.AsString()
}

// settled reports whether every token of the string stands for one and only one text.
func settled(s string, o *parser.Origins) bool {
	for _, part := range parser.Parts(s) {
		if !part.Hole {
			continue
		}
		origin, ok := originOf(part.ID, o)
		if !ok || origin.Kind == parser.Unknown || strings.Contains(origin.Address, "[*]") {
			return false
		}
	}
	return true
}

// originOf returns the origin with the id; ok is false for an id that the table does not hold.
func originOf(id int, o *parser.Origins) (parser.Origin, bool) {
	if o == nil {
		return parser.Origin{}, false
	}
	return o.Lookup(id)
}
