package cloudformation

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// stack is a template with values: what CloudFormation makes of it once.
type stack struct {
	ev  *evaluator
	tpl *template
	// prefix is what comes before the logical ids in addresses: "", or "Outer/Inner/".
	prefix string
	// owner is the resource of the outer stack that this one is; nil for a root.
	owner *resource
	// foreign is set for a stack of its own that the root only refers to, and what is inside it.
	foreign *template

	env        *environ
	params     map[string]*parameter
	conditions map[string]*condition
	resources  map[string]*resource
	order      []*resource
	outputs    map[string]*output
	// open is set where the template may hold more than is seen: an unknown macro, SAM.
	open bool
	// lost says why nothing in the template is certain: the macro that may change it.
	lost *parser.Origin
	// extra are the files that the whole template includes, opaques what creates unseen things.
	extra    []*node
	mappings []*node
	// unseenMappings is set where mappings are included that are not in view.
	unseenMappings bool
	opaques        []parser.Opaque
	inclusions     int
	// family is what a root and the stacks nested in it export, by the names; nil until asked for.
	family map[string][]place
}

// environ is where a stack is deployed: known text, or tokens.
type environ struct{ region, account, partition, suffix, name, id string }

// resource is a resource of a stack.
type resource struct {
	stack *stack
	id    string
	key   *node
	node  *node
	typ   string
	// maybe says why it is not known whether the resource exists; gone is set when it does not.
	maybe *parser.Origin
	gone  bool

	state  state
	attrs  cty.Value
	tokens map[string]string
	inner  *stack // of a nested stack whose template is in view
	unseen string // why the template of a nested stack is not in view
	// guess says that a URL has but the name of the file in common with its template.
	guess bool
	nest  state
	// made is set for what a transform has made of another resource.
	made bool
}

// state is how far an evaluation has come.
type state uint8

// The states.
const (
	untouched state = iota
	running
	done
)

func (r *resource) address() string { return r.stack.prefix + r.id }

// output is an output of a stack.
type output struct {
	name  string
	node  *node
	key   *node
	state state
	value cty.Value
}

// newStack makes a stack of a template.
func (ev *evaluator) newStack(t *template, prefix string, owner *resource, env *environ) *stack {
	s := &stack{
		ev: ev, tpl: t, prefix: prefix, owner: owner, env: env,
		params: map[string]*parameter{}, conditions: map[string]*condition{},
		resources: map[string]*resource{}, outputs: map[string]*output{},
	}
	if owner != nil {
		s.foreign = owner.stack.foreign
	}
	ev.stacks = append(ev.stacks, s)
	return s
}

// fill reads the sections of the template. The parameters must have their values.
func (s *stack) fill() {
	s.readTransforms()
	for _, part := range append([]*node{s.tpl.root}, s.extra...) {
		s.readMappings(part.get("Mappings"))
		s.each("Conditions", part.get("Conditions"), func(key, item *node) {
			s.conditions[key.text] = &condition{name: key.text, key: key, node: item}
		})
		s.each("Resources", part.get("Resources"), s.addResource)
		s.each("Outputs", part.get("Outputs"), func(key, item *node) {
			s.outputs[key.text] = &output{name: key.text, key: key, node: item}
		})
	}
	s.serverless()
	s.packaged()
	for _, r := range s.order {
		s.exists(r)
	}
}

// each calls the function with every entry of a section, loops unrolled.
func (s *stack) each(name string, section *node, do func(key, item *node)) {
	if section == nil || section.kind == nothing {
		return
	}
	if section.kind != object {
		if section.isCall("Transform") {
			s.includeSection(section.arg(), do)
			return
		}
		s.fail(section, "Invalid section", fmt.Sprintf("The section %s must be an object.", name))
		return
	}
	for i, key := range section.keys {
		switch {
		case strings.HasPrefix(key.text, "Fn::ForEach::"):
			for _, entry := range s.loop(key, section.items[i]) {
				do(entry.key, entry.item)
			}
		case key.text == "Fn::Transform":
			s.includeSection(section.items[i], do)
		default:
			do(key, section.items[i])
		}
	}
}

// addResource adds a resource of the template.
func (s *stack) addResource(key, item *node) {
	if s.tpl.alien != nil && !item.get("Type").is(text) {
		return
	}
	if item.isCall("Transform") {
		s.addTransformed(key, item.arg(), nil)
		return
	}
	if !item.is(object) {
		s.fail(key, "Invalid resource", fmt.Sprintf("The resource %s must be an object.", key.text))
		return
	}
	typ := item.get("Type")
	if transform := item.get("Fn::Transform"); typ == nil && transform != nil {
		s.addTransformed(key, transform, item)
		return
	}
	if !typ.is(text) {
		s.untyped(key)
		return
	}
	s.add(&resource{stack: s, id: key.text, key: key, node: item, typ: typ.text})
}

func (s *stack) untyped(key *node) {
	s.fail(key, "Invalid resource", fmt.Sprintf("The resource %s has no type.", key.text))
}

// addTransformed adds a resource whose type a macro gives it, beside what else is said of it.
func (s *stack) addTransformed(key, transform, beside *node) {
	included, why := s.included(transform)
	if included != nil {
		whole := overlay(included, beside)
		if beside != nil && whole.get("Type") == nil {
			s.untyped(key)
			return
		}
		s.addResource(key, whole)
		return
	}
	s.open = true
	s.opaques = append(s.opaques, parser.Opaque{
		Address: s.prefix + key.text, Origin: originOf(macroOf(transform), why, transform),
	})
}

// add adds a resource.
func (s *stack) add(r *resource) {
	r.tokens = map[string]string{}
	s.resources[r.id] = r
	s.order = append(s.order, r)
}

// exists decides whether a resource is created.
func (s *stack) exists(r *resource) {
	if s.lost == nil && s.owner != nil && s.owner.maybe != nil {
		r.maybe = s.owner.maybe
	}
	if strings.Contains(r.id, "[*]") && r.maybe == nil {
		r.maybe = &parser.Origin{
			What: r.address(), Why: "is made by a loop over a list that is not known",
			Range: r.key.span(),
		}
	}
	name := r.node.get("Condition")
	if name == nil {
		return
	}
	t, why := s.named(name)
	switch t {
	case no:
		r.gone = true
	case undecided:
		origin := s.ev.origins.Get(why)
		r.maybe = &origin
	case yes:
	}
}

// properties returns the node of a resource's properties.
func (r *resource) properties() *node { return r.node.get("Properties") }

// decl is the range of the logical id.
func (r *resource) decl() hcl.Range { return r.key.span() }

// callers are the resources of the nested stacks that lead here, innermost first.
func (s *stack) callers() []hcl.Range {
	var list []hcl.Range
	for at := s; at.owner != nil; at = at.owner.stack {
		list = append(list, at.owner.decl())
	}
	return list
}

// hidden reports whether the template may declare more than is seen, so that a name that leads
// nowhere is no error.
func (s *stack) hidden() bool { return s.open || s.lost != nil }
