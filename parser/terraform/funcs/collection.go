package funcs

import (
	"errors"
	"fmt"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// anything is a parameter that takes any value as it is, with its marks.
func anything(name string) function.Parameter {
	return function.Parameter{
		Name: name, Type: cty.DynamicPseudoType,
		AllowMarked: true, AllowUnknown: true, AllowDynamicType: true,
	}
}

func notNull(b *cty.RefinementBuilder) *cty.RefinementBuilder { return b.NotNull() }

// isSequence reports whether values of the type have an order or are sets.
func isSequence(ty cty.Type) bool {
	return ty.IsListType() || ty.IsTupleType() || ty.IsSetType()
}

// length is the number of elements, or of characters of a string. A list with blocks that may not
// exist has no known length.
var length = function.New(&function.Spec{
	Params: []function.Parameter{anything("value")},
	Type: func(args []cty.Value) (cty.Type, error) {
		ty := args[0].Type()
		if ty == cty.String || ty == cty.DynamicPseudoType || ty.IsCollectionType() ||
			ty.IsTupleType() || ty.IsObjectType() {
			return cty.Number, nil
		}
		return cty.NilType, errors.New(
			"argument must be a string, a collection type, or a structural type")
	},
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		v, marks := args[0].Unmark()
		if v.IsNull() {
			return cty.NilVal, function.NewArgErrorf(0, "argument must not be null")
		}
		ty := v.Type()
		if doubts := maybeMarks(v); len(doubts) > 0 {
			return cty.UnknownVal(cty.Number).WithMarks(marks, doubts), nil
		}
		switch {
		case ty == cty.DynamicPseudoType:
			return cty.UnknownVal(cty.Number).WithMarks(marks), nil
		case ty.IsTupleType():
			return cty.NumberIntVal(int64(ty.Length())).WithMarks(marks), nil
		case ty.IsObjectType():
			return cty.NumberIntVal(int64(len(ty.AttributeTypes()))).WithMarks(marks), nil
		case ty == cty.String && holds(v):
			return blurred(cty.Number, v).WithMarks(marks), nil
		case ty == cty.String:
			n, err := stdlib.Strlen(v)
			return n.WithMarks(marks), err
		default:
			return v.Length().WithMarks(marks), nil
		}
	},
})

// maybeMarks returns the marks of elements that may not exist.
func maybeMarks(v cty.Value) cty.ValueMarks {
	if !isSequence(v.Type()) || !v.IsKnown() || v.IsNull() {
		return nil
	}
	marks := cty.ValueMarks{}
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		for mark := range element.Marks() {
			if _, ok := mark.(parser.Maybe); ok {
				marks[mark] = struct{}{}
			}
		}
	}
	return marks
}

// lookup is the element of a map with a key, or a default. Only the element's marks and those of
// the map as a whole and the key are on the result.
func lookup(env Env) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			anything("inputMap"),
			{Name: "key", Type: cty.String, AllowMarked: true, AllowUnknown: true},
		},
		VarParam: &function.Parameter{
			Name: "default", Type: cty.DynamicPseudoType, AllowNull: true,
			AllowMarked: true, AllowUnknown: true, AllowDynamicType: true,
		},
		Type: lookupType,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			return lookupIn(args, ty, env.Origins)
		},
	})
}

func lookupType(args []cty.Value) (cty.Type, error) {
	if len(args) > 3 {
		return cty.NilType, fmt.Errorf("lookup() takes two or three arguments, got %d", len(args))
	}
	ty := args[0].Type()
	switch {
	case ty == cty.DynamicPseudoType:
		return ty, nil
	case ty.IsObjectType():
		key, _ := args[1].Unmark()
		if !key.IsKnown() {
			return cty.DynamicPseudoType, nil
		}
		name := key.AsString()
		switch {
		case ty.HasAttribute(name):
			return ty.AttributeType(name), nil
		case parser.Holed(name):
			return cty.DynamicPseudoType, nil
		case len(args) == 3:
			return args[2].Type(), nil
		default:
			return cty.DynamicPseudoType, function.NewArgErrorf(
				0, "the given object has no attribute %q", name)
		}
	case ty.IsMapType():
		if len(args) == 3 {
			if _, err := convert.Convert(args[2], ty.ElementType()); err != nil {
				return cty.NilType, function.NewArgErrorf(
					2, "the default value must have the same type as the map elements")
			}
		}
		return ty.ElementType(), nil
	default:
		return cty.NilType, function.NewArgErrorf(0, "lookup() requires a map as the first argument")
	}
}

func lookupIn(args []cty.Value, ty cty.Type, o *parser.Origins) (cty.Value, error) {
	collection, mapMarks := args[0].Unmark()
	key, keyMarks := args[1].Unmark()
	if !collection.IsKnown() || !key.IsKnown() {
		return cty.UnknownVal(ty).WithMarks(mapMarks, keyMarks), nil
	}
	doubtful := false
	for it := collection.ElementIterator(); it.Next(); {
		name, element := it.Element()
		if name.RawEquals(key) {
			return element.WithMarks(mapMarks, keyMarks), nil
		}
		if _, known := parser.Equal(name.AsString(), key.AsString(), o); !known {
			doubtful = true
		}
	}
	if doubtful {
		return blurred(ty, collection, key).WithMarks(mapMarks, keyMarks), nil
	}
	if len(args) < 3 {
		return cty.NilVal, fmt.Errorf("lookup failed to find key %q", key.AsString())
	}
	value, err := convert.Convert(args[2], ty)
	if err != nil {
		return cty.NilVal, function.NewArgErrorf(
			2, "the default value must have the same type as the map elements")
	}
	return value.WithMarks(mapMarks, keyMarks), nil
}
