package terraform

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// reference evaluates a name that only Terragrunt knows; false for the others.
func (g *gruntConfig) reference(e *env, t hcl.Traversal) (cty.Value, bool) {
	at := t.SourceRange()
	switch t.RootName() {
	case "include":
		v, rest := g.includeReference(t)
		return e.traverse(v, rest), true
	case "dependency":
		v, rest := g.dependencyReference(t)
		return e.traverse(v, rest), true
	case "feature":
		return e.traverse(g.feature(step(t, 1), at), t[min(3, len(t)):]), true
	case "values":
		return g.valueReference(e, t), true
	case "unit", "stack":
		return g.hole(t.RootName()+"."+step(t, 1), "is known only to terragrunt stack", "", at), true
	}
	return cty.NilVal, false
}

// includeReference evaluates include.LABEL and returns the steps that follow.
func (g *gruntConfig) includeReference(t hcl.Traversal) (cty.Value, hcl.Traversal) {
	outer := g
	if g.child != nil {
		outer = g.child
	}
	list := outer.included()
	for _, inc := range list {
		rest := t[1:]
		if inc.label != "" {
			if step(t, 1) != inc.label {
				continue
			}
			rest = t[2:]
		}
		if inc.config == nil {
			return inc.because, nil
		}
		return inc.config.member(rest)
	}
	if outer.includeWas == 1 {
		return g.hole("include", "refers to itself in a circle", "", t.SourceRange()), nil
	}
	return g.ev.fail(t.SourceRange(), "Unknown include",
		fmt.Sprintf("There is no include block %q.", step(t, 1))), nil
}

// member returns a part of a configuration that another one sees, and the steps that follow.
func (g *gruntConfig) member(rest hcl.Traversal) (cty.Value, hcl.Traversal) {
	switch step(rest, 0) {
	case "locals":
		if name := step(rest, 1); name != "" {
			if v, ok := g.scope.local(name); ok {
				return v, rest[2:]
			}
		}
		return g.localsObject(), rest[1:]
	case "inputs":
		return g.inputsObject(), rest[1:]
	case "dependency":
		return g.dependencyReference(rest)
	case "":
		return g.object(), rest
	}
	return g.object(), rest
}

// object returns what read_terragrunt_config makes of a file.
func (g *gruntConfig) object() cty.Value {
	fields := map[string]cty.Value{
		"locals": g.localsObject(), "inputs": g.inputsObject(), "dependency": g.dependencies(),
	}
	if v, _ := g.source(); v != cty.NilVal {
		fields["terraform"] = cty.ObjectVal(map[string]cty.Value{"source": v})
	}
	for _, block := range g.file.blocks("remote_state") {
		state := map[string]cty.Value{}
		for _, name := range sortedKeys(block.Body.Attributes) {
			state[name] = g.attr(block.Body, name)
		}
		fields["remote_state"] = cty.ObjectVal(state)
	}
	return cty.ObjectVal(fields)
}

func (g *gruntConfig) localsObject() cty.Value {
	fields := map[string]cty.Value{}
	for _, name := range sortedKeys(g.file.locals) {
		fields[name], _ = g.scope.local(name)
	}
	return cty.ObjectVal(fields)
}

func (g *gruntConfig) inputsObject() cty.Value {
	in := g.inputs()
	if in.rest != cty.NilVal {
		return g.ev.because(cty.DynamicPseudoType, in.rest)
	}
	fields := map[string]cty.Value{}
	for name, a := range in.fields {
		fields[name] = a.value
	}
	return cty.ObjectVal(fields)
}

// feature returns the value of a feature flag: that which it has unless the command line says
// otherwise.
func (g *gruntConfig) feature(name string, at hcl.Range) cty.Value {
	for _, part := range g.merged() {
		if part.config == nil {
			continue
		}
		for _, block := range part.config.file.blocks("feature") {
			if len(block.Labels) == 1 && block.Labels[0] == name {
				if v := part.config.attr(block.Body, "default"); v != cty.NilVal {
					return v
				}
			}
		}
	}
	return g.hole("feature."+name, "has no default", "", at)
}

// dependencyBlock finds a dependency block: in the file itself, in the unit's, in what that
// includes.
func (g *gruntConfig) dependencyBlock(name string) (*gruntConfig, *hclsyntax.Block) {
	places := []*gruntConfig{g}
	outer := g
	if g.child != nil {
		outer = g.child
		places = append(places, outer)
	}
	for _, inc := range outer.included() {
		if inc.config != nil {
			places = append(places, inc.config)
		}
	}
	for _, place := range places {
		for _, block := range place.file.blocks("dependency") {
			if len(block.Labels) == 1 && block.Labels[0] == name {
				return place, block
			}
		}
	}
	return nil, nil
}

// dependencyReference evaluates dependency.NAME.outputs.OUTPUT and returns the steps that follow.
func (g *gruntConfig) dependencyReference(t hcl.Traversal) (cty.Value, hcl.Traversal) {
	at := t.SourceRange()
	name := step(t, 1)
	if name == "" {
		return g.dependencies(), nil
	}
	place, block := g.dependencyBlock(name)
	if block == nil {
		for _, inc := range g.included() {
			if inc.config == nil {
				return inc.because, nil
			}
		}
		return g.ev.fail(at, "Unknown dependency",
			fmt.Sprintf("There is no dependency block %q.", name)), nil
	}
	if step(t, 2) != "outputs" {
		return g.hole("dependency."+name, "is known only while terragrunt runs", "", at), nil
	}
	out := step(t, 3)
	v := place.depend(block, name, out, at)
	if out == "" {
		return v, t[3:]
	}
	return v, t[4:]
}

// dependencies returns all dependencies that a file declares.
func (g *gruntConfig) dependencies() cty.Value {
	fields := map[string]cty.Value{}
	for _, block := range g.file.blocks("dependency") {
		if len(block.Labels) == 1 {
			fields[block.Labels[0]] = cty.ObjectVal(map[string]cty.Value{
				"outputs": g.depend(block, block.Labels[0], "", block.DefRange()),
			})
		}
	}
	return cty.ObjectVal(fields)
}
