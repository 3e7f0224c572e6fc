package cloudformation

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// locate returns where the value at a path of the resource's attributes is written.
func (r *resource) locate(path cty.Path) hcl.Range {
	s := r.stack
	at, best := r.properties(), r.decl()
	if r.made || len(path) == 0 {
		return best
	}
	s.ev.softly(func() {
		for i, step := range path {
			var next *node
			switch step := step.(type) {
			case cty.GetAttrStep:
				next = s.field(at, step.Name)
			case cty.IndexStep:
				next = s.item(at, step.Key)
			}
			if next == nil {
				return
			}
			at = s.branch(next, path[i+1:])
			best = at.span()
		}
	})
	return best
}

// field returns the value of a key.
func (s *stack) field(n *node, name string) *node {
	n = s.branch(n, nil)
	if n.isCall("If") && len(n.args()) == 3 {
		if found := s.field(n.args()[1], name); found != nil {
			return found
		}
		return s.field(n.args()[2], name)
	}
	return n.get(name)
}

// item returns an element of a list.
func (s *stack) item(n *node, key cty.Value) *node {
	n = s.branch(n, nil)
	if key.Type() == cty.String && n.is(object) {
		return n.get(key.AsString())
	}
	if !n.is(list) || key.Type() != cty.Number {
		return nil
	}
	position, _ := key.AsBigFloat().Int64()
	left := int(position)
	for _, item := range n.items {
		count := 1
		if item.is(call) {
			found, _ := s.element(item)
			count = len(found)
		} else if item.kind == nothing {
			count = 0
		}
		if left < count {
			if count == 2 && item.isCall("If") {
				return item.args()[1+left]
			}
			return item
		}
		left -= count
	}
	return nil
}

// branch follows Fn::If to the value that is taken; where that is not known, to the one that has
// what the rest of the path asks for.
func (s *stack) branch(n *node, rest cty.Path) *node {
	for n.isCall("If") && len(n.args()) == 3 {
		args := n.args()
		t, _ := s.condition(args[0])
		if t == undecided {
			switch {
			case len(rest) == 0:
				return n
			case s.has(args[1], rest[0]):
				n = args[1]
			case s.has(args[2], rest[0]):
				n = args[2]
			default:
				return n
			}
			continue
		}
		n = taken(args, t)
	}
	return n
}

func (s *stack) has(n *node, step cty.PathStep) bool {
	switch step := step.(type) {
	case cty.GetAttrStep:
		return s.field(n, step.Name) != nil
	case cty.IndexStep:
		return s.item(n, step.Key) != nil
	}
	return false
}
