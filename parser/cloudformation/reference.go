package cloudformation

import (
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

func originOf(what, why string, n *node) parser.Origin {
	return parser.Origin{What: what, Why: why, Range: n.span()}
}

// ref evaluates Ref.
func (s *stack) ref(n *node) cty.Value {
	name, ok := s.ev.text(s.eval(n.arg()))
	if !ok || name == "" {
		return s.wrong(n, "the name of a parameter or the logical id of a resource")
	}
	return s.referTo(n, name)
}

// referTo returns what a name stands for: a parameter, a pseudo parameter or a resource.
func (s *stack) referTo(n *node, name string) cty.Value {
	if strings.HasPrefix(name, "AWS::") {
		return s.pseudo(n, name)
	}
	if p, ok := s.params[name]; ok {
		return p.value
	}
	if r, ok := s.resources[name]; ok {
		if r.gone {
			return s.uncreated(r, n)
		}
		return s.ev.settle(r.token("Ref"))
	}
	if parser.Holed(name) {
		return s.ev.unknown(cty.String, s.ev.because(s.ev.holeOf(cty.StringVal(name))))
	}
	if s.hidden() {
		return s.vague(name, "is made by a transform", n)
	}
	return s.fail(n, "Unknown name", fmt.Sprintf(
		"The template has neither a parameter nor a resource %q.%s", name, s.near(name)))
}

// near suggests the name that was probably meant.
func (s *stack) near(name string) string {
	var names []string
	for _, r := range s.order {
		names = append(names, r.id)
	}
	for _, key := range s.tpl.parameters.pairs() {
		names = append(names, key.text)
	}
	for _, known := range names {
		if strings.EqualFold(known, name) {
			return fmt.Sprintf(" Is %q meant?", known)
		}
	}
	return parser.Meant(name, names)
}

// pseudo returns the value of a pseudo parameter.
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/, page
// pseudo-parameter-reference.html.
func (s *stack) pseudo(n *node, name string) cty.Value {
	switch name {
	case "AWS::NoValue":
		return absent
	case "AWS::AccountId":
		return s.ev.settle(s.env.account)
	case "AWS::Region":
		return s.ev.settle(s.env.region)
	case "AWS::Partition":
		return cty.StringVal(s.env.partition)
	case "AWS::URLSuffix":
		return cty.StringVal(s.env.suffix)
	case "AWS::StackName":
		return s.ev.settle(s.env.name)
	case "AWS::StackId":
		return s.ev.settle(s.env.id)
	case "AWS::NotificationARNs":
		return s.ev.origins.Unknown(cty.List(cty.String),
			originOf(name, "is given when the stack is created", n))
	}
	return s.fail(n, "Unknown name", fmt.Sprintf("There is no pseudo parameter %s.", name))
}

// getAtt evaluates Fn::GetAtt, of which the argument is a list or joined with dots.
func (s *stack) getAtt(n *node) cty.Value {
	parts := make([]string, 0, 2)
	for _, arg := range n.args() {
		part, ok := s.ev.text(s.eval(arg))
		if !ok {
			return s.wrong(n, "the logical id of a resource and an attribute")
		}
		parts = append(parts, part)
	}
	id, attr, ok := strings.Cut(strings.Join(parts, "."), ".")
	if !ok || id == "" || attr == "" {
		return s.wrong(n, "the logical id of a resource and an attribute")
	}
	return s.attribute(n, id, attr)
}

// attribute returns an attribute of a resource.
func (s *stack) attribute(n *node, id, attr string) cty.Value {
	r, ok := s.resources[id]
	switch {
	case ok && r.gone:
		return s.uncreated(r, n)
	case ok:
		return r.attribute(n, attr)
	case parser.Holed(id):
		return s.ev.unknown(cty.String, s.ev.because(s.ev.holeOf(cty.StringVal(id))))
	case s.hidden():
		return s.vague(id+"."+attr, "is made by a transform", n)
	}
	if s.params[id] != nil {
		return s.fail(n, "Unknown name",
			fmt.Sprintf("%q is a parameter; only resources have attributes.", id))
	}
	return s.fail(n, "Unknown name",
		fmt.Sprintf("The template has no resource %q.%s", id, s.near(id)))
}

// uncreated is what stands for a resource that is left out by its condition.
func (s *stack) uncreated(r *resource, n *node) cty.Value {
	return s.vague(r.address(), "is left out by its condition", n)
}

// attribute returns an attribute of the resource.
func (r *resource) attribute(n *node, attr string) cty.Value {
	s := r.stack
	if name, ok := strings.CutPrefix(attr, "Outputs."); ok {
		if inner := r.nested(); inner != nil {
			return inner.output(n, name)
		}
		return r.computed(attr, "is an output of a template that is not in view")
	}
	if opaqueType(r.typ) {
		return r.computed(attr, "is known only when the stack is created")
	}
	kind, ok := attributesOf(r.typ, attr)
	if !ok && !parser.Holed(attr) {
		return s.fail(n, "Unknown attribute", fmt.Sprintf("%s of type %s has no attribute %q%s.",
			r.id, r.typ, attr, allowed(r.typ)))
	}
	if given := r.properties().get(attr); given != nil {
		if v := r.guarded(given); v != absent {
			return v
		}
	}
	if kind != textAttribute || !identifies(r.typ, attr) {
		return r.computed(attr, "is known only when the stack is created")
	}
	return s.ev.settle(r.token(attr))
}

// guarded evaluates a part of the resource that an attribute is the same as, unless it is being
// evaluated already: the circle is reported as one of resources.
func (r *resource) guarded(n *node) cty.Value {
	if r.state == running {
		return absent
	}
	before := r.state
	r.state = running
	v := r.stack.eval(n)
	r.state = before
	return v
}

// computed returns an attribute that AWS makes up and that may be left empty.
func (r *resource) computed(attr, why string) cty.Value {
	return r.stack.ev.origins.Unknown(cty.DynamicPseudoType, parser.Origin{
		Address: r.address(), Attr: attr, What: r.address() + "." + attr, Why: why, Range: r.decl(),
	})
}

// output returns an output of a nested stack.
func (s *stack) output(n *node, name string) cty.Value {
	o, ok := s.outputs[name]
	if !ok {
		if s.hidden() {
			return s.vague("Outputs."+name, "is made by a transform", n)
		}
		if s.owner.guess {
			return s.vague("Outputs."+name, "is none of "+s.tpl.path+", so the template lies elsewhere", n)
		}
		return s.owner.stack.fail(n, "Unknown output", fmt.Sprintf(
			"%s has no output %q: %s declares none of that name.", s.owner.id, name, s.tpl.path))
	}
	return s.valueOf(o)
}

// valueOf returns the value of an output.
func (s *stack) valueOf(o *output) cty.Value {
	switch o.state {
	case running:
		return s.fail(o.key, "Circular dependency",
			fmt.Sprintf("The output %s depends on itself.", o.name))
	case done:
		return o.value
	case untouched:
	}
	o.state = running
	quiet := s.ev.quiet
	s.ev.quiet = 0
	o.value = s.eval(o.node.get("Value"))
	s.ev.quiet = quiet
	o.state = done
	if name := o.node.get("Condition"); name != nil {
		switch t, why := s.named(name); {
		case t == undecided && o.value != absent:
			o.value = s.ev.unknown(cty.DynamicPseudoType, why)
		case t == no:
			o.value = s.vague("output "+s.prefix+o.name, "is left out by its condition", o.key)
		}
	}
	if o.value == absent {
		o.value = s.vague("output "+s.prefix+o.name, "has no value", o.key)
	}
	return o.value
}

// importValue evaluates Fn::ImportValue.
func (s *stack) importValue(n *node) cty.Value {
	v := s.eval(n.arg())
	name, ok := s.ev.text(v)
	if v == absent || !ok {
		return s.wrong(n, "the name of an export")
	}
	if s.ev.imports == nil {
		return s.vague("export "+s.ev.plain(name), "is not looked up", n)
	}
	return s.ev.imports(s, name, n)
}
