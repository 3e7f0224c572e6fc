package terraform

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/ecrlint/ecrlint/parser"
)

// env is where an expression is evaluated: a module instance, what each and count stand for, and
// the names that for expressions, dynamic blocks and templates bind.
type env struct {
	scope *scope
	iter  *iteration
	names *binding
}

// binding is a name with its value, and the bindings around it. A splat binds its symbol.
type binding struct {
	name   string
	symbol *hclsyntax.AnonSymbolExpr
	value  cty.Value
	outer  *binding
}

// bind returns an environment with one more name.
func (e *env) bind(name string, value cty.Value) *env {
	return &env{
		scope: e.scope, iter: e.iter,
		names: &binding{name: name, value: value, outer: e.names},
	}
}

func (e *env) lookup(name string) (cty.Value, bool) {
	for b := e.names; b != nil; b = b.outer {
		if b.symbol == nil && b.name == name {
			return b.value, true
		}
	}
	return cty.NilVal, false
}

func (e *env) anonymous(x *hclsyntax.AnonSymbolExpr) cty.Value {
	for b := e.names; b != nil; b = b.outer {
		if b.symbol == x {
			return b.value
		}
	}
	return cty.DynamicVal
}

// eval evaluates an expression. What cannot be evaluated is diagnosed and unknown.
func (e *env) eval(x hclsyntax.Expression) cty.Value {
	ev := e.scope.ev
	if ev.depth >= maxDepth {
		return e.limit(x.Range(), "The expressions are nested too deeply")
	}
	if ev.steps >= ev.stepLimit {
		return ev.exhausted(x.Range())
	}
	ev.steps++
	if ev.over() {
		return cty.DynamicVal
	}
	ev.depth++
	v := e.expression(x)
	ev.depth--
	return v
}

func (e *env) expression(x hclsyntax.Expression) cty.Value {
	switch x := x.(type) {
	case *hclsyntax.LiteralValueExpr:
		return e.number(x.Val, x.SrcRange)
	case *hclsyntax.ScopeTraversalExpr:
		return e.reference(x.Traversal)
	case *hclsyntax.TemplateExpr:
		return e.template(x.Parts)
	case *hclsyntax.TemplateWrapExpr:
		return e.eval(x.Wrapped)
	case *hclsyntax.ParenthesesExpr:
		return e.eval(x.Expression)
	case *hclsyntax.ObjectConsExpr:
		return e.object(x)
	case *hclsyntax.ObjectConsKeyExpr:
		return e.objectKey(x)
	case *hclsyntax.TupleConsExpr:
		return e.tuple(x)
	case *hclsyntax.FunctionCallExpr:
		return e.call(x)
	case *hclsyntax.ConditionalExpr:
		return e.conditional(x)
	case *hclsyntax.BinaryOpExpr:
		return e.binary(x)
	case *hclsyntax.UnaryOpExpr:
		return e.unary(x)
	default:
		return e.access(x)
	}
}

// access evaluates what reaches into a collection.
func (e *env) access(x hclsyntax.Expression) cty.Value {
	switch x := x.(type) {
	case *hclsyntax.RelativeTraversalExpr:
		return e.relative(x)
	case *hclsyntax.IndexExpr:
		return e.indexed(x)
	case *hclsyntax.SplatExpr:
		return e.splat(x)
	case *hclsyntax.AnonSymbolExpr:
		return e.anonymous(x)
	case *hclsyntax.ForExpr:
		return e.forExpr(x)
	case *hclsyntax.TemplateJoinExpr:
		return e.templateJoin(x)
	case *hclsyntax.ExprSyntaxError: // the parser has reported it
		return e.scope.ev.unknown(cty.DynamicPseudoType, e.scope.ev.origins.Add(parser.Origin{
			What: "an expression", Why: "does not parse", Range: x.SrcRange,
		}))
	}
	return e.fail(x.Range(), "Unsupported expression",
		"This kind of expression cannot be evaluated.")
}

// fail reports an error and returns an unknown value.
func (e *env) fail(at hcl.Range, summary, detail string) cty.Value {
	return e.scope.ev.fail(at, summary, detail)
}

// number returns a value, unless it is a number that is too large to be worked with.
func (e *env) number(v cty.Value, at hcl.Range) cty.Value {
	if immense(v) {
		return e.limit(at, "The number is too large")
	}
	return v
}

// limit reports that a limit is reached.
func (e *env) limit(at hcl.Range, what string) cty.Value {
	return e.fail(at, "Limit reached", what+"; this part is not evaluated.")
}

func (e *env) tuple(x *hclsyntax.TupleConsExpr) cty.Value {
	if len(x.Exprs) == 0 {
		return cty.EmptyTupleVal
	}
	values := make([]cty.Value, len(x.Exprs))
	for i, item := range x.Exprs {
		values[i] = e.eval(item)
	}
	return cty.TupleVal(values)
}

func (e *env) object(x *hclsyntax.ObjectConsExpr) cty.Value {
	fields := make(map[string]cty.Value, len(x.Items))
	var lost cty.Value
	for _, item := range x.Items {
		key := e.eval(item.KeyExpr)
		value := e.eval(item.ValueExpr)
		name, ok := e.keyText(key, item.KeyExpr.Range())
		if !ok {
			lost = key
			continue
		}
		fields[name] = value
	}
	if lost != cty.NilVal {
		return e.scope.ev.because(cty.DynamicPseudoType, lost)
	}
	return cty.ObjectVal(fields)
}

// keyText returns the text of an object key; an unknown one becomes a token.
func (e *env) keyText(key cty.Value, at hcl.Range) (string, bool) {
	key, marks := key.Unmark()
	if !key.IsKnown() {
		id, ok := leastHole(marks)
		e.scope.ev.keyHoles = true
		return parser.TokenOf(id), ok
	}
	if key.IsNull() {
		e.fail(at, "Null value as key", "A key of an object or map cannot be null.")
		return "", false
	}
	text, err := convert.Convert(key, cty.String)
	if err != nil {
		e.fail(at, "Incorrect key type",
			fmt.Sprintf("Can't use this value as a key: %s.", err))
		return "", false
	}
	e.scope.ev.keyHoles = e.scope.ev.keyHoles || parser.Holed(text.AsString())
	return text.AsString(), true
}

func (e *env) objectKey(x *hclsyntax.ObjectConsKeyExpr) cty.Value {
	if !x.ForceNonLiteral {
		if name := hcl.ExprAsKeyword(x.Wrapped); name != "" {
			return cty.StringVal(name)
		}
	}
	return e.eval(x.Wrapped)
}
