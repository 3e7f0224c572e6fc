package funcs

import (
	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// toType is a conversion such as tostring. Elements keep their marks.
func toType(want cty.Type) function.Function {
	inner := stdlib.MakeToFunc(want)
	v := anything("v")
	v.AllowNull = true
	return function.New(&function.Spec{
		Params: []function.Parameter{v},
		Type: func(args []cty.Value) (cty.Type, error) {
			return inner.ReturnTypeForValues([]cty.Value{uniform(args[0])})
		},
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			converted, err := convert.Convert(uniform(args[0]), ty)
			if err != nil {
				bare, _ := args[0].UnmarkDeep()
				if _, innerErr := inner.Call([]cty.Value{bare}); innerErr != nil {
					err = innerErr
				}
				return cty.NilVal, err
			}
			return converted, nil
		},
	})
}

// uniform returns a tuple of values of one type as a list: to find the type that the elements of a
// tuple share takes cty time that grows with the square of their number.
func uniform(v cty.Value) cty.Value {
	bare, marks := v.Unmark()
	if !bare.Type().IsTupleType() || !bare.IsKnown() || bare.IsNull() ||
		bare.Type().Length() < manyElements {
		return v
	}
	elements := bare.AsValueSlice()
	if elements[0].Type().HasDynamicTypes() || !cty.CanListVal(elements) {
		return v
	}
	return cty.ListVal(elements).WithMarks(marks)
}

// manyElements is from where on it pays to look whether the elements of a tuple have one type.
const manyElements = 1000

// toSet is toset; a set whose elements may be the same is unknown.
func toSet(env Env) function.Function {
	inner := toType(cty.Set(cty.DynamicPseudoType))
	v := anything("v")
	v.AllowNull = true
	return function.New(&function.Spec{
		Params: []function.Parameter{v},
		Type:   inner.ReturnTypeForValues,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			converted, err := inner.Call(args)
			if err != nil || !holds(args[0]) {
				return converted, err
			}
			if merges(args[:1], env.Origins) {
				return blurred(ty, args[0]).WithMarks(args[0].Marks()), nil
			}
			return converted, nil
		},
	})
}

// merges reports whether elements of the collections may turn out to be the same although they are
// written differently, or to differ although they are written the same.
func merges(collections []cty.Value, o *parser.Origins) bool {
	var seen []cty.Value
	for _, collection := range collections {
		bare, _ := collection.Unmark()
		if !bare.IsKnown() || bare.IsNull() || !isSequence(bare.Type()) {
			continue
		}
		for _, element := range bare.AsValueSlice() {
			if at, known := find(seen, element, o); at < 0 {
				if !known && !apart(seen, element, o) {
					return true
				}
				seen = append(seen, element)
			}
		}
	}
	return false
}

// setOperation guards a function over sets. A strict one needs to know of each two elements of
// different sets whether they are the same; a union needs only what toset does.
func setOperation(inner function.Function, strict bool) func(env Env) function.Function {
	return func(env Env) function.Function { return guarded(inner, env, strict) }
}

func guarded(inner function.Function, env Env, strict bool) function.Function {
	return function.New(&function.Spec{
		Params:   inner.Params(),
		VarParam: inner.VarParam(),
		Type:     inner.ReturnTypeForValues,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			if anyHolds(args) {
				if merges(args, env.Origins) || strict && !decided(args, env.Origins) {
					return blurred(ty, args...), nil
				}
			}
			result, err := inner.Call(args)
			return result, calm(err)
		},
	})
}

// decided reports whether it is known of each two elements of different sets whether they are the
// same.
func decided(sets []cty.Value, o *parser.Origins) bool {
	for i, set := range sets {
		for _, other := range sets[:i] {
			for _, a := range set.AsValueSlice() {
				for _, b := range other.AsValueSlice() {
					if _, known := EqualValues(a, b, o); !known {
						return false
					}
				}
			}
		}
	}
	return true
}

// unchanged is a function that returns its argument: what it changes (whether a value is shown or
// stored) does not matter here.
func unchanged(name string) function.Function {
	v := anything(name)
	v.AllowNull = true
	return function.New(&function.Spec{
		Params: []function.Parameter{v},
		Type:   func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
		Impl:   func(args []cty.Value, _ cty.Type) (cty.Value, error) { return args[0], nil },
	})
}

// isSensitive is unknown: sensitivity is not followed.
func isSensitive(env Env) function.Function {
	v := anything("value")
	v.AllowNull = true
	return function.New(&function.Spec{
		Params:       []function.Parameter{v},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(_ []cty.Value, ty cty.Type) (cty.Value, error) {
			return env.unknown(ty, "issensitive()", "depends on what is declared sensitive"), nil
		},
	})
}
