package terraform

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

var variableSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{
		{Name: "type"},
		{Name: "default"},
		{Name: "nullable"},
		{Name: "description"},
		{Name: "sensitive"},
		{Name: "ephemeral"},
		{Name: "deprecated"},
	},
	Blocks: []hcl.BlockHeaderSchema{{Type: "validation"}},
}

// reservedVariables are the names that a module call uses for its own arguments.
var reservedVariables = []string{
	"source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals",
}

// addVariable adds a variable block.
func (b *builder) addVariable(block *hcl.Block) {
	name := block.Labels[0]
	if !b.named("variable", name, block.LabelRanges[0]) {
		return
	}
	if slices.Contains(reservedVariables, name) {
		b.fail("Invalid variable name", fmt.Sprintf("The name %q is reserved: it is an argument of "+
			"module calls.", name), block.LabelRanges[0])
		return
	}
	content, diags := block.Body.Content(variableSchema)
	b.Diags = append(b.Diags, diags...)
	v := &Variable{
		Name:     name,
		Type:     expression(content, "type"),
		Default:  expression(content, "default"),
		Nullable: expression(content, "nullable"),
		Decl:     block.DefRange,
	}
	known, exists := b.Variables[name]
	switch {
	case b.overriding && !exists:
		b.unbased("variable", name, block.DefRange)
	case b.overriding:
		override(&known.Type, v.Type)
		override(&known.Default, v.Default)
		override(&known.Nullable, v.Nullable)
	case exists:
		b.duplicate("variable", name, block.DefRange, known.Decl)
	default:
		b.Variables[name] = v
	}
}

// addLocals adds a locals block.
func (b *builder) addLocals(block *hcl.Block) {
	attrs, diags := block.Body.JustAttributes()
	b.Diags = append(b.Diags, diags...)
	for _, name := range slices.Sorted(maps.Keys(attrs)) {
		attr := attrs[name]
		known, exists := b.Locals[name]
		switch {
		case !b.named("local value", name, attr.NameRange):
		case b.overriding && !exists:
			b.unbased("local value", name, attr.NameRange)
		case exists && !b.overriding:
			b.duplicate("local value", name, attr.NameRange, known.NameRange)
		default:
			b.Locals[name] = attr
		}
	}
}

var outputSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{
		{Name: "value"},
		{Name: "description"},
		{Name: "sensitive"},
		{Name: "ephemeral"},
		{Name: "depends_on"},
		{Name: "deprecated"},
	},
	Blocks: []hcl.BlockHeaderSchema{{Type: "precondition"}},
}

// addOutput adds an output block.
func (b *builder) addOutput(block *hcl.Block) {
	name := block.Labels[0]
	if !b.named("output", name, block.LabelRanges[0]) {
		return
	}
	content, diags := block.Body.Content(outputSchema)
	b.Diags = append(b.Diags, diags...)
	out := &Output{
		Name:      name,
		Value:     expression(content, "value"),
		DependsOn: b.dependsOn(content),
		Decl:      block.DefRange,
	}
	known, exists := b.Outputs[name]
	switch {
	case b.overriding && !exists:
		b.unbased("output", name, block.DefRange)
	case b.overriding:
		override(&known.Value, out.Value)
	case exists:
		b.duplicate("output", name, block.DefRange, known.Decl)
	default:
		if out.Value == nil && !b.broken(block.DefRange) {
			b.fail("Missing required argument", fmt.Sprintf("The output %q has no value.", name),
				block.DefRange)
			return
		}
		b.Outputs[name] = out
	}
}

var importSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
	{Name: "to", Required: true},
	{Name: "id"},
	{Name: "identity"},
	{Name: "for_each"},
	{Name: "provider"},
}}

// addImport adds an import block.
func (b *builder) addImport(block *hcl.Block) {
	b.refuseOverride(block)
	content, diags := block.Body.Content(importSchema)
	b.Diags = append(b.Diags, diags...)
	to := expression(content, "to")
	if to == nil || b.overriding {
		return
	}
	b.Imports = append(b.Imports, &Import{
		To:      to,
		ID:      expression(content, "id"),
		ForEach: expression(content, "for_each"),
		Decl:    block.DefRange,
	})
}

// expression returns the expression of an attribute; nil when it is left out.
func expression(content *hcl.BodyContent, name string) hcl.Expression {
	if attr, ok := content.Attributes[name]; ok {
		return attr.Expr
	}
	return nil
}

// override replaces an expression unless the override leaves it out.
func override(base *hcl.Expression, over hcl.Expression) {
	if over != nil {
		*base = over
	}
}

// dependsOn returns the references of depends_on.
func (b *builder) dependsOn(content *hcl.BodyContent) []hcl.Traversal {
	attr, ok := content.Attributes["depends_on"]
	if !ok {
		return nil
	}
	if b.overriding {
		b.fail("Unsupported override", "An override file cannot change depends_on.", attr.Range)
		return nil
	}
	list, diags := hcl.ExprList(attr.Expr)
	b.Diags = append(b.Diags, diags...)
	var refs []hcl.Traversal
	for _, expr := range list {
		ref, diags := reference(expr)
		b.Diags = append(b.Diags, diags...)
		if !diags.HasErrors() {
			refs = append(refs, ref)
		}
	}
	return refs
}
