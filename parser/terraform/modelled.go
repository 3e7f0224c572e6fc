package terraform

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// modelled returns the calls that models stand in for, those below a model left out.
func (ev *evaluator) modelled() []parser.Modelled {
	var list []parser.Modelled
	for _, s := range ev.scopes {
		model := s.module.Model
		if model == nil || s.parent == nil || s.parent.module.Model != nil {
			continue
		}
		list = append(list, parser.Modelled{
			Address: strings.TrimSuffix(s.address, "."), Model: model.String(),
			Range: s.call.cfg.Decl, Leads: model.Leads, Output: s.outputOf, Argument: s.argumentOf,
		})
	}
	slices.SortFunc(list, func(a, b parser.Modelled) int {
		return strings.Compare(a.Address, b.Address)
	})
	return list
}

// outputOf finds the output that gives the attribute of a resource, by its value, else by what it
// says. Everything is evaluated.
func (s *scope) outputOf(address, attribute string) (parser.Output, bool) {
	is := func(v cty.Value) bool { return s.identifies(v, address, attribute) }
	names := slices.Sorted(maps.Keys(s.module.Outputs))
	for _, name := range names {
		v, _ := s.output(name)
		if is(v) {
			return parser.Output{Name: name}, true
		}
		if v.IsMarked() || !v.IsKnown() || v.IsNull() ||
			!v.Type().IsTupleType() && !v.Type().IsListType() {
			continue
		}
		items := v.AsValueSlice()
		if at := slices.IndexFunc(items, is); at >= 0 {
			return parser.Output{Name: name, Index: at, Len: len(items)}, true
		}
	}
	for _, name := range names {
		if s.names(s.module.Outputs[name].Value, address, attribute) {
			return parser.Output{Name: name}, true
		}
	}
	return parser.Output{}, false
}

// identifies reports whether a value is the attribute of the resource.
func (s *scope) identifies(v cty.Value, address, attribute string) bool {
	if v.IsMarked() || !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return false
	}
	origin, ok := s.ev.origins.Whole(v.AsString())
	return ok && origin.Kind == parser.Reference &&
		origin.Address == address && origin.Attr == attribute
}

// names reports whether an expression is the attribute of the only instance of a resource:
// aws_iam_role.this[0].name, or that before what stands for it where there is none.
func (s *scope) names(value hcl.Expression, address, attribute string) bool {
	if value == nil {
		return false
	}
	said := value.Variables()
	if len(said) == 0 {
		return false
	}
	var text strings.Builder
	for _, step := range said[0] {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			text.WriteString(step.Name)
		case hcl.TraverseAttr:
			text.WriteString("." + step.Name)
		case hcl.TraverseIndex:
			text.WriteString("[0]")
		}
	}
	return s.address+text.String() == address+"."+attribute
}

// argumentOf finds the argument that the attribute of a resource is given by: the resource has
// nothing but the variable there.
func (s *scope) argumentOf(address, attribute string) string {
	name, below := strings.CutPrefix(address, s.address)
	if !below {
		return ""
	}
	if cut := strings.IndexByte(name, '['); cut >= 0 {
		name = name[:cut]
	}
	node := s.resources[name]
	if node == nil {
		return ""
	}
	attr := s.ev.nativeBody(node.cfg.Config, nil).Attributes[attribute]
	if attr == nil {
		return ""
	}
	whole, _ := hcl.AbsTraversalForExpr(attr.Expr)
	if len(whole) != 2 || whole.RootName() != "var" {
		return ""
	}
	if step, ok := whole[1].(hcl.TraverseAttr); ok {
		return step.Name
	}
	return ""
}
