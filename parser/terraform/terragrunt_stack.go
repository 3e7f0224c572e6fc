package terraform

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// What belongs to Terragrunt's stacks: the file that declares one, the folder below it where the
// units are made, and the values of a unit that was made.
// https://terragrunt.gruntwork.io/docs/features/stacks/
const (
	stackName   = "terragrunt.stack.hcl"
	stackFolder = ".terragrunt-stack"
	valuesName  = "terragrunt.values.hcl"
)

// stackUse is a unit or stack block: who makes a unit, and with what values.
type stackUse struct {
	file  *gruntFile
	dir   string // the folder of the stack that holds the block
	block *hclsyntax.Block
	outer *stackUse // the block that made the stack; nil for one that is written in its place
}

// stackUnits returns the units that a stack makes, and the folders that they are made of.
func (r *reader) stackUnits(
	ctx context.Context, dir string, file *gruntFile, outer *stackUse, templates map[string]bool,
	depth int,
) []*unit {
	var made []*unit
	ev := newEvaluator(ctx, r.tree, r.opts, dir)
	g := ev.newGruntConfig(file, dir, dir, 0)
	g.use = outer
	for _, block := range file.body.Blocks {
		if !makesUnits(block) || r.made >= maxMade {
			continue
		}
		r.made++
		use := &stackUse{file: file, dir: dir, block: block, outer: outer}
		at, known := g.place(block)
		if !known {
			continue
		}
		from, why := r.stackSource(g, block)
		if from != "" && block.Type == "stack" && depth < maxGrunt {
			inner := r.tree.gruntFile(path.Join(from, stackName))
			templates[inner.path] = true
			if inner.err == nil {
				made = append(made, r.stackUnits(ctx, at, inner, use, templates, depth+1)...)
				continue
			}
			why = "has no " + stackName + " in its source " + from
		}
		u := r.madeUnit(use, at, from, why)
		templates[u.file.path] = true
		made = append(made, u)
	}
	return made
}

// makesUnits reports whether a block of a stack makes units.
func makesUnits(block *hclsyntax.Block) bool {
	return (block.Type == "unit" || block.Type == "stack") && len(block.Labels) > 0
}

// madeUnit returns the unit that a block makes of a folder; why says why that cannot be seen.
func (r *reader) madeUnit(use *stackUse, at, from, why string) *unit {
	u := &unit{dir: at, context: at, use: use, file: r.tree.gruntIn(from)}
	u.missing = parser.Origin{
		What: "the module of " + at, Why: why, Range: use.block.DefRange(),
	}
	if why == "" && u.file.err != nil {
		u.missing.Why = "has no " + gruntName + " in its source " + from
	}
	return u
}

// place returns the folder that a block of a stack makes.
func (g *gruntConfig) place(block *hclsyntax.Block) (string, bool) {
	v := g.attr(block.Body, "path")
	if v == cty.NilVal || !plainText(v) {
		return path.Join(g.dir, stackFolder, block.Labels[0]), true
	}
	bare := g.attr(block.Body, "no_dot_terragrunt_stack")
	if bare != cty.NilVal && !bare.IsMarked() && bare.IsKnown() && bare.RawEquals(cty.True) {
		return path.Join(g.dir, v.AsString()), !path.IsAbs(v.AsString())
	}
	return path.Join(g.dir, stackFolder, v.AsString()), !path.IsAbs(v.AsString())
}

// stackSource returns the folder that a block of a stack copies; empty where it cannot be seen,
// and why.
func (r *reader) stackSource(g *gruntConfig, block *hclsyntax.Block) (dir, why string) {
	v := g.attr(block.Body, "source")
	if v == cty.NilVal || !plainText(withoutRef(v)) {
		return "", "has a source that is not known"
	}
	text := withoutRef(v).AsString()
	if b, ok := r.homes.borrow(g.dir, text); ok {
		return b.dir, b.why
	}
	if strings.ContainsAny(text, ":?@") || strings.HasPrefix(text, "github.com/") {
		return "", fmt.Sprintf("has its source %s elsewhere", text)
	}
	return r.tree.src.Relative(g.path(strings.Replace(text, "//", "/", 1))), ""
}

// values returns what a stack hands to the unit; false where no stack says.
func (g *gruntConfig) values() (cty.Value, bool) {
	outer := g
	if g.child != nil {
		outer = g.child
	}
	if use := outer.use; use != nil && g.depth < maxGrunt {
		if v, ok := g.ev.stackValues[use]; ok {
			return v, true
		}
		g.ev.stackValues[use] = g.ev.cyclic("values")
		stack := g.ev.newGruntConfig(use.file, use.dir, use.dir, g.depth+1)
		stack.use = use.outer
		v := stack.attr(use.block.Body, "values")
		if v == cty.NilVal {
			v = cty.EmptyObjectVal
		}
		g.ev.stackValues[use] = v
		return v, true
	}
	file := g.ev.tree.gruntFile(path.Join(outer.dir, valuesName))
	if file.err != nil {
		return cty.NilVal, false
	}
	config := g.ev.newGruntConfig(file, outer.dir, outer.unit, g.depth+1)
	fields := map[string]cty.Value{}
	for _, name := range sortedKeys(file.body.Attributes) {
		fields[name] = config.attr(file.body, name)
	}
	return cty.ObjectVal(fields), true
}

// valueReference evaluates values.NAME.
func (g *gruntConfig) valueReference(e *env, t hcl.Traversal) cty.Value {
	v, ok := g.values()
	if !ok {
		return g.hole("values."+step(t, 1), "is set by the stack that uses the unit", "",
			t.SourceRange())
	}
	return e.traverse(v, t[1:])
}
