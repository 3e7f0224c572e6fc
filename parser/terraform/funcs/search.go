package funcs

import (
	"errors"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// find looks for a value among elements. It returns the index of the first that equals it, or -1;
// known is false when an earlier element, or any if none equals it, may or may not equal it.
func find(
	elements []cty.Value, value cty.Value, o *parser.Origins,
) (index int, known bool) {
	known = true
	for i, element := range elements {
		equal, sure := EqualValues(element, value, o)
		if sure && equal {
			return i, known
		}
		known = known && sure
	}
	return -1, known
}

// contains reports whether a sequence has an element.
func contains(env Env) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{anything("list"), anything("value")},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			list, marks := args[0].Unmark()
			if list.Type() != cty.DynamicPseudoType && !isSequence(list.Type()) {
				return cty.NilVal, errors.New("argument must be list, tuple, or set")
			}
			if list.IsNull() {
				return cty.NilVal, function.NewArgErrorf(0, "argument must not be null")
			}
			marks = cty.NewValueMarks(marks, args[1].Marks())
			if !list.IsKnown() {
				return cty.UnknownVal(ty).WithMarks(marks, unknownMarks(args)), nil
			}
			elements := list.AsValueSlice()
			index, known := find(elements, args[1], env.Origins)
			switch {
			case index >= 0:
				return cty.True.WithMarks(marks, elements[index].Marks()), nil
			case known:
				return cty.False.WithMarks(marks), nil
			default:
				return blurred(ty, args...).WithMarks(marks, unknownMarks(args)), nil
			}
		},
	})
}

// index is the position of the first element that equals a value.
func index(env Env) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{anything("list"), anything("value")},
		Type: func(args []cty.Value) (cty.Type, error) {
			ty := args[0].Type()
			if ty != cty.DynamicPseudoType && !ty.IsListType() && !ty.IsTupleType() {
				return cty.NilType, errors.New("argument must be a list or tuple")
			}
			return cty.Number, nil
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			list, marks := args[0].Unmark()
			marks = cty.NewValueMarks(marks, args[1].Marks())
			if !list.IsKnown() {
				return cty.UnknownVal(ty).WithMarks(marks, unknownMarks(args)), nil
			}
			elements := list.AsValueSlice()
			if len(elements) == 0 {
				return cty.NilVal, errors.New("cannot search an empty list")
			}
			position, known := find(elements, args[1], env.Origins)
			if !known || len(maybeMarks(list)) > 0 {
				return blurred(ty, args...).WithMarks(marks, unknownMarks(args)), nil
			}
			if position < 0 {
				return cty.NilVal, errors.New("item not found")
			}
			return cty.NumberIntVal(int64(position)).WithMarks(marks), nil
		},
	})
}

// listParameter is a parameter that takes a list with the marks of its elements.
func listParameter(name string, element cty.Type) function.Parameter {
	return function.Parameter{
		Name: name, Type: cty.List(element), AllowMarked: true, AllowUnknown: true,
	}
}

// listOf returns a list of elements of a type.
func listOf(elements []cty.Value, element cty.Type) cty.Value {
	if len(elements) == 0 {
		return cty.ListValEmpty(element)
	}
	return cty.ListVal(elements)
}

// distinct is a list without repetitions. Two references to different things count as different.
func distinct(env Env) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{listParameter("list", cty.DynamicPseudoType)},
		Type:         func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			list, marks := args[0].Unmark()
			if !list.IsWhollyKnown() {
				return cty.UnknownVal(ty).WithMarks(marks, unknownMarks(args)), nil
			}
			var kept []cty.Value
			for _, element := range list.AsValueSlice() {
				at, known := find(kept, element, env.Origins)
				if at >= 0 {
					continue
				}
				if !known && !apart(kept, element, env.Origins) {
					return blurred(ty, list).WithMarks(marks), nil
				}
				kept = append(kept, element)
			}
			return listOf(kept, ty.ElementType()).WithMarks(marks), nil
		},
	})
}

// apart reports whether an element that may equal one of the others is taken to differ from them:
// every token in them is a reference, an account or a region, and no two texts are the same.
func apart(others []cty.Value, element cty.Value, o *parser.Origins) bool {
	for _, v := range append([]cty.Value{element}, others...) {
		for _, id := range tokenIDs(v) {
			if !o.Settled(parser.TokenOf(id)) {
				return false
			}
		}
	}
	return true
}

// compact is a list of strings without the empty ones and nulls.
func compact(env Env) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{listParameter("list", cty.String)},
		Type:         function.StaticReturnType(cty.List(cty.String)),
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			list, marks := args[0].Unmark()
			if !list.IsWhollyKnown() {
				return cty.UnknownVal(ty).WithMarks(marks, unknownMarks(args)), nil
			}
			var kept []cty.Value
			for _, element := range list.AsValueSlice() {
				bare, own := element.Unmark()
				if bare.IsNull() {
					continue
				}
				empty, known := parser.Equal(bare.AsString(), "", env.Origins)
				if !known {
					return blurred(ty, list).WithMarks(marks, own), nil
				}
				if !empty {
					kept = append(kept, element)
				}
			}
			return listOf(kept, cty.String).WithMarks(marks), nil
		},
	})
}

// matchKeys is the list of the values whose key is in a set.
func matchKeys(env Env) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			listParameter("values", cty.DynamicPseudoType),
			listParameter("keys", cty.DynamicPseudoType),
			listParameter("searchset", cty.DynamicPseudoType),
		},
		Type: func(args []cty.Value) (cty.Type, error) {
			ty, _ := convert.UnifyUnsafe([]cty.Type{args[1].Type(), args[2].Type()})
			if ty == cty.NilType {
				return cty.NilType, errors.New("keys and searchset must be of the same type")
			}
			return args[0].Type(), nil
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			values, valueMarks := args[0].Unmark()
			if !values.IsKnown() || !args[1].IsWhollyKnown() || !args[2].IsWhollyKnown() {
				return cty.UnknownVal(ty).WithMarks(valueMarks, unknownMarks(args)), nil
			}
			common, _ := convert.UnifyUnsafe([]cty.Type{args[1].Type(), args[2].Type()})
			keys, keyMarks := convertOr(args[1], common).UnmarkDeep()
			search, searchMarks := convertOr(args[2], common).UnmarkDeep()
			marks := cty.NewValueMarks(valueMarks, keyMarks, searchMarks)
			if values.LengthInt() != keys.LengthInt() {
				return cty.NilVal, errors.New("length of keys and values should be equal")
			}
			var kept []cty.Value
			wanted, all := search.AsValueSlice(), values.AsValueSlice()
			for i, key := range keys.AsValueSlice() {
				at, known := find(wanted, key, env.Origins)
				if at >= 0 {
					kept = append(kept, all[i])
				} else if !known {
					return blurred(ty, keys, search).WithMarks(marks), nil
				}
			}
			return listOf(kept, ty.ElementType()).WithMarks(marks), nil
		},
	})
}

// convertOr converts a value, or leaves it where it cannot be converted.
func convertOr(v cty.Value, ty cty.Type) cty.Value {
	if converted, err := convert.Convert(v, ty); err == nil {
		return converted
	}
	return v
}
