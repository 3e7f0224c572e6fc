package cloudformation

import (
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/ecrlint/ecrlint/parser"
)

// sub evaluates Fn::Sub.
func (s *stack) sub(n *node) cty.Value {
	args := n.args()
	if len(args) == 0 || len(args) > 2 || !args[0].scalar() || len(args) == 2 && !args[1].is(object) {
		return s.wrong(n, "a text, or a list of a text and an object of values")
	}
	var own *node
	if len(args) == 2 {
		own = args[1]
	}
	var b strings.Builder
	for _, part := range placeholders(args[0].text) {
		if !part.variable {
			b.WriteString(part.text)
			continue
		}
		v := s.substitute(n, part.text, own)
		text, ok := s.ev.text(v)
		if !ok {
			if v, _ := v.Unmark(); v.Type().IsTupleType() {
				text, _ = s.ev.text(s.ev.joined(",", v)) // a parameter that is a list
			} else {
				s.fail(n, "Invalid variable", fmt.Sprintf("${%s} is no text.", part.text))
			}
		}
		if b.WriteString(text); b.Len() > maxText {
			return s.fail(n, "Limit reached", "The text is too long; it is not evaluated.")
		}
	}
	return s.ev.resolved(b.String())
}

// substitute returns the value of a variable of Fn::Sub.
func (s *stack) substitute(n *node, name string, own *node) cty.Value {
	if v := own.get(name); v != nil {
		return s.eval(v)
	}
	if id, attr, ok := strings.Cut(name, "."); ok {
		return s.attribute(n, id, attr)
	}
	return s.referTo(n, name)
}

// piece is a part of a text of Fn::Sub: text as it is, or the name of a variable.
type piece struct {
	text     string
	variable bool
}

// placeholders cuts a text of Fn::Sub at its variables; ${!Literal} is the text ${Literal}.
func placeholders(s string) []piece {
	var pieces []piece
	for {
		at := strings.Index(s, "${")
		if at < 0 {
			break
		}
		end := strings.IndexByte(s[at:], '}')
		if end < 0 {
			break
		}
		if at > 0 {
			pieces = append(pieces, piece{text: s[:at]})
		}
		name := s[at+2 : at+end]
		switch {
		case strings.HasPrefix(name, "!"):
			pieces = append(pieces, piece{text: "${" + name[1:] + "}"})
		default:
			pieces = append(pieces, piece{text: strings.TrimSpace(name), variable: true})
		}
		s = s[at+end+1:]
	}
	if s != "" {
		pieces = append(pieces, piece{text: s})
	}
	return pieces
}

// findInMap evaluates Fn::FindInMap.
func (s *stack) findInMap(n *node) cty.Value {
	args := n.args()
	if len(args) != 3 && len(args) != 4 || n.arg().kind != list {
		return s.wrong(n, "a list of a map, a first key and a second key")
	}
	var standard *node
	if len(args) == 4 {
		standard = args[3].get("DefaultValue")
	}
	keys, _, ok := s.texts(args, 3)
	if !ok {
		return s.wrong(n, "a list of a map, a first key and a second key")
	}
	for i := range keys {
		keys[i] = s.ev.origins.Expand(keys[i])
	}
	found := s.lookUp(keys)
	switch {
	case len(found) == 1 && found[0] != nil:
		return s.eval(found[0])
	case len(found) > 0:
		return s.undecidedKey(keys, found, standard)
	case standard != nil:
		return s.eval(standard)
	case s.hidden() || s.unseenMappings:
		return s.vague("a mapping", "may be made by a macro", n)
	}
	return s.fail(n, "Missing mapping key", fmt.Sprintf(
		"The mappings hold no value for %s, %s, %s.", s.ev.plain(keys[0]), s.ev.plain(keys[1]),
		s.ev.plain(keys[2])))
}

// vague returns an unknown value with nothing reported.
func (s *stack) vague(what, why string, n *node) cty.Value {
	return s.ev.origins.Unknown(cty.DynamicPseudoType, originOf(what, why, n))
}

// lookUp returns the values that keys lead to: one, none, or all that they may lead to where one is
// not known; then nil stands among them for a key that is missing.
func (s *stack) lookUp(keys []string) []*node {
	var level []*node
	for _, section := range s.mappings {
		if found := section.get(keys[0]); found != nil {
			level = []*node{found}
		} else if _, holed := s.ev.tokenIn(keys[0]); holed {
			level = append(append(level, s.fitting(section, keys[0])...), nil)
		}
	}
	for _, key := range keys[1:] {
		var next []*node
		_, holed := s.ev.tokenIn(key)
		for _, n := range level {
			switch {
			case n == nil:
				next = append(next, nil)
			case holed:
				next = append(append(next, s.fitting(n, key)...), nil)
			default:
				if item := n.get(key); item != nil || len(level) > 1 {
					next = append(next, item)
				}
			}
		}
		level = next
	}
	return level
}

// fitting returns the entries of an object whose key a text with tokens may be.
func (s *stack) fitting(n *node, key string) []*node {
	var found []*node
	for i, k := range n.pairs() {
		if s.ev.equal(cty.StringVal(k.text), cty.StringVal(key)) != no {
			found = append(found, n.items[i])
		}
	}
	return found
}

// undecidedKey returns the value of a mapping where a key is not known: what all the entries that
// may be meant agree on. A key that none has would fail, so that it is none of those.
func (s *stack) undecidedKey(keys []string, found []*node, standard *node) cty.Value {
	id := 0
	for _, key := range keys {
		if token, holed := s.ev.tokenIn(key); holed {
			id = s.ev.because(token)
			break
		}
	}
	var values []cty.Value
	for _, n := range found {
		if n == nil {
			n = standard
		}
		if v := s.eval(n); v != absent {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		return s.ev.unknown(cty.DynamicPseudoType, id)
	}
	result := values[0]
	for _, v := range values[1:] {
		result, _ = s.ev.either(id, result, v)
	}
	return result
}

// toJSON evaluates Fn::ToJsonString; what is not known is a token in the text.
func (s *stack) toJSON(n *node) cty.Value {
	v := s.eval(n.arg())
	if v == absent {
		return absent
	}
	plain := s.ev.tokens(v)
	encoded, err := ctyjson.Marshal(plain, plain.Type())
	if err != nil {
		return s.wrong(n, "an object or a list")
	}
	return s.ev.settle(string(encoded))
}

// tokens returns a value without marks, with every unknown inside as a token.
func (ev *evaluator) tokens(v cty.Value) cty.Value {
	bare, _ := v.Unmark()
	switch {
	case !bare.IsKnown():
		return cty.StringVal(parser.TokenOf(ev.holeOf(v)))
	case bare.IsNull() || !bare.CanIterateElements():
		return bare
	case bare.Type().IsObjectType():
		fields := make(map[string]cty.Value, bare.LengthInt())
		for name := range bare.Type().AttributeTypes() {
			fields[name] = ev.tokens(bare.GetAttr(name))
		}
		return cty.ObjectVal(fields)
	}
	elements := bare.AsValueSlice()
	for i := range elements {
		elements[i] = ev.tokens(elements[i])
	}
	return cty.TupleVal(elements)
}
