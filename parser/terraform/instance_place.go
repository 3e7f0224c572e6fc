package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// locate returns where the value at a path is written.
func (r *resourceInstance) locate(path cty.Path) hcl.Range {
	at, fields := r.site, r.fields
	for len(path) > 0 {
		step, ok := path[0].(cty.GetAttrStep)
		if !ok {
			return at.at
		}
		value := fields[step.Name]
		if attr, ok := at.body.Attributes[step.Name]; ok {
			return r.within(attr.Expr, attr.SrcRange, bySet(value, path[1:]))
		}
		list := at.blocks[step.Name]
		if len(list) == 0 {
			return at.at
		}
		if len(path) == 1 {
			return list[0].at
		}
		i, ok := indexOf(path[1])
		if !ok || i >= len(list) {
			return at.at
		}
		at, path = list[i], path[2:]
		fields = blockFields(value, i)
	}
	return at.at
}

// blockFields returns the fields of a nested block.
func blockFields(list cty.Value, i int) map[string]cty.Value {
	blocks := elements(list)
	if i >= len(blocks) {
		return nil
	}
	plain, _ := blocks[i].Unmark()
	if !plain.Type().IsObjectType() {
		return nil
	}
	return plain.AsValueMap()
}

// bySet makes of a number that leads into a set the element that stands there: the source has
// them in an order of its own.
func bySet(v cty.Value, path cty.Path) cty.Path {
	if v == cty.NilVal || len(path) == 0 || !v.Type().IsSetType() {
		return path
	}
	i, ok := indexOf(path[0])
	if list := elements(v); ok && i < len(list) {
		return append(cty.Path{cty.IndexStep{Key: list[i]}}, path[1:]...)
	}
	return path
}

func indexOf(step cty.PathStep) (int, bool) {
	index, ok := step.(cty.IndexStep)
	if !ok || index.Key.Type() != cty.Number || !index.Key.IsKnown() {
		return 0, false
	}
	i, _ := index.Key.AsBigFloat().Int64()
	return int(i), i >= 0
}

// within follows a path into the constructors of an expression, as far as they go.
func (r *resourceInstance) within(x hclsyntax.Expression, at hcl.Range, path cty.Path) hcl.Range {
	for len(path) > 0 {
		var next hclsyntax.Expression
		switch inner := unwrap(x).(type) {
		case *hclsyntax.TupleConsExpr:
			next = r.element(inner, path[0])
		case *hclsyntax.ObjectConsExpr:
			next = r.item(inner, path[0])
		}
		if next == nil {
			return at
		}
		x, at, path = next, next.Range(), path[1:]
	}
	return at
}

// wrappers are functions whose argument is written as their result is read.
var wrappers = map[string]bool{
	"jsonencode": true, "toset": true, "tolist": true, "tomap": true, "sensitive": true,
}

// unwrap returns what parentheses, jsonencode and conversions are put around.
func unwrap(x hclsyntax.Expression) hclsyntax.Expression {
	for {
		switch inner := x.(type) {
		case *hclsyntax.ParenthesesExpr:
			x = inner.Expression
		case *hclsyntax.TemplateWrapExpr:
			x = inner.Wrapped
		case *hclsyntax.FunctionCallExpr:
			if len(inner.Args) != 1 || !wrappers[inner.Name] {
				return x
			}
			x = inner.Args[0]
		default:
			return x
		}
	}
}

// element returns the element that an index, or the value of an element of a set, leads to.
func (r *resourceInstance) element(
	x *hclsyntax.TupleConsExpr, step cty.PathStep,
) hclsyntax.Expression {
	e := r.env()
	index, ok := step.(cty.IndexStep)
	if i, number := indexOf(step); number && i < len(x.Exprs) {
		return x.Exprs[i]
	} else if !ok || number {
		return nil
	}
	for _, item := range x.Exprs {
		v := e.quietly(func() cty.Value { return e.eval(item) })
		fitted, err := r.ev().fit(v, index.Key.Type(), false)
		if err == nil && identical(fitted, index.Key) {
			return item
		}
	}
	return nil
}

// item returns the value of a key of an object.
func (r *resourceInstance) item(
	x *hclsyntax.ObjectConsExpr, step cty.PathStep,
) hclsyntax.Expression {
	name := ""
	switch step := step.(type) {
	case cty.GetAttrStep:
		name = step.Name
	case cty.IndexStep:
		if step.Key.Type() == cty.String && step.Key.IsKnown() {
			name = step.Key.AsString()
		}
	}
	e := r.env()
	for _, item := range x.Items {
		key := e.quietly(func() cty.Value { return e.eval(item.KeyExpr) })
		if key.Type() == cty.String && !key.IsMarked() && key.IsKnown() && !key.IsNull() &&
			key.AsString() == name {
			return item.ValueExpr
		}
	}
	return nil
}
