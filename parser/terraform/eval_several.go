package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// instanceKeys holds the instance keys that the expressions of a module write out, by what they
// belong to: aws_vpc.x or module.y.
type instanceKeys map[string]map[string]bool

// several reports whether expressions of the module ask for two or more instances by their keys.
// Where the number of instances is not known one instance stands for all of them, and those two
// would look like one.
func (ev *evaluator) several(s *scope, label string) bool {
	keys, ok := ev.written[s.module]
	if !ok {
		keys = instanceKeys{}
		for _, file := range s.module.Files {
			if body, ok := file.Body.(*hclsyntax.Body); ok {
				_ = hclsyntax.VisitAll(body, func(node hclsyntax.Node) hcl.Diagnostics {
					if x, ok := node.(*hclsyntax.ScopeTraversalExpr); ok {
						keys.note(x.Traversal)
					}
					return nil
				})
			}
		}
		ev.written[s.module] = keys
	}
	return len(keys[label]) > 1
}

// note notes the instance key in a traversal.
func (k instanceKeys) note(t hcl.Traversal) {
	label := t.RootName()
	for i, part := range t[1:] {
		switch part := part.(type) {
		case hcl.TraverseAttr:
			label += "." + part.Name
		case hcl.TraverseIndex:
			if i == 0 || !part.Key.IsKnown() || part.Key.IsNull() {
				return
			}
			if k[label] == nil {
				k[label] = map[string]bool{}
			}
			k[label][keyName(part.Key)] = true
			return
		default:
			return
		}
	}
}

// keyName writes an instance key of either type.
func keyName(key cty.Value) string {
	switch key.Type() {
	case cty.String:
		return key.AsString()
	case cty.Number:
		return "#" + key.AsBigFloat().Text('g', -1)
	}
	return ""
}
