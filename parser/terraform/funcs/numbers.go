package funcs

import (
	"errors"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

var sum = function.New(&function.Spec{
	Params:       []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
	Type:         function.StaticReturnType(cty.DynamicPseudoType),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if !args[0].CanIterateElements() || !isSequence(args[0].Type()) {
			return cty.NilVal, function.NewArgErrorf(0, "argument must be list, set, or tuple")
		}
		if !args[0].IsWhollyKnown() {
			return cty.UnknownVal(cty.Number), nil
		}
		elements := args[0].AsValueSlice()
		if len(elements) == 0 {
			return cty.NilVal, function.NewArgErrorf(0, "cannot sum an empty list")
		}
		total := cty.Zero
		for _, element := range elements {
			number, err := convert.Convert(element, cty.Number)
			if err != nil || number.IsNull() {
				return cty.NilVal, function.NewArgErrorf(
					0, "argument must be list, set, or tuple of number values")
			}
			if total, err = stdlib.Add(total, number); err != nil {
				return cty.NilVal, err
			}
		}
		return total, nil
	},
})

// allTrue and anyTrue take the bools of a list; nulls count as false.
var (
	allTrue = overBools(false)
	anyTrue = overBools(true)
)

// overBools is the function whose result is decided by the first element that is so.
func overBools(decisive bool) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{listParameter("list", cty.Bool)},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			list, marks := args[0].Unmark()
			if !list.IsKnown() {
				return cty.UnknownVal(ty).WithMarks(marks), nil
			}
			unknown := false
			for _, element := range list.AsValueSlice() {
				bare, own := element.Unmark()
				if !bare.IsKnown() {
					unknown = true
				} else if (!bare.IsNull() && bare.True()) == decisive {
					return cty.BoolVal(decisive).WithMarks(marks, own), nil
				}
			}
			if unknown {
				return cty.UnknownVal(ty).WithMarks(marks, unknownMarks(args)), nil
			}
			return cty.BoolVal(!decisive).WithMarks(marks), nil
		},
	})
}

// transpose swaps the keys of a map with the elements of its lists.
var transpose = function.New(&function.Spec{
	Params:       []function.Parameter{{Name: "values", Type: cty.Map(cty.List(cty.String))}},
	Type:         function.StaticReturnType(cty.Map(cty.List(cty.String))),
	RefineResult: notNull,
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		if !args[0].IsWhollyKnown() {
			return cty.UnknownVal(ty), nil
		}
		keys := map[string][]string{}
		for it := args[0].ElementIterator(); it.Next(); {
			key, values := it.Element()
			if values.IsNull() {
				return cty.NilVal, errors.New("input must not contain null list")
			}
			for _, value := range values.AsValueSlice() {
				if value.IsNull() {
					return cty.NilVal, errors.New("input must not contain null string")
				}
				keys[value.AsString()] = append(keys[value.AsString()], key.AsString())
			}
		}
		if len(keys) == 0 {
			return cty.MapValEmpty(cty.List(cty.String)), nil
		}
		lists := make(map[string]cty.Value, len(keys))
		for value, names := range keys {
			slices.Sort(names)
			elements := make([]cty.Value, len(names))
			for i, name := range names {
				elements[i] = cty.StringVal(name)
			}
			lists[value] = cty.ListVal(elements)
		}
		return cty.MapVal(lists), nil
	},
})
