package cloudformation

// place is an output of a stack that is exported.
type place struct {
	stack  *stack
	output *output
}

// siblings returns the outputs that the stacks around this one, all nested in the same root, export
// by a name. Tokens in a name stand for one thing here: a nested stack that is handed the name of
// another one asks for that one's exports.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
func (s *stack) siblings(name string) []place {
	root := s.root()
	if root.family == nil {
		family, whole := root.exported()
		if !whole {
			return family[s.ev.origins.Expand(name)]
		}
		root.family = family
	}
	return root.family[s.ev.origins.Expand(name)]
}

// exported returns what a root and the stacks nested in it export, by the names; whole is false
// while one of these is still being made.
func (s *stack) exported() (family map[string][]place, whole bool) {
	family, whole = map[string][]place{}, true
	queue := []*stack{s}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		at.noteExports(family)
		for _, r := range at.order {
			if r.nest == running {
				whole = false
			} else if inner := r.nested(); inner != nil {
				queue = append(queue, inner)
			}
		}
	}
	return family, whole
}

// noteExports adds the exports of a stack.
func (s *stack) noteExports(family map[string][]place) {
	if !s.tpl.exports {
		return
	}
	for _, key := range sortedKeys(s.outputs) {
		o := s.outputs[key]
		name := o.node.get("Export").get("Name")
		if name == nil {
			continue
		}
		if condition := o.node.get("Condition"); condition != nil {
			if t, _ := s.named(condition); t == no {
				continue
			}
		}
		if text, ok := s.ev.text(s.eval(name)); ok && text != "" {
			text = s.ev.origins.Expand(text)
			family[text] = append(family[text], place{s, o})
		}
	}
}
