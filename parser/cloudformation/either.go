package cloudformation

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// either returns what holds where one of two values does, because of the origin. certain is false
// where they have too little in common.
func (ev *evaluator) either(why int, a, b cty.Value) (v cty.Value, certain bool) {
	if a == absent || b == absent {
		return ev.eitherAbsent(why, a, b)
	}
	if a.Type().Equals(b.Type()) && a.RawEquals(b) {
		return a, true
	}
	if a.IsMarked() || b.IsMarked() || !a.IsKnown() || !b.IsKnown() {
		return ev.unknown(cty.DynamicPseudoType, why), false
	}
	if ev.sameText(a, b) {
		return a, true
	}
	if a.Type().IsObjectType() && b.Type().IsObjectType() {
		return ev.eitherObject(why, a, b)
	}
	if a.Type().IsTupleType() && b.Type().IsTupleType() {
		return ev.eitherList(why, a.AsValueSlice(), b.AsValueSlice())
	}
	t := cty.DynamicPseudoType
	if a.Type().IsPrimitiveType() && b.Type().IsPrimitiveType() {
		t = cty.String
	}
	return ev.unknown(t, why), false
}

// eitherAbsent is either where one value is left out.
func (ev *evaluator) eitherAbsent(why int, a, b cty.Value) (v cty.Value, certain bool) {
	if a == absent {
		a = b
	}
	switch {
	case a == absent:
		return absent, true
	case isObject(a):
		return a.Mark(parser.Maybe{ID: why}), true
	}
	return ev.unknown(cty.DynamicPseudoType, why), false
}

// sameText reports whether two scalars are spelled alike, such as true and "true".
func (ev *evaluator) sameText(a, b cty.Value) bool {
	if !a.Type().IsPrimitiveType() || !b.Type().IsPrimitiveType() {
		return false
	}
	left, _ := ev.text(a)
	right, _ := ev.text(b)
	return left == right
}

// eitherObject is either for objects with the same fields.
func (ev *evaluator) eitherObject(why int, a, b cty.Value) (cty.Value, bool) {
	fields := make(map[string]cty.Value, a.LengthInt())
	for name := range b.Type().AttributeTypes() {
		if !a.Type().HasAttribute(name) {
			return ev.unknown(cty.DynamicPseudoType, why), false
		}
	}
	for name := range a.Type().AttributeTypes() {
		if !b.Type().HasAttribute(name) {
			return ev.unknown(cty.DynamicPseudoType, why), false
		}
		fields[name], _ = ev.either(why, a.GetAttr(name), b.GetAttr(name))
	}
	return cty.ObjectVal(fields), true
}

// eitherList is either for lists: those of one length element by element; of objects, each that
// only one of them has may or may not be there.
func (ev *evaluator) eitherList(why int, a, b []cty.Value) (cty.Value, bool) {
	if len(a) == len(b) {
		merged := make([]cty.Value, len(a))
		for i := range a {
			merged[i], _ = ev.either(why, a[i], b[i])
		}
		return cty.TupleVal(merged), true
	}
	plain := func(v cty.Value) bool { return !isObject(v) }
	if len(a) == 0 || len(b) == 0 || slices.ContainsFunc(slices.Concat(a, b), plain) {
		return ev.unknown(cty.DynamicPseudoType, why), false
	}
	var merged []cty.Value
	used := make([]bool, len(b))
	for _, v := range a {
		shared := slices.IndexFunc(b, func(w cty.Value) bool {
			return v.Type().Equals(w.Type()) && v.RawEquals(w)
		})
		if shared < 0 || used[shared] {
			v = v.Mark(parser.Maybe{ID: why})
		} else {
			used[shared] = true
		}
		merged = append(merged, v)
	}
	for j, w := range b {
		if !used[j] {
			merged = append(merged, w.Mark(parser.Maybe{ID: why}))
		}
	}
	return cty.TupleVal(merged), true
}
