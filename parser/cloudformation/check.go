package cloudformation

import (
	"strings"
)

// check reports what is wrong in the parts of a stack that no resource uses.
func (ev *evaluator) check(s *stack) {
	if s.foreign != nil {
		return
	}
	for _, name := range sortedKeys(s.conditions) {
		s.condition(&node{kind: text, text: name, file: s.tpl.file})
	}
	for _, name := range sortedKeys(s.outputs) {
		s.valueOf(s.outputs[name])
	}
	if ev.checked[s.tpl] {
		return
	}
	ev.checked[s.tpl] = true
	for _, r := range s.order {
		s.checkNames(r.node.get("Properties"))
		s.checkNames(r.node.get("UpdatePolicy"))
		if name := r.node.get("Condition"); name.is(text) {
			s.checkCondition(name)
		}
	}
}

// checkNames reports names in a node that lead nowhere, whether or not what they stand in is used.
func (s *stack) checkNames(n *node) {
	if n == nil {
		return
	}
	if n.kind == call {
		switch n.text {
		case "Ref":
			if n.arg().is(text) {
				s.checkName(n, n.arg().text)
			}
		case "GetAtt":
			s.checkAttribute(n)
		case "Sub":
			s.checkVariables(n)
		case "If":
			if args := n.args(); len(args) == 3 && args[0].is(text) {
				s.checkCondition(args[0])
			}
		case "Transform":
			return
		}
	}
	for _, item := range n.items {
		s.checkNames(item)
	}
}

func (s *stack) checkCondition(n *node) {
	if s.conditions[n.text] == nil {
		s.named(n)
	}
}

// checkName reports a name that is neither a parameter's nor a resource's.
func (s *stack) checkName(n *node, name string) {
	if s.params[name] == nil && s.resources[name] == nil {
		s.referTo(n, name)
	}
}

// checkAttribute reports an attribute that does not exist.
func (s *stack) checkAttribute(n *node) {
	var parts []string
	for _, arg := range n.args() {
		if !arg.is(text) {
			return
		}
		parts = append(parts, arg.text)
	}
	if id, attr, ok := strings.Cut(strings.Join(parts, "."), "."); ok {
		s.checkPair(n, id, attr)
	}
}

func (s *stack) checkPair(n *node, id, attr string) {
	r := s.resources[id]
	switch {
	case r == nil:
		s.attribute(n, id, attr)
	case nests(r.typ):
		if inner := r.nested(); inner != nil {
			if name, ok := strings.CutPrefix(attr, "Outputs."); ok && inner.outputs[name] == nil {
				inner.output(n, name)
			}
		}
	case !opaqueType(r.typ):
		if _, ok := attributesOf(r.typ, attr); !ok {
			r.attribute(n, attr)
		}
	}
}

// checkVariables reports variables of Fn::Sub that lead nowhere.
func (s *stack) checkVariables(n *node) {
	args := n.args()
	if len(args) == 0 || !args[0].is(text) {
		return
	}
	for _, part := range placeholders(args[0].text) {
		if !part.variable || len(args) == 2 && args[1].get(part.text) != nil {
			continue
		}
		if id, attr, ok := strings.Cut(part.text, "."); ok {
			s.checkPair(n, id, attr)
		} else {
			s.checkName(n, part.text)
		}
	}
}
