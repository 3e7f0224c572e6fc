package terraform

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// truth is a decision that may not be possible.
type truth int

const (
	undecided truth = iota
	yes
	no
)

func (t truth) not() truth {
	switch t {
	case yes:
		return no
	case no:
		return yes
	default:
		return undecided
	}
}

// value returns the decision about the values as a bool.
func (t truth) value(ev *evaluator, about ...cty.Value) cty.Value {
	switch t {
	case yes:
		return cty.True
	case no:
		return cty.False
	default:
		return ev.because(cty.Bool, about...)
	}
}

func holeMark(id int) parser.Hole { return parser.Hole{ID: id} }

// neverNull reports whether the value certainly is not null.
func neverNull(v cty.Value) bool {
	v, _ = v.Unmark()
	if v.IsKnown() {
		return !v.IsNull()
	}
	return v.Type() != cty.DynamicPseudoType && v.Range().DefinitelyNotNull()
}

// identical reports whether two values are the same, holes included.
func identical(a, b cty.Value) bool {
	return a.Type().Equals(b.Type()) && a.RawEquals(b)
}

// equal compares as == does. Text with tokens equals only itself, and differs for certain only
// where the text around the tokens excludes equality.
func (ev *evaluator) equal(a, b cty.Value) truth {
	if a.IsMarked() || b.IsMarked() || !a.IsKnown() || !b.IsKnown() {
		return ev.equalUnknown(a, b)
	}
	if a.IsNull() || b.IsNull() {
		return ev.equalNull(a, b)
	}
	t, u := a.Type(), b.Type()
	switch {
	case t == cty.String && u == cty.String:
		return ev.equalText(a.AsString(), b.AsString())
	case t.IsPrimitiveType() && u.IsPrimitiveType():
		return decided(t == u && a.Equals(b).True())
	case !holed(a) && !holed(b):
		return equalPlain(a, b)
	}
	return ev.equalHoled(a, b)
}

// equalHoled compares two collections with holes inside.
func (ev *evaluator) equalHoled(a, b cty.Value) truth {
	t, u := a.Type(), b.Type()
	switch {
	case t.IsObjectType() && u.IsObjectType():
		if !sameNames(t.AttributeTypes(), u.AttributeTypes()) {
			return no
		}
		return ev.equalElements(a, b)
	case ordered(t) && ordered(u) || t.IsMapType() && u.IsMapType():
		if a.LengthInt() != b.LengthInt() {
			return no
		}
		return ev.equalElements(a, b)
	}
	return undecided
}

func decided(b bool) truth {
	if b {
		return yes
	}
	return no
}

func equalPlain(a, b cty.Value) truth {
	if !a.Type().Equals(b.Type()) {
		return no
	}
	result := a.Equals(b)
	if !result.IsKnown() {
		return undecided
	}
	return decided(result.True())
}

func (ev *evaluator) equalUnknown(a, b cty.Value) truth {
	left, _ := a.Unmark()
	right, _ := b.Unmark()
	if left.IsKnown() && left.IsNull() && neverNull(b) ||
		right.IsKnown() && right.IsNull() && neverNull(a) {
		return no
	}
	return undecided
}

// equalNull compares where one value is null: a lone Unknown token may be null too.
func (ev *evaluator) equalNull(a, b cty.Value) truth {
	if a.IsNull() && b.IsNull() {
		return yes
	}
	for _, v := range []cty.Value{a, b} {
		if !v.IsNull() && v.Type() == cty.String {
			if origin, ok := ev.origins.Whole(v.AsString()); ok && origin.Kind == parser.Unknown {
				return undecided
			}
		}
	}
	return no
}

// equalElements compares two collections of the same kind and length.
func (ev *evaluator) equalElements(a, b cty.Value) truth {
	result := yes
	right := b.ElementIterator()
	for left := a.ElementIterator(); left.Next() && right.Next(); {
		keyA, elementA := left.Element()
		keyB, elementB := right.Element()
		if keyA.Type() == cty.String && !keyA.RawEquals(keyB) {
			return undecided
		}
		equal := ev.equal(elementA, elementB)
		if equal == no {
			return no
		}
		if equal == undecided {
			result = undecided
		}
	}
	return result
}

func (ev *evaluator) equalText(a, b string) truth {
	equal, known := parser.Equal(a, b, ev.origins)
	if !known || equal && ev.plural(a) {
		return undecided
	}
	return decided(equal)
}

// plural reports whether a text refers to a resource that stands for several.
func (ev *evaluator) plural(s string) bool {
	for _, origin := range ev.origins.In(s) {
		if strings.Contains(origin.Address, "[*]") {
			return true
		}
	}
	return false
}
