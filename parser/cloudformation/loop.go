package cloudformation

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// entry is a key with its value that a loop has made.
type entry struct{ key, item *node }

// perLoop is how many nodes weigh as much as one more thing that a loop makes.
const perLoop = 50

// loop unrolls Fn::ForEach: its arguments are the name of the variable, a list, and an object whose
// keys and values hold the variable.
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/, page
// intrinsic-function-reference-foreach.html.
func (s *stack) loop(key, n *node) []entry {
	if !n.is(list) || len(n.items) != 3 || !n.items[0].scalar() || !n.items[2].is(object) {
		s.fail(key, "Invalid function call",
			"Fn::ForEach takes a list of a variable, a list of values and an object.")
		return nil
	}
	variable, body := n.items[0].text, n.items[2]
	var made []entry
	for _, value := range s.loopValues(n.items[1]) {
		sub := substitution{variable: variable, value: value, name: value}
		if parser.Holed(value) {
			sub.name = "[*]"
		}
		for i, inner := range body.keys {
			if s.ev.loops += 1 + int(body.items[i].weight)/perLoop; s.ev.loops > maxLoops {
				s.fail(key, "Limit reached", "The loop makes too much; the rest is left out.")
				return made
			}
			item := sub.apply(body.items[i])
			if strings.HasPrefix(inner.text, "Fn::ForEach::") {
				made = append(made, s.loop(inner, item)...)
				continue
			}
			made = append(made, entry{key: sub.key(inner), item: item})
		}
	}
	return made
}

// loopValues evaluates the list of a loop. A list that is not known has one unknown element.
func (s *stack) loopValues(n *node) []string {
	v := s.eval(n)
	if v == absent {
		return nil
	}
	bare, _ := v.Unmark()
	if !bare.IsKnown() {
		return []string{parser.TokenOf(s.ev.holeOf(v))}
	}
	if !bare.Type().IsTupleType() {
		s.fail(n, "Invalid loop", "A loop runs over a list.")
		return nil
	}
	var values []string
	for _, element := range bare.AsValueSlice() {
		value, ok := s.ev.text(element)
		if !ok {
			s.fail(n, "Invalid loop", "A loop runs over a list of texts.")
			return nil
		}
		values = append(values, value)
	}
	return values
}

// loopFields adds what a loop inside an object makes.
func (s *stack) loopFields(key, n *node, fields map[string]cty.Value) {
	for _, e := range s.loop(key, n) {
		if v := s.eval(e.item); v != absent {
			fields[e.key.text] = v
		}
	}
}

// substitution puts a value in the place of a loop's variable.
type substitution struct{ variable, value, name string }

// apply returns a node with the value in the place of the variable.
func (b substitution) apply(n *node) *node {
	switch {
	case n.isCall("Ref") && n.arg().is(text) && n.arg().text == b.variable:
		with := *n.arg()
		with.text = b.value
		return &with
	case n.kind == text:
		if replaced := b.text(n.text, b.value); replaced != n.text {
			with := *n
			with.text, with.end = replaced, int32(n.span().End.Byte)
			return &with
		}
		return n
	case len(n.items) == 0:
		return n
	}
	with := *n
	changed := false
	with.items = make([]*node, len(n.items))
	for i, item := range n.items {
		with.items[i] = b.apply(item)
		changed = changed || with.items[i] != item
	}
	with.keys = make([]*node, len(n.keys))
	for i, key := range n.keys {
		with.keys[i] = b.key(key)
		changed = changed || with.keys[i] != key
	}
	if !changed {
		return n
	}
	return &with
}

// key returns a key with the value in the place of the variable.
func (b substitution) key(n *node) *node {
	replaced := b.text(n.text, b.name)
	if replaced == n.text {
		return n
	}
	with := *n
	with.text, with.end = replaced, int32(n.span().End.Byte)
	return &with
}

// text replaces ${Variable}, and &{Variable}, which leaves only letters and digits.
func (b substitution) text(s, value string) string {
	if !strings.Contains(s, "{"+b.variable+"}") {
		return s
	}
	s = strings.ReplaceAll(s, "${"+b.variable+"}", value)
	return strings.ReplaceAll(s, "&{"+b.variable+"}", alphanumeric(value))
}

func alphanumeric(s string) string {
	if parser.Holed(s) || s == "[*]" {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, s)
}
