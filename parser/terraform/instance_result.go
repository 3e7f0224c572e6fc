package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// result returns the instance as other packages see it.
func (r *resourceInstance) result(config string, needs []string) *parser.Resource {
	r.evaluate()
	mode := parser.Managed
	if r.node.cfg.Mode == "data" {
		mode = parser.Data
	}
	maybe := r.node.scope.maybe
	if r.iter.maybe != nil {
		maybe = r.iter.maybe
	}
	return &parser.Resource{
		Address: r.address, Config: config, Mode: mode, Type: r.node.cfg.Type,
		Attrs: r.attrs(), Maybe: maybe,
		Imported: r.ev().adopted[r.address] || r.ev().adopted[config],
		Provider: parser.Provider{
			Region: r.region, Account: r.provider.account, Partition: r.partition(),
		},
		Needs: needs, Callers: r.node.scope.callers, Decl: r.node.cfg.Decl, Locate: r.locate,
	}
}

// attrs returns the arguments, and the identities that AWS gives the resource.
func (r *resourceInstance) attrs() cty.Value {
	fields := r.fields
	for name, v := range r.identities() {
		if old, given := fields[name]; !given || old.IsKnown() && !old.IsMarked() && old.IsNull() {
			fields[name] = v
		}
	}
	return cty.ObjectVal(fields)
}

// identities returns what the resource is known by besides its arguments, and what a data source
// answers.
func (r *resourceInstance) identities() map[string]cty.Value {
	found := map[string]cty.Value{}
	if r.schema == nil {
		if v, ok := r.identity("id"); ok {
			found["id"] = v
		}
		return found
	}
	for _, name := range r.schema.names {
		attr := r.schema.attrs[name]
		v, answered := r.computed[name]
		answered = answered && r.node.cfg.Mode == "data" && v.IsKnown()
		if attr.argument && name != "id" && !answered {
			continue
		}
		if answered {
			found[name] = v
		} else if identities[name] || accounts[name] {
			if v, ok := r.identity(name); ok {
				found[name] = v
			}
		}
	}
	return found
}

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

// unwrap returns what parentheses, jsonencode and conversions are put around.
func unwrap(x hclsyntax.Expression) hclsyntax.Expression {
	for {
		switch inner := x.(type) {
		case *hclsyntax.ParenthesesExpr:
			x = inner.Expression
		case *hclsyntax.TemplateWrapExpr:
			x = inner.Wrapped
		case *hclsyntax.FunctionCallExpr:
			if len(inner.Args) != 1 || !strings.Contains(" jsonencode toset tolist tomap sensitive ",
				" "+inner.Name+" ") {
				return x
			}
			x = inner.Args[0]
		default:
			return x
		}
	}
}

// element returns the element that an index, or the value of an element of a set, leads to.
func (r *resourceInstance) element(x *hclsyntax.TupleConsExpr, step cty.PathStep) hclsyntax.Expression {
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
func (r *resourceInstance) item(x *hclsyntax.ObjectConsExpr, step cty.PathStep) hclsyntax.Expression {
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

// opaqueTypes are resources that create others, which cannot be seen.
var opaqueTypes = map[string]bool{
	"aws_cloudformation_stack": true, "aws_cloudformation_stack_set": true,
	"aws_cloudformation_stack_set_instance":                    true,
	"aws_cloudformation_stack_instances":                       true,
	"aws_servicecatalog_provisioned_product":                   true,
	"aws_serverlessapplicationrepository_cloudformation_stack": true,
}

// opaqueResources lists the resources that create others.
func opaqueResources(ev *evaluator) []parser.Opaque {
	var list []parser.Opaque
	for _, s := range ev.scopes {
		for _, n := range s.resources {
			typ := n.cfg.Type
			if n.cfg.Mode != "managed" || !opaqueTypes[typ] && !strings.HasPrefix(typ, "awscc_") {
				continue
			}
			for _, t := range n.instances().list {
				list = append(list, t.(*resourceInstance).opaque())
			}
		}
	}
	return list
}

func (r *resourceInstance) opaque() parser.Opaque {
	handed := map[string]bool{}
	for _, v := range r.fields {
		r.ev().addresses(v, handed)
	}
	delete(handed, r.address)
	return parser.Opaque{
		Address: r.address, Handed: sortedKeys(handed),
		Origin: parser.Origin{
			What: r.address, Why: "creates resources that its own template says",
			Range: r.node.cfg.Decl,
		},
	}
}
