package terraform

import (
	"maps"
	"path"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// clone returns a module that files may be added to and taken from.
func (m *Module) clone() *Module {
	c := *m
	c.Files = maps.Clone(m.Files)
	c.Variables = maps.Clone(m.Variables)
	c.Locals = maps.Clone(m.Locals)
	c.Outputs = maps.Clone(m.Outputs)
	c.Resources = maps.Clone(m.Resources)
	c.Calls = maps.Clone(m.Calls)
	c.Required = maps.Clone(m.Required)
	c.Providers = slices.Clone(m.Providers)
	c.Imports = slices.Clone(m.Imports)
	c.Broken, c.Lost = slices.Clone(m.Broken), slices.Clone(m.Lost)
	c.Diags = nil
	return &c
}

// drop takes out what a file declares, because another one replaces it.
func (b *builder) drop(name string) {
	if b.Files[name] == nil {
		return
	}
	delete(b.Files, name)
	in := func(at hcl.Range) bool { return at.Filename == name }
	maps.DeleteFunc(b.Variables, func(_ string, v *Variable) bool { return in(v.Decl) })
	maps.DeleteFunc(b.Locals, func(_ string, a *hcl.Attribute) bool { return in(a.Range) })
	maps.DeleteFunc(b.Outputs, func(_ string, o *Output) bool { return in(o.Decl) })
	maps.DeleteFunc(b.Resources, func(_ string, r *Resource) bool { return in(r.Decl) })
	maps.DeleteFunc(b.Calls, func(_ string, c *Call) bool { return in(c.Decl) })
	b.Providers = slices.DeleteFunc(b.Providers, func(p *ProviderConfig) bool { return in(p.Decl) })
	b.Imports = slices.DeleteFunc(b.Imports, func(i *Import) bool { return in(i.Decl) })
	b.Broken = slices.DeleteFunc(b.Broken, in)
	b.Lost = slices.DeleteFunc(b.Lost, in)
}

// rootModule returns the module of a root. Of a unit it is that of its source with the files that
// Terragrunt generates; nil, and why, where it cannot be seen.
func (ev *evaluator) rootModule(dir string) (*Module, *parser.Origin) {
	u := ev.tree.units[dir]
	if u == nil {
		m, ok := ev.tree.Module(dir)
		if !ok {
			return nil, nil
		}
		return m, nil
	}
	g := ev.gruntConfig(u)
	g.source() // for its errors
	if u.module == nil {
		return nil, &u.missing
	}
	if u.assumes != "" {
		ev.assumes[u.assumes] = true
	}
	files, backend := g.generated(), g.backend()
	if len(files) == 0 && backend == nil {
		return u.module, nil
	}
	b := &builder{Module: u.module.clone()}
	for _, f := range files {
		b.generate(f)
	}
	ev.reportAll(b.Diags)
	b.Diags = nil
	if backend != nil {
		b.Backend = backend
	}
	return b.Module, nil
}

// generatedFile is a file that Terragrunt writes beside the module.
type generatedFile struct {
	path, exists string
	text         cty.Value
	at           hcl.Range
	file         *gruntFile
}

// plainOrHoled reports whether a value is text, in which tokens may stand.
func plainOrHoled(v cty.Value) bool {
	return v != cty.NilVal && !v.IsMarked() && v.IsKnown() && !v.IsNull() && v.Type() == cty.String
}

// generate adds a generated file to a module. What it holds is placed where its text is written.
// https://terragrunt.gruntwork.io/docs/reference/hcl/blocks/#generate
func (b *builder) generate(f generatedFile) {
	name := path.Join(b.Dir, f.path)
	if !isConfig(path.Base(name)) || path.Dir(name) != b.Dir {
		return
	}
	if b.Files[name] != nil {
		if f.exists == "skip" {
			return
		}
		b.drop(name)
	}
	if !plainOrHoled(f.text) {
		b.Broken = append(b.Broken, f.at)
		b.Lost = append(b.Lost, f.at)
		return
	}
	start := hcl.Pos{Line: f.at.Start.Line + 1, Column: 1, Byte: f.at.Start.Byte + 1}
	p := &parsed{}
	p.file, p.diags = hclsyntax.ParseConfig([]byte(f.text.AsString()), f.file.path, start)
	if p.diags.HasErrors() {
		p.file = &hcl.File{Body: hcl.EmptyBody()}
		p.lose(f.file.path)
	}
	b.addFile(name, p)
	delete(b.Files, name)
	if f.file.parsed.file != nil {
		b.Files[f.file.path] = f.file.parsed.file
	}
}

// unseen notes that nothing is known of what a root declares.
func unseen(ev *evaluator, root *parser.Root, missing *parser.Origin) {
	if missing == nil {
		return
	}
	root.Opaque = append(root.Opaque, parser.Opaque{Address: "terraform.source", Origin: *missing})
	ev.gruntSources(root)
	sortDiags(ev.diags)
	root.Diags = ev.diags
}

// gruntSources adds the sources of Terragrunt's files.
func (ev *evaluator) gruntSources(root *parser.Root) {
	for name, f := range ev.gruntFiles {
		if f.parsed.file != nil {
			root.Files[name] = f.parsed.file
		}
	}
}
