package cloudformation

import (
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// parameter is a parameter of a stack with its value.
type parameter struct {
	name  string
	key   *node
	node  *node
	typ   string
	value cty.Value
	// given is what the outer stack passes; nil for none.
	given *node
}

// plural reports whether the values of a type are lists.
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/, page
// parameters-section-structure.html.
func plural(typ string) bool {
	if inner, ok := strings.CutPrefix(typ, "AWS::SSM::Parameter::Value<"); ok {
		typ = strings.TrimSuffix(inner, ">")
	}
	return typ == "CommaDelimitedList" || strings.HasPrefix(typ, "List<")
}

// readParameters gives the parameters of a stack their values: those that are passed by name, or
// their defaults.
func (s *stack) readParameters(passed map[string]cty.Value, nodes map[string]*node) {
	section := s.tpl.parameters
	if !section.is(object) {
		return
	}
	for i, key := range section.keys {
		item := section.items[i]
		if !item.is(object) {
			s.fail(key, "Invalid parameter",
				fmt.Sprintf("The parameter %s must be an object.", key.text))
			continue
		}
		p := &parameter{name: key.text, key: key, node: item, typ: "String", given: nodes[key.text]}
		if typ := item.get("Type"); typ.is(text) {
			p.typ = typ.text
		}
		s.params[p.name] = p
		v, given := passed[p.name]
		p.value = s.parameterValue(p, v, given)
	}
}

// parameterValue returns the value of a parameter.
func (s *stack) parameterValue(p *parameter, v cty.Value, given bool) cty.Value {
	standard := p.node.get("Default")
	stored := strings.HasPrefix(p.typ, "AWS::SSM::Parameter::Value<")
	switch {
	case given && v != absent && !stored:
		return s.typed(p, v)
	case stored:
		if image, ok := s.publicImage(p, v, given); ok {
			return cty.StringVal(image)
		}
		return s.unset(p, "is read from the Parameter Store when the stack is created",
			"write the value where it is not secret")
	case standard != nil && standard.kind != nothing:
		return s.typed(p, s.eval(standard))
	}
	if only := p.node.get("AllowedValues"); only.is(list) && len(only.items) == 1 {
		return s.typed(p, s.eval(only.items[0]))
	}
	if s.owner != nil {
		return s.unset(p, "has no default and is not passed by "+s.owner.address(),
			"pass it in the Parameters of "+s.owner.id)
	}
	return s.unset(p, "has no default",
		fmt.Sprintf("pass it with --parameter %s=VALUE or --parameters FILE", p.name))
}

// publicImage returns the image that the public parameter holds whose name is given, or is the
// default.
func (s *stack) publicImage(p *parameter, v cty.Value, given bool) (string, bool) {
	if !given || v == absent {
		v = cty.StringVal("")
		if standard := p.node.get("Default"); standard != nil {
			v = s.eval(standard)
		}
	}
	name, ok := s.ev.text(v)
	if !ok || p.typ != "AWS::SSM::Parameter::Value<String>" {
		return "", false
	}
	return parser.PublicImage(name, s.env.region)
}

// unset returns the unknown value of a parameter.
func (s *stack) unset(p *parameter, why, hint string) cty.Value {
	t := cty.String
	if plural(p.typ) {
		t = cty.List(cty.String)
	}
	return s.ev.origins.Unknown(t, parser.Origin{
		What: "parameter " + s.prefix + p.name, Why: why, Hint: hint, Range: p.key.span(),
		Attr: p.typ,
	})
}

// typed converts a value to the type of a parameter: text, or a list of texts.
func (s *stack) typed(p *parameter, v cty.Value) cty.Value {
	if v == absent {
		v = cty.StringVal("")
	}
	if bare, _ := v.Unmark(); !bare.IsKnown() {
		return v
	}
	if !plural(p.typ) {
		return s.scalarOf(v)
	}
	bare, _ := v.Unmark()
	if bare.Type().IsTupleType() {
		return v
	}
	joined, _ := s.ev.text(v)
	return s.ev.cut(",", joined, true)
}

// scalarOf returns a value as text; a list with commas.
func (s *stack) scalarOf(v cty.Value) cty.Value {
	if v.Type().IsTupleType() {
		return s.ev.joined(",", v)
	}
	if joined, ok := s.ev.text(v); ok {
		return s.ev.settle(joined)
	}
	return v
}

// cannotBe reports whether a parameter whose value is not known cannot have the text as its value.
func (p *parameter) cannotBe(s string) bool {
	allowed := p.node.get("AllowedValues")
	if allowed.is(list) && !plural(p.typ) {
		for _, value := range allowed.items {
			if !value.scalar() || value.plain() == s {
				return false
			}
		}
		return true
	}
	if s != "" {
		return false
	}
	least := p.node.get("MinLength")
	return least.scalar() && least.text != "0" || strings.HasPrefix(p.typ, "AWS::") &&
		!strings.HasPrefix(p.typ, "AWS::SSM::") || p.typ == "Number"
}
