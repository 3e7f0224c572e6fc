package terraform

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

var resourceSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{
		{Name: "count"}, {Name: "for_each"}, {Name: "provider"}, {Name: "depends_on"},
	},
	Blocks: []hcl.BlockHeaderSchema{
		{Type: "lifecycle"},
		{Type: "connection"},
		{Type: "provisioner", LabelNames: []string{"type"}},
		{Type: "_"},
	},
}

var lifecycleSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{
		{Name: "create_before_destroy"},
		{Name: "prevent_destroy"},
		{Name: "ignore_changes"},
		{Name: "replace_triggered_by"},
		{Name: "enabled"},
		{Name: "destroy"},
	},
	Blocks: []hcl.BlockHeaderSchema{{Type: "precondition"}, {Type: "postcondition"}},
}

// modes maps block types to resource modes.
var modes = map[string]string{"resource": "managed", "data": "data", "ephemeral": "ephemeral"}

// resourceKey is the key of a resource in Module.Resources.
func resourceKey(r *Resource) string {
	key := r.Type + "." + r.Name
	if r.Mode != "managed" {
		return r.Mode + "." + key
	}
	return key
}

// addResource adds a resource, data or ephemeral block.
func (b *builder) addResource(block *hcl.Block) {
	if !b.named("resource type", block.Labels[0], block.LabelRanges[0]) ||
		!b.named("resource", block.Labels[1], block.LabelRanges[1]) {
		return
	}
	whole := bodyRange(block)
	content, config, diags := block.Body.PartialContent(resourceSchema)
	b.Diags = append(b.Diags, diags...)
	r := &Resource{
		Mode:    modes[block.Type],
		Type:    block.Labels[0],
		Name:    block.Labels[1],
		Config:  escaped(content, config),
		Count:   expression(content, "count"),
		ForEach: expression(content, "for_each"),
		Decl:    block.DefRange,
		Body:    whole,
		Broken:  b.broken(block.DefRange),
	}
	r.DependsOn = b.dependsOn(content)
	b.repetition(content, &r.ForEach)
	if expr := expression(content, "provider"); expr != nil {
		r.ProviderName, r.ProviderAlias = b.providerRef(expr)
	}
	lifecycle := b.lifecycle(r, content)
	known, exists := b.Resources[resourceKey(r)]
	switch {
	case b.overriding && !exists:
		b.unbased(block.Type, r.Type+"."+r.Name, block.DefRange)
	case b.overriding:
		overrideResource(known, r, lifecycle)
	case exists:
		b.duplicate(block.Type, r.Type+"."+r.Name, block.DefRange, known.Decl)
	default:
		b.Resources[resourceKey(r)] = r
	}
}

// lifecycle reads the lifecycle block and reports whether it says what changes to ignore.
func (b *builder) lifecycle(r *Resource, content *hcl.BodyContent) (ignores bool) {
	for _, block := range content.Blocks.OfType("lifecycle") {
		inner, diags := block.Body.Content(lifecycleSchema)
		b.Diags = append(b.Diags, diags...)
		r.Enabled = expression(inner, "enabled")
		attr, ok := inner.Attributes["ignore_changes"]
		if !ok {
			continue
		}
		ignores = true
		if hcl.ExprAsKeyword(attr.Expr) == "all" {
			r.IgnoreAll = true
			continue
		}
		list, diags := hcl.ExprList(attr.Expr)
		b.Diags = append(b.Diags, diags...)
		for _, expr := range list {
			name, diags := ignored(expr)
			b.Diags = append(b.Diags, diags...)
			switch name {
			case "":
			case "*":
				r.IgnoreAll = true
			default:
				r.Ignored = append(r.Ignored, name)
			}
		}
	}
	return ignores
}

