package terraform

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/terraform/funcs"
)

// call evaluates a function call.
func (e *env) call(x *hclsyntax.FunctionCallExpr) cty.Value {
	switch x.Name {
	case "try":
		return e.try(x)
	case "can":
		return e.can(x)
	}
	if g := e.scope.grunt; g != nil {
		if v, ok := g.call(e, x); ok {
			return v
		}
		defer func(folder string) { g.ev.folder = folder }(g.ev.folder)
		g.ev.folder = g.dir
	}
	f, ok := e.scope.ev.funcs[x.Name]
	if !ok {
		return e.unknownFunction(x)
	}
	args, ok := e.arguments(x)
	if !ok {
		return e.scope.ev.because(cty.DynamicPseudoType, args...)
	}
	if h := e.scope.home; h != nil && e.scope.grunt == nil { // a template is read where it is named
		defer func(folder string) { e.scope.ev.folder = folder }(e.scope.ev.folder)
		e.scope.ev.folder = e.scope.ev.tree.runsIn(h.dir)
	}
	return e.invoke(f, strings.TrimPrefix(x.Name, "core::"), args, x.Range())
}

// arguments evaluates the arguments, and spreads the last one where it ends in "...". It is false
// where that one is not known.
func (e *env) arguments(x *hclsyntax.FunctionCallExpr) ([]cty.Value, bool) {
	args := make([]cty.Value, 0, len(x.Args))
	for _, arg := range x.Args {
		args = append(args, e.eval(arg))
	}
	if !x.ExpandFinal || len(args) == 0 {
		return args, true
	}
	last := args[len(args)-1]
	plain, _ := last.Unmark()
	args = args[:len(args)-1]
	if !plain.IsKnown() {
		return []cty.Value{last}, false
	}
	if plain.IsNull() || !plain.CanIterateElements() {
		e.fail(x.Args[len(x.Args)-1].Range(), "Invalid expanding argument value",
			"The expanding argument (indicated by ...) must be of a tuple, list, or set type.")
		return []cty.Value{last}, false
	}
	for it := plain.ElementIterator(); it.Next(); {
		_, element := it.Element()
		args = append(args, element)
	}
	return args, true
}

// invoke calls a function with what its arguments allow.
func (e *env) invoke(f funcs.Function, name string, args []cty.Value, at hcl.Range) cty.Value {
	ev := e.scope.ev
	if explodes(name, args) {
		return e.limit(at, fmt.Sprintf("The result of %s is too large", name))
	}
	holes := false
	for _, arg := range args {
		holes = holes || holed(arg)
	}
	if name == "slice" {
		args = ev.upTo(args)
	}
	if !holes {
		v, err := ev.call(f, args)
		if err != nil {
			return e.failedCall(name, err, at)
		}
		return e.number(v, at)
	}
	ev.keyHoles = ev.keyHoles || name == "zipmap" || name == "jsondecode" || name == "yamldecode"
	if key, ok := ev.clashing(name, args); ok {
		return ev.because(cty.DynamicPseudoType, cty.StringVal(key))
	}
	switch f.Text {
	case funcs.Carries:
		return ev.carry(f, name, args)
	case funcs.Looks:
		for i, arg := range args {
			args[i] = ev.expanded(arg)
		}
		return ev.plainTokens(ev.result(f, name, args, args))
	default:
		return ev.decide(f, name, args)
	}
}

// call calls a function, its arguments converted to the types of the parameters.
func (ev *evaluator) call(f funcs.Function, args []cty.Value) (cty.Value, error) {
	params, rest := f.Params(), f.VarParam()
	converted := args
	for i, arg := range args {
		want := cty.DynamicPseudoType
		switch {
		case i < len(params):
			want = params[i].Type
		case rest != nil:
			want = rest.Type
		}
		if want == cty.DynamicPseudoType || arg.Type().Equals(want) {
			continue
		}
		fitted, err := ev.fit(arg, want, true)
		if err != nil {
			return cty.NilVal, function.NewArgError(i, err)
		}
		if &converted[0] == &args[0] {
			converted = slices.Clone(args)
		}
		converted[i] = fitted
	}
	return f.Call(converted)
}

// byKeys are the functions whose result depends on which keys of a map are the same.
var byKeys = map[string]bool{
	"length": true, "keys": true, "values": true, "lookup": true, "transpose": true,
}

// clashing returns a key that is not known and may be the same as another one, where the result
// of the function depends on that.
func (ev *evaluator) clashing(name string, args []cty.Value) (string, bool) {
	if !byKeys[name] || !ev.keyHoles {
		return "", false
	}
	for _, arg := range args {
		if key, ok := holedKey(arg); ok && length(arg) > 1 {
			return key, true
		}
	}
	return "", false
}

