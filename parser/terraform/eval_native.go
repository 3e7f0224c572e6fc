package terraform

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// translateBody makes native syntax of a body that is not.
func (ev *evaluator) translateBody(body hcl.Body, schema *blockSchema) *hclsyntax.Body {
	at := body.MissingItemRange()
	native := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}, SrcRange: at, EndRange: at}
	if o, ok := body.(*overridden); ok {
		return mergeNative(ev.nativeBody(o.base, schema), ev.nativeBody(o.over, schema))
	}
	if schema == nil {
		attrs, diags := body.JustAttributes()
		ev.reportAll(diags)
		for name, attr := range attrs {
			native.Attributes[name] = ev.nativeAttribute(attr)
		}
		return native
	}
	content, rest, diags := body.PartialContent(schema.hcl())
	ev.reportAll(diags)
	for name, attr := range content.Attributes {
		native.Attributes[name] = ev.nativeAttribute(attr)
	}
	for _, block := range content.Blocks {
		native.Blocks = append(native.Blocks, ev.nativeBlock(block, schema))
	}
	if more, diags := rest.JustAttributes(); !diags.HasErrors() {
		for name, attr := range more { // arguments that the schema does not know
			native.Attributes[name] = ev.nativeAttribute(attr)
		}
	}
	return native
}

func (ev *evaluator) reportAll(diags hcl.Diagnostics) {
	for _, d := range diags {
		ev.report(d)
	}
}

func (ev *evaluator) nativeAttribute(attr *hcl.Attribute) *hclsyntax.Attribute {
	return &hclsyntax.Attribute{
		Name: attr.Name, Expr: ev.syntax(attr.Expr), SrcRange: attr.Range, NameRange: attr.NameRange,
	}
}

func (ev *evaluator) nativeBlock(block *hcl.Block, schema *blockSchema) *hclsyntax.Block {
	var inner *blockSchema
	switch {
	case block.Type == "dynamic" && len(block.Labels) == 1:
		inner = dynamicSchema(schema.nested(block.Labels[0]))
	case block.Type == "content":
		inner = schema.blocks["content"].block
	default:
		inner = schema.nested(block.Type)
	}
	return &hclsyntax.Block{
		Type: block.Type, Labels: block.Labels, Body: ev.nativeBody(block.Body, inner),
		TypeRange: block.TypeRange, LabelRanges: block.LabelRanges, OpenBraceRange: block.DefRange,
	}
}

// dynamicSchema is that of a dynamic block whose content has the schema.
func dynamicSchema(content *blockSchema) *blockSchema {
	return &blockSchema{
		attrs: map[string]attrSchema{
			"for_each": {argument: true}, "iterator": {argument: true}, "labels": {argument: true},
		},
		names:  []string{"for_each", "iterator", "labels"},
		blocks: map[string]nestedSchema{"content": {mode: 'l', block: content}},
	}
}

// nested returns the schema of a nested block, or of an attribute that may be spelled as one.
func (s *blockSchema) nested(name string) *blockSchema {
	if s == nil {
		return nil
	}
	if n, ok := s.blocks[name]; ok {
		return n.block
	}
	return s.spelled[name]
}

// hcl returns the schema for reading a body that is not native syntax.
func (s *blockSchema) hcl() *hcl.BodySchema {
	out := &hcl.BodySchema{}
	for _, name := range s.names {
		out.Attributes = append(out.Attributes, hcl.AttributeSchema{Name: name})
	}
	for _, name := range slices.Sorted(maps.Keys(s.blocks)) {
		out.Blocks = append(out.Blocks, hcl.BlockHeaderSchema{Type: name})
	}
	if _, inside := s.blocks["content"]; !inside {
		out.Blocks = append(out.Blocks,
			hcl.BlockHeaderSchema{Type: "dynamic", LabelNames: []string{"type"}})
	}
	return out
}

// mergeNative merges an override into a body.
func mergeNative(base, over *hclsyntax.Body) *hclsyntax.Body {
	merged := &hclsyntax.Body{
		Attributes: maps.Clone(base.Attributes), SrcRange: base.SrcRange, EndRange: base.EndRange,
	}
	if merged.Attributes == nil {
		merged.Attributes = hclsyntax.Attributes{}
	}
	maps.Copy(merged.Attributes, over.Attributes)
	replaced := map[string]bool{}
	for _, block := range over.Blocks {
		replaced[blockOf(block)] = true
	}
	for _, block := range base.Blocks {
		if !replaced[blockOf(block)] {
			merged.Blocks = append(merged.Blocks, block)
		}
	}
	merged.Blocks = append(merged.Blocks, over.Blocks...)
	return merged
}

// blockOf returns the type of block that a block, or the dynamic block for it, makes.
func blockOf(block *hclsyntax.Block) string {
	if block.Type == "dynamic" && len(block.Labels) == 1 {
		return block.Labels[0]
	}
	return block.Type
}
