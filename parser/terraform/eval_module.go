package terraform

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sort"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/terraform/registry"
)

// callNode is a module call in a module instance.
type callNode struct {
	scope *scope
	cfg   *Call
	set   *instanceSet
	busy  bool
}

func (n *callNode) label() string { return "module." + n.cfg.Name }

// instances returns the module instances that the call makes.
func (n *callNode) instances() *instanceSet {
	if n.set != nil {
		return n.set
	}
	ev := n.scope.ev
	if n.busy {
		id, _ := ev.firstHole(ev.cyclic(n.scope.config + n.label()))
		origin := ev.origins.Get(id)
		it := &iteration{suffix: "[*]", maybe: &origin}
		return &instanceSet{kind: manyTimes, why: id, list: []target{n.opaque(it, origin)}}
	}
	n.busy = true
	ev.aside(func() { n.set = n.expand() })
	n.busy = false
	return n.set
}

func (n *callNode) expand() *instanceSet {
	kind, list := n.scope.env().repetitions(n.cfg.Count, n.cfg.ForEach, n.cfg.Enabled)
	if kind == manyTimes {
		kind, list = n.scope.ev.beside.resolvedCall(n.scope.address+n.label(), list)
	}
	set := &instanceSet{kind: kind}
	module, origin := n.child()
	if ev := n.scope.ev; module != nil && len(ev.scopes)+len(list) > maxScopes {
		ev.fail(n.cfg.Decl, "Limit reached",
			fmt.Sprintf("More than %d modules are called; this call is not followed.", maxScopes))
		module, origin.Why = nil, "is one of too many modules"
	}
	for _, it := range list {
		if it.key != cty.NilVal && kind == byKey {
			set.keys = append(set.keys, it.key.AsString())
		}
		if module == nil {
			set.list = append(set.list, n.opaque(it, origin))
			continue
		}
		set.list = append(set.list, n.instance(module, it))
	}
	if kind == manyTimes {
		set.why = n.scope.ev.origins.Add(*list[0].maybe)
	}
	return set
}

// child returns the module that is called, or why it cannot be seen.
func (n *callNode) child() (*Module, parser.Origin) {
	s := n.scope
	origin := parser.Origin{
		What: s.config + n.label(), Range: n.cfg.Decl,
		Why:  fmt.Sprintf("has its source %s elsewhere", n.cfg.Source),
		Hint: "run `terraform init` to have it on disk",
	}
	if n.cfg.Source == "" {
		origin.Why, origin.Hint = "has a source that is not a literal string", ""
	}
	if localSource(n.cfg.Source) {
		origin.Why, origin.Hint = "has a source that cannot be read", ""
	}
	module, ok := s.ev.tree.Child(s.home.dir, n.key(), s.module, n.cfg)
	if b := s.ev.tree.same[n.cfg]; !ok && b.why != "" {
		origin.Why, origin.Hint = b.why, b.hint
		return nil, origin
	}
	if !ok {
		model, why := s.ev.tree.modelOf(s.module, n.cfg, slices.Sorted(maps.Keys(n.inputs())))
		if model == nil {
			origin.Why = cmp.Or(why, origin.Why)
			return nil, origin
		}
		module = model
	}
	if b := s.ev.tree.same[n.cfg]; b.dir == module.Dir && b.assumes != "" {
		s.ev.assumes[b.assumes] = true
	}
	origin.Hint = ""
	if s.depth >= maxModules {
		s.ev.fail(n.cfg.Decl, "Limit reached", "Modules are called inside each other too deeply.")
		origin.Why = "is nested too deeply"
		return nil, origin
	}
	for outer := s; outer != nil; outer = outer.parent {
		if outer.module == module {
			origin.Why = "calls itself in a circle"
			return nil, origin
		}
	}
	return module, origin
}

// key names the call from the root, without instance keys.
func (n *callNode) key() string {
	if n.scope.key == "" {
		return n.cfg.Name
	}
	return n.scope.key + "." + n.cfg.Name
}

func (n *callNode) instance(m *Module, it *iteration) *scope {
	s := n.scope.ev.newScope(m)
	s.parent, s.call, s.iter, s.home = n.scope, n, it, n.scope.home
	s.address = n.scope.address + n.label() + it.suffix + "."
	s.config = n.scope.config + n.label() + "."
	s.key = n.key()
	s.depth = n.scope.depth + 1
	s.maybe = n.scope.maybe
	if it.maybe != nil {
		s.maybe = it.maybe
	}
	s.callers = append([]hcl.Range{n.cfg.Decl}, n.scope.callers...)
	if n.scope.module.Model != nil { // the innermost call that somebody has written
		s.callers = n.scope.callers
	}
	s.inputs = n.inputs()
	return s
}

