package terraform

import (
	"fmt"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// The limits of what Terragrunt's files may do with each other.
const (
	maxGrunt   = 20  // files that read each other in a row
	maxConfigs = 500 // files that are read for a root, each as often as it is
	maxMade    = 500 // units that a stack makes
)

// gruntConfig is a file of Terragrunt's configuration as one unit sees it: an included file is
// evaluated anew for every unit that includes it.
type gruntConfig struct {
	ev   *evaluator
	file *gruntFile
	// dir is the folder that functions and relative paths start from: that of the unit, also in a
	// file that it includes; that of the file itself in one that is read. Unit is the unit's.
	dir, unit string
	scope     *scope
	child     *gruntConfig // the one that includes this one
	use       *stackUse    // the block of the stack that makes the unit
	depth     int

	includes   []*gruntInclude
	includeWas int // 0: not evaluated, 1: under way, 2: done
}

// gruntInclude is an include block.
type gruntInclude struct {
	label, strategy string
	// config is nil for a file that is not known or not there, which because explains.
	config  *gruntConfig
	because cty.Value
	at      hcl.Range
}

// gruntConfig returns the configuration of a unit.
func (ev *evaluator) gruntConfig(u *unit) *gruntConfig {
	if g, ok := ev.units[u.dir]; ok {
		return g
	}
	g := ev.newGruntConfig(u.file, u.context, u.context, 0)
	g.use = u.use
	ev.units[u.dir] = g
	return g
}

func (ev *evaluator) newGruntConfig(file *gruntFile, dir, unit string, depth int) *gruntConfig {
	g := &gruntConfig{ev: ev, file: file, dir: dir, unit: unit, depth: depth}
	g.scope = &scope{
		ev: ev, module: &Module{Dir: dir, Locals: file.locals}, grunt: g,
		home:   &home{dir: ev.root, environment: ev.opts.environment},
		config: file.path + ":", locals: map[string]*cell{},
	}
	if !file.said {
		ev.reportAll(file.parsed.diags)
	}
	ev.gruntFiles[file.path] = file
	ev.configs++
	return g
}

// eval evaluates an expression of the configuration.
func (g *gruntConfig) eval(x hcl.Expression) cty.Value {
	v := cty.NilVal
	g.ev.aside(func() { v = g.ev.light(g.scope.env().eval(g.ev.syntax(x)), x.Range()) })
	return v
}

// attr evaluates an argument of a block; NilVal where it is left out.
func (g *gruntConfig) attr(body *hclsyntax.Body, name string) cty.Value {
	if attr, ok := body.Attributes[name]; ok {
		return g.eval(attr.Expr)
	}
	return cty.NilVal
}

// included returns the include blocks with the files that they name. An included file includes
// nothing itself.
func (g *gruntConfig) included() []*gruntInclude {
	if g.includeWas != 0 || g.child != nil {
		return g.includes
	}
	g.includeWas = 1
	for _, block := range g.file.blocks("include") {
		inc := &gruntInclude{at: block.DefRange(), strategy: "shallow"}
		if len(block.Labels) > 0 {
			inc.label = block.Labels[0]
		}
		if v := g.attr(block.Body, "merge_strategy"); v != cty.NilVal && plainText(v) {
			inc.strategy = v.AsString()
		}
		g.open(inc, block)
		g.includes = append(g.includes, inc)
	}
	g.includeWas = 2
	return g.includes
}

// open reads the file that an include block names.
func (g *gruntConfig) open(inc *gruntInclude, block *hclsyntax.Block) {
	v := g.attr(block.Body, "path")
	if v == cty.NilVal {
		v = g.ev.fail(inc.at, "Missing required argument", "An include block needs a path.")
	}
	if !plainText(v) {
		inc.because = g.ev.because(cty.DynamicPseudoType, v)
		return
	}
	file, because := g.read(v.AsString(), block.Body.Attributes["path"].Expr.Range())
	if file == nil {
		inc.because = because
		return
	}
	inc.config = g.ev.newGruntConfig(file, g.dir, g.unit, g.depth+1)
	inc.config.child = g
}

// read reads another file; nil, and an unknown value, where it is not there.
func (g *gruntConfig) read(name string, at hcl.Range) (*gruntFile, cty.Value) {
	file := g.ev.tree.gruntFile(g.ev.tree.src.Relative(g.path(name)))
	if file.err == nil && g.depth < maxGrunt && g.ev.configs < maxConfigs {
		return file, cty.NilVal
	}
	why := fmt.Sprintf("reads %s, which cannot be read", file.path)
	g.ev.report(&hcl.Diagnostic{
		Severity: hcl.DiagWarning, Summary: "File cannot be read",
		Detail: fmt.Sprintf("The file %s cannot be read.", file.path), Subject: at.Ptr(),
	})
	return nil, g.hole(path.Base(g.file.path), why, "", at)
}

// path returns a path that the configuration names, relative or absolute.
func (g *gruntConfig) path(name string) string {
	if path.IsAbs(name) {
		return path.Clean(name)
	}
	return path.Join(g.dir, name)
}

// hole returns an unknown value.
func (g *gruntConfig) hole(what, why, hint string, at hcl.Range) cty.Value {
	return g.ev.unknown(cty.DynamicPseudoType, g.ev.origins.Add(parser.Origin{
		What: what, Why: why, Hint: hint, Range: at,
	}))
}

// merged returns the configurations that make up a unit's, from the weakest to the strongest, with
// how each is merged.
func (g *gruntConfig) merged() []*gruntInclude {
	var list []*gruntInclude
	for _, inc := range g.included() {
		if inc.strategy != "no_merge" {
			list = append(list, inc)
		}
	}
	return append(list, &gruntInclude{config: g})
}

// source returns the source of the unit's module and where it is written; NilVal where none is.
func (g *gruntConfig) source() (cty.Value, hcl.Range) {
	found, at := cty.NilVal, g.file.start()
	for _, part := range g.merged() {
		if part.config == nil {
			found, at = part.because, part.at
			continue
		}
		for _, block := range part.config.file.blocks("terraform") {
			if attr, ok := block.Body.Attributes["source"]; ok {
				found, at = part.config.eval(attr.Expr), attr.Expr.Range()
			}
		}
	}
	if found != cty.NilVal && plainText(found) && strings.Trim(found.AsString(), "./") == "" &&
		!strings.HasPrefix(found.AsString(), "..") {
		return cty.NilVal, at
	}
	return found, at
}

// skipped reports whether the unit is certainly not applied.
func (g *gruntConfig) skipped() bool {
	on := func(v cty.Value) bool {
		return v != cty.NilVal && !v.IsMarked() && v.IsKnown() && !v.IsNull() &&
			v.Type() == cty.Bool && v.True()
	}
	return on(g.attr(g.file.body, "skip"))
}

// generated returns the files that Terragrunt writes beside the unit's module.
func (g *gruntConfig) generated() []generatedFile {
	files := map[string]generatedFile{}
	for _, part := range g.merged() {
		if part.config == nil {
			files["\x00"] = generatedFile{path: "unknown.tf", at: part.at, file: g.file}
			continue
		}
		c := part.config
		for _, block := range c.file.blocks("generate") {
			if len(block.Labels) == 0 {
				continue
			}
			f := generatedFile{file: c.file, at: block.DefRange()}
			if attr, ok := block.Body.Attributes["contents"]; ok {
				f.text, f.at = c.eval(attr.Expr), attr.Expr.Range()
			}
			f.path = c.word(c.attr(block.Body, "path"))
			f.exists = c.word(c.attr(block.Body, "if_exists"))
			files[block.Labels[0]] = f
		}
		if attr, ok := c.file.body.Attributes["generate"]; ok {
			c.generatedMap(files, attr)
		}
	}
	list := make([]generatedFile, 0, len(files))
	for _, name := range sortedKeys(files) {
		list = append(list, files[name])
	}
	return list
}

// backend returns where the unit keeps its state; nil where no remote_state block says.
// https://terragrunt.gruntwork.io/docs/reference/hcl/blocks/#remote_state
func (g *gruntConfig) backend() *Backend {
	var found *Backend
	for _, part := range g.merged() {
		if part.config == nil {
			continue
		}
		for _, block := range part.config.file.blocks("remote_state") {
			c := part.config
			body := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}}
			config := c.attr(block.Body, "config")
			if config == cty.NilVal || config.IsMarked() || !config.IsKnown() || config.IsNull() ||
				!config.Type().IsObjectType() && !config.Type().IsMapType() {
				continue
			}
			for name, v := range config.AsValueMap() {
				body.Attributes[name] = &hclsyntax.Attribute{
					Name: name, SrcRange: block.DefRange(),
					Expr: &hclsyntax.LiteralValueExpr{Val: v, SrcRange: block.DefRange()},
				}
			}
			found = &Backend{
				Type: c.word(c.attr(block.Body, "backend")), Config: body, Decl: block.DefRange(),
			}
		}
	}
	return found
}

// word returns text that is known.
func (g *gruntConfig) word(v cty.Value) string {
	if v == cty.NilVal || !plainText(v) {
		return ""
	}
	return v.AsString()
}

// generatedMap reads generated files from an argument instead of blocks.
func (g *gruntConfig) generatedMap(files map[string]generatedFile, attr *hclsyntax.Attribute) {
	all := g.eval(attr.Expr)
	plain, _ := all.Unmark()
	if !plain.IsKnown() {
		files["\x00"] = generatedFile{path: "unknown.tf", at: attr.SrcRange, file: g.file}
		return
	}
	if plain.IsNull() || !plain.CanIterateElements() {
		return
	}
	for it := plain.ElementIterator(); it.Next(); {
		key, v := it.Element()
		if !plainText(key) || v.IsMarked() || !v.IsKnown() || v.IsNull() ||
			!v.Type().IsObjectType() && !v.Type().IsMapType() {
			continue
		}
		fields := v.AsValueMap()
		f := generatedFile{file: g.file, at: attr.Expr.Range()}
		f.path, f.exists = g.word(fields["path"]), g.word(fields["if_exists"])
		f.text = fields["contents"]
		files[key.AsString()] = f
	}
}
