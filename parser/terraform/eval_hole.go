package terraform

import (
	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
)

// holed reports whether anything in the value is not plain: unknown, marked, or text with tokens.
func holed(v cty.Value) bool {
	if v.IsMarked() || !v.IsKnown() {
		return true
	}
	if v.IsNull() {
		return false
	}
	t := v.Type()
	switch {
	case t == cty.String:
		return parser.Holed(v.AsString())
	case t.IsPrimitiveType():
		return false
	case t.IsObjectType():
		for name := range t.AttributeTypes() {
			if parser.Holed(name) || holed(v.GetAttr(name)) {
				return true
			}
		}
		return false
	case v.CanIterateElements():
		return anyElement(v, func(key, element cty.Value) bool {
			return holed(element) || t.IsMapType() && parser.Holed(key.AsString())
		})
	}
	return false
}

// anyElement reports whether some element of an unmarked, known collection meets the condition.
func anyElement(v cty.Value, met func(key, element cty.Value) bool) bool {
	for it := v.ElementIterator(); it.Next(); {
		if met(it.Element()) {
			return true
		}
	}
	return false
}

// firstHole returns the id of what makes the value less than known: an unknown value in
// preference to a token. It is false for a plain value.
func (ev *evaluator) firstHole(values ...cty.Value) (int, bool) {
	token := -1
	for _, v := range values {
		id, unknown := ev.findHole(v)
		if unknown {
			return id, true
		}
		if token < 0 {
			token = id
		}
	}
	return token, token >= 0
}

// findHole returns the id of the first unknown in a value, or of the first token (unknown is then
// false); -1 for none.
func (ev *evaluator) findHole(v cty.Value) (id int, unknown bool) {
	if v.IsMarked() {
		plain, marks := v.Unmark()
		if id, ok := leastHole(marks); ok {
			return id, true
		}
		v = plain
	}
	if !v.IsKnown() {
		return ev.origins.Add(parser.Origin{What: "a value", Why: "is not known"}), true
	}
	if v.IsNull() {
		return -1, false
	}
	if v.Type() == cty.String {
		return firstToken(v.AsString()), false
	}
	if !v.CanIterateElements() {
		return -1, false
	}
	return ev.findInside(v)
}

// findInside is findHole for the elements of a collection.
func (ev *evaluator) findInside(v cty.Value) (id int, unknown bool) {
	token := -1
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		id, unknown := ev.findHole(element)
		if unknown {
			return id, true
		}
		if token < 0 {
			token = id
		}
		if token < 0 && key.Type() == cty.String && key.IsKnown() {
			token = firstToken(key.AsString())
		}
	}
	return token, false
}

func firstToken(s string) int {
	if !parser.Holed(s) {
		return -1
	}
	for _, part := range parser.Parts(s) {
		if part.Hole {
			return part.ID
		}
	}
	return -1
}

// leastHole picks one of the holes among the marks, always the same.
func leastHole(marks cty.ValueMarks) (int, bool) {
	least, found := 0, false
	for mark := range marks {
		var id int
		switch m := mark.(type) {
		case parser.Hole:
			id = m.ID
		case parser.Maybe:
			id = m.ID
		default:
			continue
		}
		if !found || id < least {
			least, found = id, true
		}
	}
	return least, found
}

// unknown returns an unknown value of the type because of the origin.
func (ev *evaluator) unknown(t cty.Type, id int) cty.Value {
	return cty.UnknownVal(t).Mark(parser.Hole{ID: id})
}

// because returns an unknown value of the type that the values, not being known, do not decide.
func (ev *evaluator) because(t cty.Type, values ...cty.Value) cty.Value {
	id, ok := ev.firstHole(values...)
	if !ok {
		id = ev.origins.Add(parser.Origin{What: "a value", Why: "is not known"})
	}
	return ev.unknown(t, ev.undecided(id))
}