// inputs returns the arguments of the call.
func (n *callNode) inputs() map[string]hcl.Expression {
	inputs := map[string]hcl.Expression{}
	for name, attr := range n.scope.ev.nativeBody(n.cfg.Config, nil).Attributes {
		if !callArguments[name] {
			inputs[name] = attr.Expr
		}
	}
	return inputs
}

// callArguments are the arguments of a module block that are no variables of the module.
var callArguments = map[string]bool{
	"source": true, "version": true, "count": true, "for_each": true, "depends_on": true,
	"providers": true,
}

// opaqueModule is an instance of a module that cannot be seen.
type opaqueModule struct {
	node   *callNode
	iter   *iteration
	origin parser.Origin
}

func (n *callNode) opaque(it *iteration, origin parser.Origin) *opaqueModule {
	return &opaqueModule{node: n, iter: it, origin: origin}
}

func (m *opaqueModule) address() string {
	return m.node.scope.address + m.node.label() + m.iter.suffix
}

// attr implements target.
func (m *opaqueModule) attr(name string, _ hcl.Range) cty.Value {
	origin := m.origin
	origin.Address, origin.Attr = m.address(), name
	ev := m.node.scope.ev
	return ev.unknown(cty.DynamicPseudoType, ev.origins.Add(origin))
}

// object implements target.
func (m *opaqueModule) object() cty.Value { return m.attr("", hcl.Range{}) }

// entry returns what the root tells about the module.
func (m *opaqueModule) entry() parser.Opaque {
	e := &env{scope: m.node.scope, iter: m.iter}
	handed := map[string]bool{}
	for _, x := range sortedInputs(m.node.inputs()) {
		m.node.scope.ev.addresses(e.eval(m.node.scope.ev.syntax(x)), handed)
	}
	return parser.Opaque{
		Address: m.address(), Origin: m.origin, Handed: slices.Sorted(maps.Keys(handed)),
		Foreign: m.node.scope.home.foreign, Apart: registry.Apart(m.node.cfg.Source),
	}
}

func sortedInputs(inputs map[string]hcl.Expression) []hcl.Expression {
	names := slices.Sorted(maps.Keys(inputs))
	list := make([]hcl.Expression, len(names))
	for i, name := range names {
		list[i] = inputs[name]
	}
	return list
}

// addresses collects the resources whose references a value holds.
func (ev *evaluator) addresses(v cty.Value, found map[string]bool) {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() {
		return
	}
	if v.Type() == cty.String {
		ev.textAddresses(v.AsString(), found)
		return
	}
	if v.CanIterateElements() {
		for it := v.ElementIterator(); it.Next(); {
			key, element := it.Element()
			ev.addresses(key, found)
			ev.addresses(element, found)
		}
	}
}

func (ev *evaluator) textAddresses(s string, found map[string]bool) {
	for _, origin := range ev.origins.In(s) {
		if origin.Kind == parser.Reference {
			found[origin.Address] = true
			ev.textAddresses(origin.Shape, found)
		}
		if origin.Decoded != "" {
			ev.textAddresses(origin.Decoded, found)
		}
	}
}

// opaque lists what may create resources that cannot be seen.
func (ev *evaluator) opaque() []parser.Opaque {
	var list []parser.Opaque
	for _, s := range ev.scopes {
		for _, n := range s.calls {
			for _, t := range n.instances().list {
				if m, ok := t.(*opaqueModule); ok {
					list = append(list, m.entry())
				}
			}
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Address < list[j].Address })
	return list
}

// nativeBody returns a body as native syntax. JSON and merged bodies are read by the schema, or,
// without one, as attributes.
func (ev *evaluator) nativeBody(body hcl.Body, schema *blockSchema) *hclsyntax.Body {
	switch b := body.(type) {
	case nil:
		return &hclsyntax.Body{}
	case *hclsyntax.Body:
		return b
	}
	if known, ok := ev.bodies[body]; ok {
		return known
	}
	native := ev.translateBody(body, schema)
	ev.bodies[body] = native
	return native
}