// texts are the functions that write values as text: an unknown of any type has a place in it.
var texts = map[string]bool{
	"jsonencode": true, "yamlencode": true, "templatefile": true, "templatestring": true,
	"format": true, "formatlist": true, "join": true,
}

// carry calls a function that moves text: what is not known moves along as a token.
func (ev *evaluator) carry(f funcs.Function, name string, args []cty.Value) cty.Value {
	carried := args
	if texts[name] {
		carried = make([]cty.Value, len(args))
		for i, arg := range args {
			carried[i] = ev.tokens(arg)
		}
	}
	return ev.plainTokens(ev.result(f, name, carried, args))
}

// decide calls a function whose result depends on what text is.
func (ev *evaluator) decide(f funcs.Function, name string, args []cty.Value) cty.Value {
	unknown := make([]cty.Value, len(args))
	for i, arg := range args {
		unknown[i] = arg
		if holed(arg) {
			plain, _ := arg.Unmark()
			unknown[i] = cty.UnknownVal(plain.Type())
		}
	}
	return ev.result(f, name, unknown, args)
}

// try returns its first argument that evaluates without an error.
func (e *env) try(x *hclsyntax.FunctionCallExpr) cty.Value {
	for _, arg := range x.Args {
		v, diags := e.attempt(func() cty.Value { return e.eval(arg) })
		if !diags.HasErrors() {
			return v
		}
	}
	return e.fail(x.Range(), "Error in function call",
		"Call to function \"try\" failed: no expression succeeded.")
}

// can reports whether its argument evaluates without an error. What is not known may yet fail.
func (e *env) can(x *hclsyntax.FunctionCallExpr) cty.Value {
	if len(x.Args) != 1 {
		return e.fail(x.Range(), "Error in function call", "\"can\" takes one argument.")
	}
	v, diags := e.attempt(func() cty.Value { return e.eval(x.Args[0]) })
	if diags.HasErrors() {
		return cty.False
	}
	if plain, _ := v.Unmark(); !plain.IsKnown() {
		return e.scope.ev.because(cty.Bool, v)
	}
	return cty.True
}

// failedCall reports a function that failed. A file that is not there may be made before terraform
// runs: that is a warning.
func (e *env) failedCall(name string, err error, at hcl.Range) cty.Value {
	if !strings.HasPrefix(name, "file") && !errors.Is(err, fs.ErrNotExist) {
		return e.fail(at, "Error in function call",
			fmt.Sprintf("Call to function %q failed: %s.", name, err))
	}
	ev := e.scope.ev
	ev.report(&hcl.Diagnostic{
		Severity: hcl.DiagWarning, Summary: "File cannot be read",
		Detail:  fmt.Sprintf("Call to function %q failed: %s.", name, err),
		Subject: at.Ptr(),
	})
	return ev.unknown(cty.DynamicPseudoType, ev.origins.Add(parser.Origin{
		What: name + "()", Why: "reads a file that cannot be read", Range: at,
	}))
}

func (e *env) unknownFunction(x *hclsyntax.FunctionCallExpr) cty.Value {
	if strings.HasPrefix(x.Name, "provider::") {
		return e.scope.ev.unknown(cty.DynamicPseudoType, e.scope.ev.origins.Add(parser.Origin{
			What: x.Name + "()", Why: "is a function of a provider", Range: x.NameRange,
		}))
	}
	return e.fail(x.NameRange, "Call to unknown function",
		fmt.Sprintf("There is no function named %q.%s", x.Name,
			parser.Meant(x.Name, slices.Sorted(maps.Keys(e.scope.ev.funcs)))))
}

// renderTemplate evaluates the source of a template with its variables.
func (ev *evaluator) renderTemplate(
	source []byte, filename string, vars cty.Value,
) (cty.Value, error) {
	x, diags := hclsyntax.ParseTemplate(source, filename, hcl.InitialPos)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	e := &env{scope: &scope{ev: ev}, iter: plainIteration}
	plain, _ := vars.Unmark()
	if !plain.IsKnown() {
		return ev.because(cty.String, vars), nil
	}
	if !plain.IsNull() && plain.CanIterateElements() {
		for it := plain.ElementIterator(); it.Next(); {
			name, v := it.Element()
			e = e.bind(name.AsString(), v)
		}
	}
	v, diags := e.attempt(func() cty.Value { return e.eval(x) })
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	return v, nil
}
