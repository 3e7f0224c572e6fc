package funcs

import (
	"errors"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// holds reports whether any string inside the value holds a token.
func holds(v cty.Value) bool {
	found := false
	eachString(v, func(s string) { found = found || parser.Holed(s) })
	return found
}

// anyHolds reports whether any of the values holds a token.
func anyHolds(values []cty.Value) bool { return slices.ContainsFunc(values, holds) }

// tokenIDs returns the ids of the tokens inside the values, each once, in order.
func tokenIDs(values ...cty.Value) []int {
	var ids []int
	for _, v := range values {
		eachString(v, func(s string) {
			for _, part := range parser.Parts(s) {
				if part.Hole && !slices.Contains(ids, part.ID) {
					ids = append(ids, part.ID)
				}
			}
		})
	}
	return ids
}

// eachString calls the function with every known string inside the value, keys too.
func eachString(v cty.Value, f func(s string)) {
	v, _ = v.Unmark()
	switch {
	case !v.IsKnown() || v.IsNull():
	case v.Type() == cty.String:
		f(v.AsString())
	case v.CanIterateElements():
		for it := v.ElementIterator(); it.Next(); {
			key, element := it.Element()
			if key.Type() == cty.String && !v.Type().IsSetType() {
				f(key.AsString())
			}
			eachString(element, f)
		}
	}
}

// blurred returns an unknown value of the type that is marked with the tokens inside the values.
func blurred(ty cty.Type, values ...cty.Value) cty.Value {
	marks := cty.ValueMarks{}
	for _, id := range tokenIDs(values...) {
		marks[parser.Hole{ID: id}] = struct{}{}
	}
	return cty.UnknownVal(ty).WithMarks(marks)
}

// derive returns a token for the text that the function labelled so makes of the text of another
// token, and whether there is a table to keep its origin in.
func derive(o *parser.Origins, id int, label string) (string, bool) {
	origin, ok := o.Lookup(id)
	if !ok {
		return "", false
	}
	what, why := describe(origin)
	return o.Token(parser.Origin{
		Kind: parser.Unknown, Address: origin.Address, Attr: origin.Attr,
		What: label + "(" + what + ")", Why: why, Hint: origin.Hint, Range: origin.Range,
	}), true
}

// describe says what an origin is and why it is not known, for origins that are made from it.
func describe(origin parser.Origin) (what, why string) {
	what, why = origin.What, origin.Why
	if what == "" {
		what = strings.Trim(origin.Address+"."+origin.Attr, ".")
	}
	if why == "" {
		why = "is known only after apply"
	}
	return what, why
}

// unknownMarks collects the marks of unknown values inside the arguments, or all their marks when
// nothing unknown is marked.
func unknownMarks(args []cty.Value) cty.ValueMarks {
	marks, all := cty.ValueMarks{}, cty.ValueMarks{}
	for _, arg := range args {
		_ = cty.Walk(arg, func(_ cty.Path, v cty.Value) (bool, error) {
			bare, own := v.Unmark()
			for mark := range own {
				all[mark] = struct{}{}
				if !bare.IsKnown() {
					marks[mark] = struct{}{}
				}
			}
			return true, nil
		})
	}
	if len(marks) == 0 {
		return all
	}
	return marks
}

// errUnsupported stands for a panic inside a function.
var errUnsupported = errors.New("the function does not support these arguments")

// calm returns an error without the stack that a panic leaves in it.
func calm(err error) error {
	var panicked function.PanicError
	if errors.As(err, &panicked) {
		return errUnsupported
	}
	return err
}

// marked wraps a function that handles marks itself, and so loses them where an argument as a
// whole is unknown: the unknown result gets the marks of what is unknown among the arguments.
func marked(inner function.Function) function.Function {
	spec := &function.Spec{
		Type: func(args []cty.Value) (cty.Type, error) {
			ty, err := inner.ReturnTypeForValues(args)
			return ty, calm(err)
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			result, err := inner.Call(args)
			if err != nil {
				return cty.NilVal, calm(err)
			}
			if bare, marks := result.Unmark(); !bare.IsKnown() && len(marks) == 0 {
				return result.WithMarks(unknownMarks(args)), nil
			}
			return result, nil
		},
	}
	open := func(p function.Parameter) function.Parameter {
		p.AllowMarked, p.AllowUnknown, p.AllowDynamicType = true, true, true
		return p
	}
	for _, p := range inner.Params() {
		spec.Params = append(spec.Params, open(p))
	}
	if p := inner.VarParam(); p != nil {
		variadic := open(*p)
		spec.VarParam = &variadic
	}
	return function.New(spec)
}
