package terraform

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// scope is an instance of a module: what its names stand for. Everything in it is evaluated when
// it is first asked for, and once.
type scope struct {
	ev     *evaluator
	module *Module
	// address is put before what is in the module ("module.net[0]."), config the same without
	// instance keys, key the names of the calls joined with dots; all empty in the root.
	address, config, key string
	depth                int

	// home is the configuration that the scope is a part of.
	home *home

	// The call that leads here; nil in the root.
	parent *scope
	call   *callNode
	iter   *iteration
	inputs map[string]hcl.Expression

	maybe   *parser.Origin
	callers []hcl.Range

	variables map[string]*cell
	locals    map[string]*cell
	outputs   map[string]*cell
	resources map[string]*resourceNode
	calls     map[string]*callNode
	providers map[string]*providerState
	values    map[string]assigned // of the root's variables

	whole cty.Value
	// grunt is set for the names of a file of Terragrunt's configuration.
	grunt *gruntConfig
}

// cell is a value that is evaluated once.
type cell struct {
	value cty.Value
	busy  bool
}

func (ev *evaluator) newScope(m *Module) *scope {
	s := &scope{
		ev: ev, module: m, home: &home{dir: ev.root, environment: ev.opts.environment},
		variables: map[string]*cell{},
		locals:    map[string]*cell{},
		outputs:   map[string]*cell{},
		resources: map[string]*resourceNode{},
		calls:     map[string]*callNode{},
		providers: map[string]*providerState{},
	}
	for name, r := range m.Resources {
		s.resources[name] = &resourceNode{scope: s, cfg: r, name: name}
	}
	for name, c := range m.Calls {
		s.calls[name] = &callNode{scope: s, cfg: c}
	}
	ev.scopes = append(ev.scopes, s)
	return s
}

// env returns the environment of what is not repeated in the scope.
func (s *scope) env() *env { return &env{scope: s, iter: plainIteration} }

// once evaluates a named value at its first use. Evaluating it again while that is under way is a
// cycle, which the reference graph has diagnosed.
func (s *scope) once(
	cells map[string]*cell, name string, at hcl.Range, f func() cty.Value,
) cty.Value {
	c, ok := cells[name]
	if !ok {
		c = &cell{busy: true}
		cells[name] = c
		s.ev.aside(func() { c.value = s.ev.light(f(), at) })
		c.busy = false
	}
	if c.busy {
		return s.ev.cyclic(s.config + name)
	}
	return c.value
}

// cyclic returns the value of what waits for itself.
func (ev *evaluator) cyclic(what string) cty.Value {
	return ev.unknown(cty.DynamicPseudoType, ev.origins.Add(parser.Origin{
		What: what, Why: "refers to itself in a circle",
	}))
}

func (s *scope) local(name string) (cty.Value, bool) {
	attr, ok := s.module.Locals[name]
	if !ok {
		return cty.NilVal, false
	}
	return s.once(s.locals, name, attr.Range, func() cty.Value {
		return s.env().eval(s.ev.syntax(attr.Expr))
	}), true
}

func (s *scope) output(name string) (cty.Value, bool) {
	out, ok := s.module.Outputs[name]
	if !ok {
		return cty.NilVal, false
	}
	return s.once(s.outputs, name, out.Decl, func() cty.Value {
		if out.Value == nil {
			return cty.NullVal(cty.DynamicPseudoType)
		}
		return s.env().eval(s.ev.syntax(out.Value))
	}), true
}

// attr implements target: an output of the module instance.
func (s *scope) attr(name string, at hcl.Range) cty.Value {
	if v, ok := s.output(name); ok {
		return v
	}
	if s.module.Model != nil {
		return s.ev.unknown(cty.DynamicPseudoType, s.ev.origins.Add(s.unmodelled(name)))
	}
	return s.ev.fail(at, "Unsupported attribute",
		"The module "+s.call.cfg.Name+" has no output named \""+name+"\".")
}

// unmodelled is the origin of an output that a model does not hold.
func (s *scope) unmodelled(name string) parser.Origin {
	at := s.callers[0]
	if s.call != nil {
		at = s.call.cfg.Decl
	}
	return parser.Origin{
		Address: strings.TrimSuffix(s.address, "."), Attr: name,
		What: s.config + "output." + name, Range: at,
		Why:  "is not in ecrlint's model of " + s.module.Model.Source,
		Hint: "run `terraform init` to have the module on disk",
	}
}

// object implements target.
func (s *scope) object() cty.Value {
	if s.whole == cty.NilVal {
		fields := make(map[string]cty.Value, len(s.module.Outputs))
		for _, name := range slices.Sorted(maps.Keys(s.module.Outputs)) {
			fields[name], _ = s.output(name)
		}
		if model := s.module.Model; model != nil {
			for _, name := range model.Outputs {
				fields[name] = s.attr(name, hcl.Range{})
			}
		}
		s.whole = cty.ObjectVal(fields)
	}
	return s.whole
}

// evaluate evaluates everything in the scope and below it.
func (s *scope) evaluate() {
	for _, name := range slices.Sorted(maps.Keys(s.module.Variables)) {
		s.variable(name)
	}
	for _, name := range slices.Sorted(maps.Keys(s.module.Locals)) {
		s.local(name)
	}
	for _, name := range slices.Sorted(maps.Keys(s.resources)) {
		for _, t := range s.resources[name].instances().list {
			t.(*resourceInstance).evaluate()
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.calls)) {
		for _, t := range s.calls[name].instances().list {
			if child, ok := t.(*scope); ok {
				child.evaluate()
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.module.Outputs)) {
		s.output(name)
	}
}
