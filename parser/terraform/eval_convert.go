package terraform

import (
	"fmt"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/ecrlint/ecrlint/parser"
)

// fit converts a value to a type as Terraform does, keeping what is known of a value with holes.
// Strict is how variables are converted: an object must then have every attribute that is not
// optional. A set with an element that is not known stays a list.
func (ev *evaluator) fit(v cty.Value, t cty.Type, strict bool) (cty.Value, error) {
	if t == cty.DynamicPseudoType {
		return v, nil
	}
	plain, marks := v.Unmark()
	switch {
	case !plain.IsKnown():
		if plain.Type().Equals(t) {
			return v, nil
		}
		result := cty.UnknownVal(t.WithoutOptionalAttributesDeep())
		if plain.Type() != cty.DynamicPseudoType && plain.Range().DefinitelyNotNull() {
			result = result.RefineNotNull()
		}
		return result.WithMarks(marks), nil
	case plain.IsNull():
		return cty.NullVal(t.WithoutOptionalAttributesDeep()), nil
	case t.IsPrimitiveType():
		return ev.fitPrimitive(v, plain, t)
	}
	result, err := ev.fitCompound(plain, t, strict)
	if err != nil || len(marks) == 0 {
		return result, err
	}
	return result.WithMarks(marks), nil
}

func (ev *evaluator) fitPrimitive(v, plain cty.Value, t cty.Type) (cty.Value, error) {
	if plain.Type() == cty.String && parser.Holed(plain.AsString()) {
		if t != cty.String {
			return ev.because(t, plain), nil
		}
		return plain, nil
	}
	if plain.Type() == t {
		return v, nil
	}
	return convert.Convert(plain, t)
}

func (ev *evaluator) fitCompound(v cty.Value, t cty.Type, strict bool) (cty.Value, error) {
	switch {
	case t.IsListType() || t.IsSetType():
		return ev.fitList(v, t, strict)
	case t.IsMapType():
		return ev.fitMap(v, t, strict)
	case t.IsObjectType():
		return ev.fitObject(v, t, strict)
	case t.IsTupleType():
		return ev.fitTuple(v, t, strict)
	}
	return convert.Convert(v, t)
}

func mismatch(want string, v cty.Value) error {
	return fmt.Errorf("%s required, but have %s", want, v.Type().FriendlyName())
}

// wrong is mismatch, except for text that is not known: it may turn out to be something else.
func (ev *evaluator) wrong(want string, v cty.Value, t cty.Type) (cty.Value, error) {
	if v.Type() == cty.String && holed(v) {
		return ev.because(t.WithoutOptionalAttributesDeep(), v), nil
	}
	return cty.NilVal, mismatch(want, v)
}

func (ev *evaluator) fitList(v cty.Value, t cty.Type, strict bool) (cty.Value, error) {
	if !ordered(v.Type()) && !v.Type().IsSetType() {
		return ev.wrong(t.FriendlyName(), v, t)
	}
	if v.Type().Equals(t) && !v.ContainsMarked() {
		return v, nil
	}
	elementType := t.ElementType()
	if v.LengthInt() == 0 {
		if t.IsSetType() {
			return cty.SetValEmpty(elementType.WithoutOptionalAttributesDeep()), nil
		}
		return cty.ListValEmpty(elementType.WithoutOptionalAttributesDeep()), nil
	}
	elements := make([]cty.Value, 0, v.LengthInt())
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		fitted, err := ev.fit(element, elementType, strict)
		if err != nil {
			return cty.NilVal, err
		}
		elements = append(elements, fitted)
	}
	elements = alike(elements, elementType)
	if t.IsSetType() {
		return setOf(elements), nil
	}
	return listOf(elements), nil
}

// alike converts elements of any type to the type that they share, if there is one.
func alike(elements []cty.Value, t cty.Type) []cty.Value {
	if t != cty.DynamicPseudoType || cty.CanListVal(elements) {
		return elements
	}
	types := make([]cty.Type, len(elements))
	for i, v := range elements {
		types[i] = v.Type()
	}
	shared, _ := convert.Unify(types)
	if shared == cty.NilType {
		return elements
	}
	converted := slices.Clone(elements)
	for i, v := range elements {
		c, err := convert.Convert(v, shared)
		if err != nil {
			return elements
		}
		converted[i] = c
	}
	return converted
}

func (ev *evaluator) fitMap(v cty.Value, t cty.Type, strict bool) (cty.Value, error) {
	if !v.Type().IsMapType() && !v.Type().IsObjectType() {
		return ev.wrong(t.FriendlyName(), v, t)
	}
	elementType := t.ElementType()
	if v.LengthInt() == 0 {
		return cty.MapValEmpty(elementType.WithoutOptionalAttributesDeep()), nil
	}
	names := make([]string, 0, v.LengthInt())
	elements := make([]cty.Value, 0, v.LengthInt())
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		fitted, err := ev.fit(element, elementType, strict)
		if err != nil {
			return cty.NilVal, fmt.Errorf("element %q: %w", key.AsString(), err)
		}
		names = append(names, key.AsString())
		elements = append(elements, fitted)
	}
	elements = alike(elements, elementType)
	fields := make(map[string]cty.Value, len(names))
	for i, name := range names {
		fields[name] = elements[i]
	}
	return mapOf(fields), nil
}

func (ev *evaluator) fitObject(v cty.Value, t cty.Type, strict bool) (cty.Value, error) {
	if !v.Type().IsMapType() && !v.Type().IsObjectType() {
		return ev.wrong("object", v, t)
	}
	types := t.AttributeTypes()
	fields := make(map[string]cty.Value, len(types))
	for name, attrType := range types {
		field := attributeOf(v, name)
		if field == cty.NilVal {
			if strict && !t.AttributeOptional(name) {
				return cty.NilVal, fmt.Errorf("attribute %q is required", name)
			}
			fields[name] = cty.NullVal(attrType.WithoutOptionalAttributesDeep())
			continue
		}
		fitted, err := ev.fit(field, attrType, strict)
		if err != nil {
			return cty.NilVal, fmt.Errorf("attribute %q: %w", name, err)
		}
		fields[name] = fitted
	}
	return cty.ObjectVal(fields), nil
}

// attributeOf returns an attribute of an object or an element of a map; NilVal for none.
func attributeOf(v cty.Value, name string) cty.Value {
	if v.Type().IsObjectType() {
		if v.Type().HasAttribute(name) {
			return v.GetAttr(name)
		}
		return cty.NilVal
	}
	if key := cty.StringVal(name); v.HasIndex(key).True() {
		return v.Index(key)
	}
	return cty.NilVal
}

func (ev *evaluator) fitTuple(v cty.Value, t cty.Type, strict bool) (cty.Value, error) {
	types := t.TupleElementTypes()
	if !ordered(v.Type()) || v.LengthInt() != len(types) {
		return ev.wrong("tuple", v, t)
	}
	elements := v.AsValueSlice()
	for i, element := range elements {
		fitted, err := ev.fit(element, types[i], strict)
		if err != nil {
			return cty.NilVal, err
		}
		elements[i] = fitted
	}
	return cty.TupleVal(elements), nil
}
