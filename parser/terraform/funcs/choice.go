package funcs

import (
	"errors"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// coalesce is the first argument that is neither null nor an empty string.
func coalesce(env Env) function.Function {
	vals := anything("vals")
	vals.AllowNull = true
	return function.New(&function.Spec{
		VarParam: &vals,
		Type: func(args []cty.Value) (cty.Type, error) {
			types := make([]cty.Type, len(args))
			for i, arg := range args {
				types[i] = arg.Type()
			}
			ty, _ := convert.UnifyUnsafe(types)
			if ty == cty.NilType {
				return cty.NilType, errors.New("all arguments must have the same type")
			}
			return ty, nil
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			for _, arg := range args {
				value, err := convert.Convert(arg, ty)
				if err != nil {
					return cty.NilVal, err
				}
				if chosen, ok := choose(value, env.Origins); ok {
					return chosen, nil
				}
			}
			return cty.NilVal, errors.New("no non-null, non-empty-string arguments")
		},
	})
}

// choose returns what coalesce makes of an argument; ok is false where it takes the next one. It
// is unknown where nobody can tell whether the argument is null or empty.
func choose(value cty.Value, o *parser.Origins) (chosen cty.Value, ok bool) {
	bare, marks := value.Unmark()
	switch {
	case !bare.IsKnown():
		return cty.UnknownVal(bare.Type()).WithMarks(unknownMarks([]cty.Value{value})), true
	case bare.IsNull():
		return cty.NilVal, false
	case bare.Type() != cty.String:
		return value, true
	}
	empty, known := parser.Equal(bare.AsString(), "", o)
	if !known {
		return blurred(cty.String, bare).WithMarks(marks), true
	}
	return value, !empty
}

// coalesceList is the first list that is not empty.
var coalesceList = function.New(&function.Spec{
	VarParam: &function.Parameter{
		Name: "vals", Type: cty.DynamicPseudoType, AllowNull: true,
		AllowMarked: true, AllowUnknown: true, AllowDynamicType: true,
	},
	Type: func(args []cty.Value) (cty.Type, error) {
		bare := make([]cty.Value, len(args))
		for i, arg := range args {
			bare[i], _ = arg.Unmark()
		}
		return stdlib.CoalesceListFunc.ReturnTypeForValues(bare)
	},
	RefineResult: notNull,
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		for _, arg := range args {
			bare, marks := arg.Unmark()
			if !bare.IsKnown() {
				return cty.UnknownVal(ty).WithMarks(marks), nil
			}
			if bare.IsNull() {
				continue
			}
			if bare.LengthInt() > 0 {
				return arg, nil
			}
		}
		return cty.NilVal, errors.New("no non-null arguments")
	},
})

// one is the only element of a sequence, or null for an empty one.
var one = function.New(&function.Spec{
	Params: []function.Parameter{anything("list")},
	Type: func(args []cty.Value) (cty.Type, error) {
		ty := args[0].Type()
		switch {
		case ty == cty.DynamicPseudoType:
			return cty.DynamicPseudoType, nil
		case ty.IsListType() || ty.IsSetType():
			return ty.ElementType(), nil
		case ty.IsTupleType() && ty.Length() == 0:
			return cty.DynamicPseudoType, nil
		case ty.IsTupleType() && ty.Length() == 1:
			return ty.TupleElementType(0), nil
		case ty.IsTupleType():
			return cty.NilType, function.NewArgErrorf(
				0, "must be a list, set, or tuple value with either zero or one elements")
		default:
			return cty.NilType, function.NewArgErrorf(0, "must be a list, set, or tuple value")
		}
	},
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		v, marks := args[0].Unmark()
		if v.IsNull() {
			return cty.NilVal, function.NewArgErrorf(0, "argument must not be null")
		}
		if !v.IsKnown() {
			if v.Type().IsTupleType() && v.Type().Length() == 0 {
				return cty.NullVal(ty).WithMarks(marks), nil
			}
			return cty.UnknownVal(ty).WithMarks(marks), nil
		}
		if doubts := maybeMarks(v); len(doubts) > 0 {
			return cty.UnknownVal(ty).WithMarks(marks, doubts), nil
		}
		switch n := v.Length(); {
		case !n.IsKnown():
			return cty.UnknownVal(ty).WithMarks(marks), nil
		case n.RawEquals(cty.Zero):
			return cty.NullVal(ty).WithMarks(marks), nil
		case n.RawEquals(cty.NumberIntVal(1)):
			it := v.ElementIterator()
			it.Next()
			_, element := it.Element()
			return element.WithMarks(marks), nil
		default:
			return cty.NilVal, function.NewArgErrorf(
				0, "must be a list, set, or tuple value with either zero or one elements")
		}
	},
})
