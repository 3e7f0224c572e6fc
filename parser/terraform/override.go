package terraform

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
)

// overrideResource changes a resource to what an override file says.
func overrideResource(base, over *Resource, ignores bool) {
	overrideRepetition(&base.Count, &base.ForEach, over.Count, over.ForEach)
	if over.ProviderName != "" {
		base.ProviderName, base.ProviderAlias = over.ProviderName, over.ProviderAlias
	}
	if ignores {
		base.IgnoreAll, base.Ignored = over.IgnoreAll, over.Ignored
	}
	override(&base.Enabled, over.Enabled)
	base.Config = overrideBody(base.Config, over.Config)
}

// overrideCall changes a module call to what an override file says.
func overrideCall(base, over *Call) {
	if over.SourceAt.Filename != "" {
		base.Source, base.SourceAt, base.Version = over.Source, over.SourceAt, over.Version
	} else if over.Version != "" {
		base.Version = over.Version
	}
	overrideRepetition(&base.Count, &base.ForEach, over.Count, over.ForEach)
	if over.Providers != nil {
		base.Providers = over.Providers
	}
	override(&base.Enabled, over.Enabled)
	base.Config = overrideBody(base.Config, over.Config)
}

// overrideRepetition changes how many instances there are. As in Terraform a count, of either
// side, beats a for_each.
func overrideRepetition(count, each *hcl.Expression, overCount, overEach hcl.Expression) {
	override(count, overCount)
	override(each, overEach)
	if *count != nil {
		*each = nil
	}
}

// overridden is a body that another one overrides: each argument of the latter replaces that of
// the former, and its nested blocks of one type replace all of that type.
type overridden struct{ base, over hcl.Body }

// overrideBody returns the body that results from an override.
func overrideBody(base, over hcl.Body) hcl.Body { return &overridden{base: base, over: over} }

// Content implements hcl.Body.
func (b *overridden) Content(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Diagnostics) {
	loose := optional(schema)
	base, diags := b.base.Content(loose)
	over, more := b.over.Content(loose)
	content, missing := b.merge(schema, base, over)
	return content, append(append(diags, more...), missing...)
}

// PartialContent implements hcl.Body.
func (b *overridden) PartialContent(schema *hcl.BodySchema) (
	*hcl.BodyContent, hcl.Body, hcl.Diagnostics,
) {
	loose := optional(schema)
	base, baseRest, diags := b.base.PartialContent(loose)
	over, overRest, more := b.over.PartialContent(loose)
	content, missing := b.merge(schema, base, over)
	return content, overrideBody(baseRest, overRest), append(append(diags, more...), missing...)
}

// JustAttributes implements hcl.Body.
func (b *overridden) JustAttributes() (hcl.Attributes, hcl.Diagnostics) {
	base, diags := b.base.JustAttributes()
	over, more := b.over.JustAttributes()
	attrs := make(hcl.Attributes, len(base)+len(over))
	for name, attr := range base {
		attrs[name] = attr
	}
	for name, attr := range over {
		attrs[name] = attr
	}
	return attrs, append(diags, more...)
}

// MissingItemRange implements hcl.Body.
func (b *overridden) MissingItemRange() hcl.Range { return b.base.MissingItemRange() }

// merge makes one content of two.
func (b *overridden) merge(schema *hcl.BodySchema, base, over *hcl.BodyContent) (
	*hcl.BodyContent, hcl.Diagnostics,
) {
	content := &hcl.BodyContent{
		Attributes:       make(hcl.Attributes, len(base.Attributes)+len(over.Attributes)),
		MissingItemRange: b.MissingItemRange(),
	}
	for name, attr := range base.Attributes {
		content.Attributes[name] = attr
	}
	for name, attr := range over.Attributes {
		content.Attributes[name] = attr
	}
	replaced := map[string]bool{}
	for _, block := range over.Blocks {
		replaced[blockType(block)] = true
	}
	for _, block := range base.Blocks {
		if !replaced[blockType(block)] {
			content.Blocks = append(content.Blocks, block)
		}
	}
	content.Blocks = append(content.Blocks, over.Blocks...)
	return content, b.missing(schema, content)
}

// missing diagnoses the required arguments that neither body has.
func (b *overridden) missing(schema *hcl.BodySchema, content *hcl.BodyContent) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, attr := range schema.Attributes {
		if _, ok := content.Attributes[attr.Name]; attr.Required && !ok {
			diags = append(diags, &hcl.Diagnostic{
				Severity: hcl.DiagError,
				Summary:  "Missing required argument",
				Detail: fmt.Sprintf("The argument %q is required, but neither the block nor its "+
					"override gives it.", attr.Name),
				Subject: b.MissingItemRange().Ptr(),
			})
		}
	}
	return diags
}

// blockType returns the type of block that a block, or the dynamic block for it, makes.
func blockType(block *hcl.Block) string {
	if block.Type == "dynamic" && len(block.Labels) == 1 {
		return block.Labels[0]
	}
	return block.Type
}

// optional returns a schema that requires nothing.
func optional(schema *hcl.BodySchema) *hcl.BodySchema {
	loose := &hcl.BodySchema{
		Attributes: make([]hcl.AttributeSchema, len(schema.Attributes)),
		Blocks:     schema.Blocks,
	}
	for i, attr := range schema.Attributes {
		loose.Attributes[i] = hcl.AttributeSchema{Name: attr.Name}
	}
	return loose
}
