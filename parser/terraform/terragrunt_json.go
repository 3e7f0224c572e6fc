package terraform

import (
	"path"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/ecrlint/ecrlint/parser/source"
)

// gruntJSON is the name of Terragrunt's configuration in JSON syntax, which Terragrunt takes where
// there is none in native syntax.
// https://terragrunt.gruntwork.io/docs/reference/hcl/#configuration-parsing-order
const gruntJSON = gruntName + ".json"

// gruntNames are the names that Terragrunt looks for in a folder, the first one that is there.
var gruntNames = []string{gruntName, gruntJSON}

// gruntSchema says which blocks Terragrunt's configuration has, and how they are labelled: JSON
// does not tell a block from an argument by itself.
// https://terragrunt.gruntwork.io/docs/reference/hcl/blocks/
var gruntSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "terraform"},
	{Type: "remote_state"},
	{Type: "locals"},
	{Type: "dependencies"},
	{Type: "include", LabelNames: []string{"name"}},
	{Type: "dependency", LabelNames: []string{"name"}},
	{Type: "generate", LabelNames: []string{"name"}},
	{Type: "feature", LabelNames: []string{"name"}},
}}

// gruntInner says the same of the blocks in a block.
var gruntInner = map[string]*hcl.BodySchema{
	"terraform": {Blocks: []hcl.BlockHeaderSchema{
		{Type: "extra_arguments", LabelNames: []string{"name"}},
	}},
}

// nativeGrunt makes native syntax of a file in JSON syntax.
func nativeGrunt(body hcl.Body) (*hclsyntax.Body, hcl.Diagnostics) {
	schema := gruntSchema
	if bareInclude(body) {
		schema = &hcl.BodySchema{}
		for _, block := range gruntSchema.Blocks {
			if block.Type == "include" {
				block.LabelNames = nil
			}
			schema.Blocks = append(schema.Blocks, block)
		}
	}
	t := gruntTranslation{}
	return t.body(body, schema), t.diags
}

// bareInclude reports whether the include block has no label: its arguments stand in it directly.
func bareInclude(body hcl.Body) bool {
	content, _, _ := body.PartialContent(&hcl.BodySchema{
		Attributes: []hcl.AttributeSchema{{Name: "include"}},
	})
	attr, ok := content.Attributes["include"]
	if !ok {
		return false
	}
	pairs, diags := hcl.ExprMap(attr.Expr)
	if diags.HasErrors() {
		return false
	}
	for _, pair := range pairs {
		key, _ := pair.Key.Value(nil)
		if _, diags := hcl.ExprMap(pair.Value); plainText(key) && key.AsString() == "path" &&
			diags.HasErrors() {
			return true
		}
	}
	return false
}

// gruntTranslation makes native syntax, and collects what is wrong.
type gruntTranslation struct{ diags hcl.Diagnostics }

func (t *gruntTranslation) body(body hcl.Body, schema *hcl.BodySchema) *hclsyntax.Body {
	at := body.MissingItemRange()
	native := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}, SrcRange: at, EndRange: at}
	if schema == nil {
		schema = &hcl.BodySchema{}
	}
	content, rest, diags := body.PartialContent(schema)
	t.diags = append(t.diags, diags...)
	for _, block := range content.Blocks {
		native.Blocks = append(native.Blocks, &hclsyntax.Block{
			Type: block.Type, Labels: block.Labels, TypeRange: block.TypeRange,
			LabelRanges: block.LabelRanges, OpenBraceRange: block.DefRange,
			Body: t.body(block.Body, gruntInner[block.Type]),
		})
	}
	attrs, diags := rest.JustAttributes()
	t.diags = append(t.diags, diags...)
	for name, attr := range attrs {
		native.Attributes[name] = &hclsyntax.Attribute{
			Name: name, SrcRange: attr.Range, NameRange: attr.NameRange,
			Expr: translate(attr.Expr, func(d *hcl.Diagnostic) { t.diags = append(t.diags, d) }),
		}
	}
	return native
}

// isThere reports whether a folder holds a file.
func (c *gruntCall) isThere(dir, name string) bool {
	src := c.ev.tree.src
	folder, base := path.Split(path.Join(src.Relative(dir), name))
	entries, _ := src.ReadDir(path.Clean(folder))
	return slices.ContainsFunc(entries, func(e source.Entry) bool { return e.Name == base })
}