// undecided returns the origin of what an origin keeps from being decided. It says why, and is no
// longer the attribute of a resource: what depends on an id is not that id.
func (ev *evaluator) undecided(id int) int {
	origin := ev.origins.Get(id)
	if origin.Kind == parser.Unknown && origin.Address == "" {
		return id
	}
	if origin.What == "" {
		origin.What = origin.Address + "." + origin.Attr
	}
	if origin.Why == "" {
		origin.Why = "is known only after apply"
	}
	return ev.origins.Add(parser.Origin{
		What: origin.What, Why: origin.Why, Hint: origin.Hint, Range: origin.Range,
	})
}

// tokens returns the value with every unknown inside as a token string.
func (ev *evaluator) tokens(v cty.Value) cty.Value {
	if !holed(v) {
		return v
	}
	plain, _ := v.Unmark()
	if !plain.IsKnown() {
		id, _ := ev.findHole(v)
		return cty.StringVal(parser.TokenOf(id))
	}
	return ev.mapValue(plain, ev.tokens)
}

// plainTokens turns strings that are one Unknown token and nothing else back into unknown values.
func (ev *evaluator) plainTokens(v cty.Value) cty.Value {
	if !holed(v) || v.IsMarked() || !v.IsKnown() || v.IsNull() {
		return v
	}
	if v.Type() == cty.String {
		if origin, ok := ev.origins.Whole(v.AsString()); ok && origin.Kind == parser.Unknown {
			return ev.unknown(cty.String, ev.origins.Add(origin))
		}
		return v
	}
	return ev.mapValue(v, ev.plainTokens)
}

// expanded writes out every reference with a shape in every string of the value.
func (ev *evaluator) expanded(v cty.Value) cty.Value {
	if v.IsMarked() || !v.IsKnown() || v.IsNull() || !holed(v) {
		return v
	}
	if v.Type() == cty.String {
		return cty.StringVal(ev.origins.Expand(v.AsString()))
	}
	return ev.mapValue(v, ev.expanded)
}

// mapValue applies f to every element of a known, unmarked value and puts the results into a value
// of the same kind, or a looser one (tuple, object) where they no longer share a type.
func (ev *evaluator) mapValue(v cty.Value, f func(cty.Value) cty.Value) cty.Value {
	t := v.Type()
	if !v.CanIterateElements() || v.LengthInt() == 0 {
		return v
	}
	if t.IsMapType() || t.IsObjectType() {
		fields := make(map[string]cty.Value, v.LengthInt())
		for it := v.ElementIterator(); it.Next(); {
			key, element := it.Element()
			fields[key.AsString()] = f(element)
		}
		if t.IsMapType() {
			return mapOf(fields)
		}
		return cty.ObjectVal(fields)
	}
	elements := make([]cty.Value, 0, v.LengthInt())
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		elements = append(elements, f(element))
	}
	switch {
	case t.IsListType():
		return listOf(elements)
	case t.IsSetType():
		return setOf(elements)
	}
	return cty.TupleVal(elements)
}

// listOf returns a list, or a tuple where the elements do not share a type.
func listOf(elements []cty.Value) cty.Value {
	if len(elements) == 0 || !cty.CanListVal(elements) {
		return cty.TupleVal(elements)
	}
	return cty.ListVal(elements)
}

// setOf returns a set, or a list where an element is unknown: a set would forget the others.
func setOf(elements []cty.Value) cty.Value {
	for _, v := range elements {
		if v.ContainsMarked() || !v.IsWhollyKnown() {
			return listOf(elements)
		}
	}
	if len(elements) == 0 || !cty.CanSetVal(elements) {
		return cty.TupleVal(elements)
	}
	return cty.SetVal(elements)
}

// mapOf returns a map, or an object where the elements do not share a type.
func mapOf(fields map[string]cty.Value) cty.Value {
	if len(fields) == 0 || !cty.CanMapVal(fields) {
		return cty.ObjectVal(fields)
	}
	return cty.MapVal(fields)
}
