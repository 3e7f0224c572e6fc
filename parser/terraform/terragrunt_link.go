package terraform

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// depend returns an output of a dependency; all of them where no name is given. What is written for
// the time before the dependency was applied (mock_outputs) is never what is deployed.
func (g *gruntConfig) depend(
	block *hclsyntax.Block, name, out string, at hcl.Range,
) cty.Value {
	what := "dependency." + name + ".outputs"
	if out != "" {
		what += "." + out
	}
	v := g.attr(block.Body, "config_path")
	if v == cty.NilVal || !plainText(v) {
		if v == cty.NilVal {
			v = g.hole(what, "is of a dependency without config_path", "", at)
		}
		return g.ev.because(cty.DynamicPseudoType, v)
	}
	dir := g.ev.tree.src.Relative(g.path(v.AsString()))
	if r, err := g.ev.tree.src.Resolve(dir); err == nil {
		dir = r
	}
	top, why := g.ev.dependency(dir)
	if top == nil {
		return g.hole(what, why, "", at)
	}
	g.ev.assumes[fmt.Sprintf("dependency.%s has the outputs that %s declares", name, dir)] = true
	if out == "" {
		return top.object()
	}
	if value, ok := top.output(out); ok {
		return value
	}
	if top.module.Model != nil {
		return top.attr(out, at)
	}
	return g.hole(what, "is not among the outputs of "+dir, "", at)
}

// dependency returns the scope of the root in a folder; nil where it cannot be had, and why.
func (ev *evaluator) dependency(dir string) (*scope, string) {
	ev.spoilt = ev.spoilt || ev.alone
	switch {
	case ev.opts.Isolated || ev.alone:
		return nil, "is an output of " + dir + ", which is another root"
	case !slices.Contains(ev.tree.roots, dir):
		return nil, "is an output of " + dir + ", which is no root of this run"
	case dir == ev.root || ev.waiting[dir]:
		return nil, "is an output of " + dir + ", which waits for this configuration"
	}
	ev.waiting[dir] = true
	defer delete(ev.waiting, dir)
	environment, why := ev.environmentOf(dir, ev.scopes[0].home)
	if why != "" {
		return nil, "is an output of " + dir + ": " + why
	}
	top, why := ev.reach(dir, "", environment, ev.ownPlace())
	if top == nil {
		return nil, "is an output of " + dir + ": " + why
	}
	return top, ""
}

// ownPlace stands for where the root's own provider is, as far as nothing pins that: the same shell
// applies the units that depend on each other. It is nil where the provider logs in in its own way.
func (ev *evaluator) ownPlace() *providerState {
	m := ev.scopes[0].module
	p := &ProviderConfig{Name: "aws"}
	for _, own := range m.Providers {
		if own.Name == "aws" && own.Alias == "" {
			p = own
		}
	}
	if p.Config != nil && logsIn(ev.nativeBody(p.Config, providerSchemaOf)) {
		return nil
	}
	return &providerState{
		region:  ev.origins.Token(unpinned(parser.Region, "region", "provider.aws", p)),
		account: ev.origins.Token(unpinned(parser.Account, "account", "provider.aws", p)),
	}
}

// logsIn reports whether a provider says how it logs in.
func logsIn(body *hclsyntax.Body) bool {
	for _, name := range credentialArguments {
		if body.Attributes[name] != nil {
			return true
		}
	}
	return slices.ContainsFunc(body.Blocks, func(block *hclsyntax.Block) bool {
		return block.Type != "default_tags" && block.Type != "ignore_tags"
	})
}
