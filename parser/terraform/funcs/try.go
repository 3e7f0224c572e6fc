package funcs

import (
	"errors"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// try is the first of its expressions that can be evaluated. One that holds something unknown may
// yet fail, so that the result is unknown then, for the same reason.
var try = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "expressions", Type: customdecode.ExpressionClosureType},
	Type: func(args []cty.Value) (cty.Type, error) {
		v, err := firstGood(args)
		if err != nil {
			return cty.NilType, err
		}
		return v.Type(), nil
	},
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) { return firstGood(args) },
})

func firstGood(args []cty.Value) (cty.Value, error) {
	if len(args) == 0 {
		return cty.NilVal, errors.New("at least one argument is required")
	}
	var all hcl.Diagnostics
	for _, arg := range args {
		v, diags := customdecode.ExpressionClosureFromVal(arg).Value()
		all = append(all, diags...)
		switch {
		case diags.HasErrors():
			continue
		case !v.IsWhollyKnown():
			return cty.DynamicVal.WithMarks(unknownMarks([]cty.Value{v})), nil
		default:
			return v, nil
		}
	}
	return cty.NilVal, errors.New("no expression succeeded: " + all.Error())
}

// can reports whether an expression can be evaluated.
var can = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "expression", Type: customdecode.ExpressionClosureType}},
	Type:   function.StaticReturnType(cty.Bool),
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		v, diags := customdecode.ExpressionClosureFromVal(args[0]).Value()
		if diags.HasErrors() {
			return cty.False, nil
		}
		if !v.IsWhollyKnown() {
			return cty.UnknownVal(ty).WithMarks(unknownMarks([]cty.Value{v})), nil
		}
		return cty.True, nil
	},
})
