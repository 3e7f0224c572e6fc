package terraform

import (
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// splat evaluates x[*].y and x.*.y.
func (e *env) splat(x *hclsyntax.SplatExpr) cty.Value {
	if elements, ok := e.splatInstances(x); ok {
		return elements
	}
	source := e.eval(x.Source)
	plain, _ := source.Unmark()
	t := plain.Type()
	if !plain.IsKnown() {
		return e.scope.ev.because(cty.DynamicPseudoType, source)
	}
	if plain.IsNull() {
		return cty.EmptyTupleVal
	}
	if !ordered(t) && !t.IsSetType() { // a single value is a list of one
		return cty.TupleVal([]cty.Value{e.each(x, source)})
	}
	values := make([]cty.Value, 0, plain.LengthInt())
	for it := plain.ElementIterator(); it.Next(); {
		_, element := it.Element()
		values = append(values, e.each(x, element))
	}
	if t.IsTupleType() {
		return cty.TupleVal(values)
	}
	return listOf(values)
}

// each evaluates what stands behind the star for one element.
func (e *env) each(x *hclsyntax.SplatExpr, element cty.Value) cty.Value {
	inner := &env{scope: e.scope, iter: e.iter, names: &binding{
		symbol: x.Item, value: element, outer: e.names,
	}}
	return inner.eval(x.Each)
}

// splatInstances evaluates a splat over the instances of a resource or module attribute by
// attribute.
func (e *env) splatInstances(x *hclsyntax.SplatExpr) (cty.Value, bool) {
	source, ok := x.Source.(*hclsyntax.ScopeTraversalExpr)
	if !ok {
		return cty.NilVal, false
	}
	each, ok := x.Each.(*hclsyntax.RelativeTraversalExpr)
	if !ok || each.Source != hclsyntax.Expression(x.Item) {
		return cty.NilVal, false
	}
	node, rest := e.repeated(source.Traversal)
	if node == nil || len(rest) > 0 {
		return cty.NilVal, false
	}
	instances := node.instances()
	if instances.kind != byCount {
		return cty.NilVal, false
	}
	values := make([]cty.Value, len(instances.list))
	for i, t := range instances.list {
		values[i] = e.follow(t, each.Traversal)
	}
	return cty.TupleVal(values), true
}
