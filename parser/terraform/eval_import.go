package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// imported returns the addresses that import blocks adopt. One with a key that has to be evaluated
// (each.key) adopts every instance: it is then the address without keys.
func (ev *evaluator) imported(root *Module) map[string]bool {
	adopted := map[string]bool{}
	for _, block := range root.Imports {
		if address, ok := ev.importTarget(ev.syntax(block.To)); ok {
			adopted[address] = true
		}
	}
	return adopted
}

// importTarget writes the address that an import block names.
func (ev *evaluator) importTarget(x hclsyntax.Expression) (string, bool) {
	switch x := x.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return traversalAddress(x.Traversal), true
	case *hclsyntax.TemplateExpr: // JSON, where the address is a string
		t, diags := hcl.AbsTraversalForExpr(x)
		return traversalAddress(t), !diags.HasErrors()
	case *hclsyntax.IndexExpr:
		return configAddress(ev.importTarget(x.Collection))
	case *hclsyntax.RelativeTraversalExpr:
		address, ok := configAddress(ev.importTarget(x.Source))
		return address + traversalAddress(x.Traversal), ok
	}
	return "", false
}

// configAddress drops the instance keys of an address.
func configAddress(address string, ok bool) (string, bool) {
	var b strings.Builder
	depth, quoted := 0, false
	for i := 0; i < len(address); i++ {
		c := address[i]
		switch {
		case quoted && c == '\\':
			i++
			continue
		case c == '"':
			quoted = !quoted
		case !quoted && c == '[':
			depth++
		}
		if depth == 0 {
			b.WriteByte(c)
		}
		if !quoted && c == ']' {
			depth--
		}
	}
	return b.String(), ok
}

func traversalAddress(t hcl.Traversal) string {
	var b strings.Builder
	for _, step := range t {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			b.WriteString(step.Name)
		case hcl.TraverseAttr:
			b.WriteString("." + step.Name)
		case hcl.TraverseIndex:
			key, err := convert.Convert(step.Key, cty.String)
			if err != nil || key.IsNull() || !key.IsKnown() {
				continue
			}
			text := key.AsString()
			if step.Key.Type() == cty.String {
				text = quoteKey(text)
			}
			b.WriteString("[" + text + "]")
		}
	}
	return b.String()
}
