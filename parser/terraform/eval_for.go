package terraform

import (
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// forExpr evaluates [for …] and {for …}. Where it is not known whether an element passes the if,
// the whole result is unknown: what is in it must never look like all of it.
func (e *env) forExpr(x *hclsyntax.ForExpr) cty.Value {
	collection := e.eval(x.CollExpr)
	plain, _ := collection.Unmark()
	if !plain.IsKnown() {
		return e.scope.ev.because(cty.DynamicPseudoType, collection)
	}
	if plain.IsNull() {
		return e.fail(x.CollExpr.Range(), "Iteration over null value",
			"A null value cannot be used as the collection in a 'for' expression.")
	}
	if !plain.CanIterateElements() {
		if holed(plain) {
			return e.scope.ev.because(cty.DynamicPseudoType, plain)
		}
		return e.fail(x.CollExpr.Range(), "Iteration over non-iterable value",
			"A value of this type cannot be used as the collection in a 'for' expression.")
	}
	if plain.LengthInt() > maxElements {
		return e.limit(x.CollExpr.Range(), "The collection is too large")
	}
	if x.KeyExpr == nil {
		return e.forTuple(x, plain)
	}
	return e.forObject(x, plain)
}

// iterate calls f in the environment of each element that passes the if. It stops and returns the
// value that keeps the filter from being decided, if there is one.
func (e *env) iterate(x *hclsyntax.ForExpr, v cty.Value, f func(*env) bool) cty.Value {
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if e.scope.ev.steps >= e.scope.ev.stepLimit {
			return e.scope.ev.exhausted(x.SrcRange)
		}
		if v.Type().IsSetType() {
			key = element
		}
		inner := e
		if x.KeyVar != "" {
			inner = inner.bind(x.KeyVar, key)
		}
		inner = inner.bind(x.ValVar, element)
		pass, stuck := inner.passes(x.CondExpr)
		if stuck != cty.NilVal {
			return stuck
		}
		if pass && !f(inner) {
			break
		}
	}
	return cty.NilVal
}

// passes evaluates the if of a for expression; stuck is a condition that is not known.
func (e *env) passes(x hclsyntax.Expression) (pass bool, stuck cty.Value) {
	if x == nil {
		return true, cty.NilVal
	}
	condition := e.eval(x)
	decision, failed := e.operand(condition, cty.Bool, x.Range())
	if failed || decision == cty.NilVal {
		return false, condition
	}
	return decision.True(), cty.NilVal
}

func (e *env) forTuple(x *hclsyntax.ForExpr, v cty.Value) cty.Value {
	values := make([]cty.Value, 0, v.LengthInt())
	stuck := e.iterate(x, v, func(inner *env) bool {
		values = append(values, inner.eval(x.ValExpr))
		return true
	})
	if stuck != cty.NilVal {
		return e.scope.ev.because(cty.DynamicPseudoType, stuck)
	}
	return cty.TupleVal(values)
}

func (e *env) forObject(x *hclsyntax.ForExpr, v cty.Value) cty.Value {
	fields := map[string]cty.Value{}
	groups := map[string][]cty.Value{}
	var lost cty.Value
	var blurred cty.Value
	stuck := e.iterate(x, v, func(inner *env) bool {
		key := inner.eval(x.KeyExpr)
		value := inner.eval(x.ValExpr)
		name, ok := inner.keyText(key, x.KeyExpr.Range())
		switch {
		case !ok:
			lost = key
			return false
		case x.Group:
			groups[name] = append(groups[name], value)
			if parser.Holed(name) {
				blurred = cty.StringVal(name)
			}
			return true
		}
		if old, twice := fields[name]; twice && !identical(old, value) && !holed(key) {
			e.fail(x.KeyExpr.Range(), "Duplicate object key",
				"Two different items produced the same key in this 'for' expression.")
		}
		fields[name] = value
		return true
	})
	if len(groups) > 1 && blurred != cty.NilVal { // which group it belongs to is not known
		lost = blurred
	}
	for _, reason := range []cty.Value{stuck, lost} {
		if reason != cty.NilVal {
			return e.scope.ev.because(cty.DynamicPseudoType, reason)
		}
	}
	for name, values := range groups {
		fields[name] = cty.TupleVal(values)
	}
	return cty.ObjectVal(fields)
}
