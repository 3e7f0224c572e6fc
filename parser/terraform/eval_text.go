package terraform

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/ecrlint/ecrlint/parser"
)

// template joins the parts of a template. What is not known in it becomes a token.
func (e *env) template(parts []hclsyntax.Expression) cty.Value {
	if len(parts) == 1 {
		if literal, ok := parts[0].(*hclsyntax.LiteralValueExpr); ok &&
			literal.Val.Type() == cty.String && !literal.Val.IsNull() {
			return literal.Val
		}
	}
	var b strings.Builder
	for _, part := range parts {
		text, failed := e.text(e.eval(part), part.Range())
		if failed != cty.NilVal {
			return failed
		}
		if b.Len()+len(text) > maxText {
			return e.limit(part.Range(), "The text is too long")
		}
		b.WriteString(text)
	}
	return cty.StringVal(b.String())
}

// text returns a value as a part of a template. What cannot be text is reported and returned.
func (e *env) text(v cty.Value, at hcl.Range) (string, cty.Value) {
	if v.Type() == cty.String && !v.IsMarked() && v.IsKnown() && !v.IsNull() {
		return v.AsString(), cty.NilVal
	}
	plain, _ := v.Unmark()
	if !plain.IsKnown() {
		id, _ := e.scope.ev.findHole(v)
		return parser.TokenOf(id), cty.NilVal
	}
	if plain.IsNull() {
		return "", e.fail(at, "Invalid template interpolation value",
			"The expression result is null. Cannot include a null value in a string template.")
	}
	s, err := convert.Convert(plain, cty.String)
	if err != nil {
		return "", e.fail(at, "Invalid template interpolation value",
			fmt.Sprintf("Cannot include the given value in a string template: %s.", err))
	}
	return s.AsString(), cty.NilVal
}

// templateJoin joins the results of a %{ for } directive.
func (e *env) templateJoin(x *hclsyntax.TemplateJoinExpr) cty.Value {
	v := e.eval(x.Tuple)
	plain, _ := v.Unmark()
	if !plain.IsKnown() {
		return e.scope.ev.because(cty.String, v)
	}
	if plain.IsNull() || !plain.CanIterateElements() {
		return e.fail(x.Range(), "Invalid template directive", "The result is not a list.")
	}
	var b strings.Builder
	for it := plain.ElementIterator(); it.Next(); {
		_, element := it.Element()
		text, failed := e.text(element, x.Range())
		if failed != cty.NilVal {
			return failed
		}
		b.WriteString(text)
	}
	return cty.StringVal(b.String())
}