// ignored returns an element of ignore_changes as text (tags["Name"]).
func ignored(expr hcl.Expression) (string, hcl.Diagnostics) {
	if text, ok := literal(expr); ok && text == "*" {
		return text, nil
	}
	path, diags := hcl.RelTraversalForExpr(expr)
	if diags.HasErrors() {
		quoted, more := reference(expr)
		if more.HasErrors() {
			return "", diags
		}
		path = quoted
	}
	return traversalText(path), nil
}

// repetition diagnoses a block that has both count and for_each, and forgets the latter.
func (b *builder) repetition(content *hcl.BodyContent, forEach *hcl.Expression) {
	each, ok := content.Attributes["for_each"]
	if _, both := content.Attributes["count"]; ok && both {
		*forEach = nil
		b.fail(`Invalid combination of "count" and "for_each"`, `The arguments "count" and `+
			`"for_each" exclude each other: only one of them may say how many instances there are.`,
			each.NameRange)
	}
}

// providerRef returns the name and alias of a provider configuration reference.
func (b *builder) providerRef(expr hcl.Expression) (name, alias string) {
	if index, ok := expr.(*hclsyntax.IndexExpr); ok {
		expr = index.Collection // OpenTofu: an instance of a configuration with for_each
	}
	ref, diags := reference(expr)
	b.Diags = append(b.Diags, diags...)
	if diags.HasErrors() {
		return "", ""
	}
	if len(ref) > 1 {
		if step, ok := ref[1].(hcl.TraverseAttr); ok {
			alias = step.Name
		}
	}
	return ref.RootName(), alias
}

// reference reads an expression that is a reference, or one in quotes as JSON has it.
func reference(expr hcl.Expression) (hcl.Traversal, hcl.Diagnostics) {
	ref, diags := hcl.AbsTraversalForExpr(expr)
	if !diags.HasErrors() {
		return ref, nil
	}
	text, ok := literal(expr)
	if !ok {
		return nil, diags
	}
	at := expr.Range()
	start := hcl.Pos{Line: at.Start.Line, Column: at.Start.Column + 1, Byte: at.Start.Byte + 1}
	ref, quoted := hclsyntax.ParseTraversalAbs([]byte(text), at.Filename, start)
	if quoted.HasErrors() {
		return nil, diags
	}
	return ref, nil
}

// literal returns the text of an expression that is a plain string.
func literal(expr hcl.Expression) (string, bool) {
	v, diags := expr.Value(nil)
	if diags.HasErrors() || !v.IsWhollyKnown() || v.IsNull() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}

// traversalText writes out a traversal as in source.
func traversalText(t hcl.Traversal) string {
	text := ""
	for i, step := range t {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			text += step.Name
		case hcl.TraverseAttr:
			if i > 0 {
				text += "."
			}
			text += step.Name
		case hcl.TraverseIndex:
			text += "[" + keyText(step.Key) + "]"
		case hcl.TraverseSplat:
			text += "[*]"
		}
	}
	return text
}

// keyText writes out an index. Only text and numbers make sense, but others parse.
func keyText(key cty.Value) string {
	switch {
	case key.IsNull() || !key.IsKnown():
		return "null"
	case key.Type() == cty.String:
		return fmt.Sprintf("%q", key.AsString())
	case key.Type() == cty.Number:
		return key.AsBigFloat().Text('f', -1)
	}
	return "?"
}

// escaped adds to a body the content of a "_" block, which protects arguments that are spelled
// like meta-arguments.
func escaped(content *hcl.BodyContent, config hcl.Body) hcl.Body {
	for _, block := range content.Blocks.OfType("_") {
		config = overrideBody(config, block.Body)
	}
	return config
}

// bodyRange returns the range of a whole block, from its header to the closing brace.
func bodyRange(block *hcl.Block) hcl.Range {
	if body, ok := block.Body.(*hclsyntax.Body); ok {
		return hcl.RangeBetween(block.DefRange, body.SrcRange)
	}
	return hcl.RangeBetween(block.DefRange, block.Body.MissingItemRange())
}
