package terraform

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// askedState reads where the state is kept that a data source reads, and its workspace.
// https://developer.hashicorp.com/terraform/language/state/remote-state-data
func (r *resourceInstance) askedState() (p *place, workspace, why string) {
	kind, ok := r.text("backend")
	if !ok || parser.Holed(kind) {
		return nil, "", "its backend is not known"
	}
	p = newPlace(r.node.scope.home.dir, kind)
	if why = r.askedConfig(p); why != "" {
		return nil, "", why
	}
	p.workspaces()
	workspace, named := r.text("workspace")
	if !named {
		workspace = defaultWorkspace
	}
	if parser.Holed(workspace) {
		return nil, "", "its workspace is not known"
	}
	if p.prefix != "" {
		p.values["workspace"] = p.prefix + workspace
	}
	p.finish()
	switch name := p.missing(); {
	case backendKeys[p.kind] == nil:
		return nil, "", "states of the backend " + kind + " are not looked for"
	case name != "":
		return nil, "", "the " + name + " of its backend is not known"
	}
	return p, workspace, ""
}

// askedConfig reads the argument config.
func (r *resourceInstance) askedConfig(p *place) string {
	config := r.field("config")
	if plain, _ := config.Unmark(); plain.IsKnown() && !plain.IsNull() && plain.Type().IsTupleType() {
		if list := elements(config); len(list) == 1 { // the spelling as a block
			config = list[0]
		}
	}
	plain, _ := config.Unmark()
	switch {
	case plain.IsKnown() && plain.IsNull():
		return ""
	case !plain.IsKnown() || config.IsMarked() || !plain.CanIterateElements():
		return "its config is not known"
	}
	for it := plain.ElementIterator(); it.Next(); {
		key, v := it.Element()
		if key.Type() != cty.String {
			return "its config is not known"
		}
		name := key.AsString()
		if inner, _ := v.Unmark(); name == "workspaces" && inner.IsKnown() && !inner.IsNull() {
			r.askedWorkspaces(p, inner)
			continue
		}
		p.set(r.ev(), name, v)
	}
	return ""
}

// askedWorkspaces reads workspaces = { name = … }, or its spelling as a block.
func (r *resourceInstance) askedWorkspaces(p *place, v cty.Value) {
	if v.Type().IsTupleType() && v.LengthInt() == 1 {
		v, _ = v.Index(cty.Zero).Unmark()
	}
	if !v.Type().IsObjectType() && !v.Type().IsMapType() || !v.IsKnown() {
		p.unknown["workspace"] = true
		return
	}
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		p.set(r.ev(), "workspaces."+key.AsString(), element)
	}
}

// linkState links a state to the root that writes it.
func (r *resourceInstance) linkState() {
	asked, workspace, why := r.askedState()
	if why != "" {
		r.unlinked = why
		return
	}
	type owner struct {
		root, workspace string
		chosen          bool
	}
	owners := map[owner]bool{}
	for _, p := range r.ev().tree.linker.places {
		if in, ok := p.same(asked, workspace); ok {
			owners[owner{p.root, in, p.chosen}] = true
		}
	}
	if len(owners) != 1 {
		r.unlinked = "no root here keeps its state in the " + asked.describe()
		if len(owners) > 1 {
			r.unlinked = fmt.Sprintf("%d roots here keep their state in the %s", len(owners),
				asked.describe())
		}
		return
	}
	for one := range owners {
		if one.root == r.node.scope.home.dir {
			r.unlinked = "it is the state of the configuration itself"
			return
		}
		environment, why := r.ev().stateEnvironment(
			one.root, one.workspace, r.node.scope.home, one.chosen)
		if r.unlinked = why; why != "" {
			return
		}
		top, why := r.ev().reach(one.root, one.workspace, environment,
			r.node.scope.top().providerNamed("aws"))
		if r.unlinked = why; why != "" {
			return
		}
		r.state = top
		r.linkTo("the state", one.root, "its "+asked.describe())
	}
}

// stateEnvironment returns the environment of a root that writes the state of a workspace, and why
// it is not known what is written. Chosen is that of the place.
func (ev *evaluator) stateEnvironment(
	dir, workspace string, from *home, chosen bool,
) (name, why string) {
	name, why = ev.environmentIn(dir, from, func(one *reading) bool {
		return one.workspace == "" || one.workspace == workspace
	})
	if why == "" && name == "" && chosen {
		why = "it is not known which values of its variables " + dir + " has there"
	}
	return name, why
}

// top returns the scope of the configuration that a scope is a part of.
func (s *scope) top() *scope {
	for s.parent != nil {
		s = s.parent
	}
	return s
}

// stateOutput returns an output of the configuration whose state the data source reads.
func (r *resourceInstance) stateOutput(step hcl.Traverser) (cty.Value, bool) {
	if r.node.cfg.Type != "terraform_remote_state" || !r.evaluate() || r.state == nil {
		return cty.NilVal, false
	}
	name := ""
	switch step := step.(type) {
	case hcl.TraverseAttr:
		name = step.Name
	case hcl.TraverseIndex:
		if text, ok := r.ev().textOf(step.Key); ok && !parser.Holed(text) {
			name = text
		}
	}
	if name == "" {
		return cty.NilVal, false
	}
	if v, ok := r.outputOf(name); ok {
		return v, true
	}
	return r.ev().unknown(cty.DynamicPseudoType, r.ev().origins.Add(parser.Origin{
		Address: r.address, Attr: name, What: r.address + ".outputs." + name,
		Why: "is not among the outputs of " + r.state.home.dir, Range: r.node.cfg.Decl,
	})), true
}

// outputOf returns an output of the linked state, or what the data source says that it is where
// the state has none.
func (r *resourceInstance) outputOf(name string) (cty.Value, bool) {
	v, ok := r.state.output(name)
	if plain, _ := v.Unmark(); ok && (!plain.IsKnown() || !plain.IsNull()) {
		return v, true
	}
	defaults, _ := r.field("defaults").Unmark()
	if !defaults.IsKnown() {
		return cty.NilVal, false
	}
	if !defaults.IsNull() && defaults.Type().IsObjectType() && defaults.Type().HasAttribute(name) {
		return defaults.GetAttr(name), true
	}
	return cty.NilVal, false
}

// outputs is what a linked state holds.
func (r *resourceInstance) outputs() cty.Value {
	names := map[string]bool{}
	for name := range r.state.module.Outputs {
		names[name] = true
	}
	if defaults, _ := r.field("defaults").Unmark(); defaults.IsKnown() && !defaults.IsNull() &&
		defaults.Type().IsObjectType() {
		for name := range defaults.Type().AttributeTypes() {
			names[name] = true
		}
	}
	fields := map[string]cty.Value{}
	for _, name := range sortedKeys(names) {
		if v, ok := r.outputOf(name); ok {
			fields[name] = v
		}
	}
	return cty.ObjectVal(fields)
}
