package terraform

import (
	"fmt"
	"path"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/ecrlint/ecrlint/parser/source"
)

// fileSchema holds the blocks that a configuration file may have.
var fileSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "terraform"},
	{Type: "locals"},
	{Type: "moved"},
	{Type: "removed"},
	{Type: "import"},
	{Type: "check", LabelNames: []string{"name"}},
	{Type: "variable", LabelNames: []string{"name"}},
	{Type: "output", LabelNames: []string{"name"}},
	{Type: "provider", LabelNames: []string{"name"}},
	{Type: "module", LabelNames: []string{"name"}},
	{Type: "resource", LabelNames: []string{"type", "name"}},
	{Type: "data", LabelNames: []string{"type", "name"}},
	{Type: "ephemeral", LabelNames: []string{"type", "name"}},
}}

// builder makes a module of its files.
type builder struct {
	*Module
	// overriding is set while the blocks of override files are added.
	overriding bool
	// requiredAt is where required_providers is written.
	requiredAt *hcl.Range
}

// newBuilder returns the builder of a module without files.
func newBuilder(dir string) *builder {
	return &builder{Module: &Module{
		Dir:       dir,
		Files:     map[string]*hcl.File{},
		Variables: map[string]*Variable{},
		Locals:    map[string]*hcl.Attribute{},
		Outputs:   map[string]*Output{},
		Resources: map[string]*Resource{},
		Calls:     map[string]*Call{},
		Required:  map[string]string{},
	}}
}

// readModule reads the configuration files of a folder.
func (r *reader) readModule(dir string, entries []source.Entry) *Module {
	b := newBuilder(dir)
	for _, e := range configFiles(entries) {
		name := path.Join(dir, e.Name)
		if r.tree.src.Excluded(name) {
			continue
		}
		b.addFile(name, r.readFile(dir, e))
	}
	return b.Module
}

// addFile adds the blocks of a file.
func (b *builder) addFile(name string, p *parsed) {
	b.Broken = append(b.Broken, p.broken...)
	b.Lost = append(b.Lost, p.lost...)
	b.Diags = append(b.Diags, p.diags...)
	if p.file == nil {
		return
	}
	b.Files[name] = p.file
	b.overriding = isOverride(path.Base(name))
	content, diags := p.file.Body.Content(fileSchema)
	b.Diags = append(b.Diags, diags...)
	for _, diag := range diags {
		if diag.Subject != nil && !b.broken(*diag.Subject) { // a block that is not understood
			b.Broken = append(b.Broken, *diag.Subject)
			b.Lost = append(b.Lost, *diag.Subject)
		}
	}
	for _, block := range content.Blocks {
		b.addBlock(block)
	}
}

// addBlock adds a top-level block.
func (b *builder) addBlock(block *hcl.Block) {
	switch block.Type {
	case "terraform":
		b.addSettings(block)
	case "locals":
		b.addLocals(block)
	case "variable":
		b.addVariable(block)
	case "output":
		b.addOutput(block)
	case "provider":
		b.addProvider(block)
	case "module":
		b.addCall(block)
	case "resource", "data", "ephemeral":
		b.addResource(block)
	case "import":
		b.addImport(block)
	case "moved", "removed", "check":
		b.refuseOverride(block)
	}
}

// refuseOverride diagnoses a block that override files cannot have.
func (b *builder) refuseOverride(block *hcl.Block) {
	if b.overriding {
		b.fail(fmt.Sprintf("Cannot override %s blocks", block.Type),
			fmt.Sprintf("An override file cannot hold a %s block.", block.Type), block.DefRange)
	}
}

// broken reports whether a place is one that could not be read.
func (b *builder) broken(at hcl.Range) bool {
	return slices.ContainsFunc(b.Broken, func(lost hcl.Range) bool {
		return lost.Filename == at.Filename && at.Start.Byte >= lost.Start.Byte &&
			at.Start.Byte < lost.End.Byte
	})
}

// fail adds an error.
func (b *builder) fail(summary, detail string, at hcl.Range) {
	b.Diags = append(b.Diags, &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: summary, Detail: detail, Subject: &at,
	})
}

// duplicate diagnoses a second declaration of a name.
func (b *builder) duplicate(what, name string, at, first hcl.Range) {
	b.fail("Duplicate "+what, fmt.Sprintf("%s %q is declared already at %s. Each name may be "+
		"declared once in a module.", what, name, first), at)
}

// unbased diagnoses an override of nothing.
func (b *builder) unbased(what, name string, at hcl.Range) {
	b.fail("Missing "+what+" to override", fmt.Sprintf("No other file of this module declares "+
		"%s %q, so that there is nothing to override.", what, name), at)
}

// named reports whether a name is an identifier, and says so when it is none.
func (b *builder) named(what, name string, at hcl.Range) bool {
	if hclsyntax.ValidIdentifier(name) {
		return true
	}
	b.fail("Invalid "+what+" name", fmt.Sprintf("%q is no name: a name starts with a letter or "+
		"underscore and holds letters, digits, underscores and hyphens.", name), at)
	return false
}
