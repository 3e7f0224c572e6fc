package funcs

import (
	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
)

// EqualValues is parser.Equal for values of any type. Marks are not looked at.
func EqualValues(a, b cty.Value, o *parser.Origins) (equal, known bool) {
	a, _ = a.Unmark()
	b, _ = b.Unmark()
	if !a.IsKnown() || !b.IsKnown() || a.IsNull() || b.IsNull() || !a.Type().Equals(b.Type()) {
		return equalPlain(a, b)
	}
	ty := a.Type()
	switch {
	case ty == cty.String:
		return parser.Equal(a.AsString(), b.AsString(), o)
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
