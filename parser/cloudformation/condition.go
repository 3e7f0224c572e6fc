package cloudformation

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// truth is a decision that may not be possible.
type truth uint8

// The truths.
const (
	undecided truth = iota
	yes
	no
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

func (t truth) not() truth {
	switch t {
	case yes:
		return no
	case no:
		return yes
	default:
		return undecided
	}
}

// condition is an entry of the section Conditions.
type condition struct {
	name  string
	key   *node
	node  *node
	state state
	truth truth
	why   int
}

// condition decides the condition that the first argument of Fn::If names, or is.
func (s *stack) condition(n *node) (truth, int) {
	if n.is(call) {
		return s.decide(n)
	}
	return s.named(n)
}

// named decides a condition by its name.
func (s *stack) named(n *node) (truth, int) {
	if n.is(boolean) && s.conditions[n.text] == nil {
		return truthOf(n.truthy()), 0
	}
	if !n.scalar() {
		s.fail(n, "Invalid condition", "A condition is meant by its name.")
		return s.undecidable(n)
	}
	c, ok := s.conditions[n.text]
	if !ok {
		if !s.hidden() {
			s.fail(n, "Unknown condition",
				fmt.Sprintf("The template has no condition %q.", s.ev.plain(n.text)))
		}
		return s.undecidable(n)
	}
	switch c.state {
	case running:
		s.fail(c.key, "Circular condition",
			fmt.Sprintf("The condition %s depends on itself.", c.name))
		return s.undecidable(n)
	case untouched:
		c.state = running
		quiet := s.ev.quiet
		s.ev.quiet = 0
		c.truth, c.why = s.decide(c.node)
		s.ev.quiet = quiet
		c.state = done
		if c.truth == undecided {
			origin := s.ev.origins.Get(c.why)
			c.why = s.ev.origins.Add(parser.Origin{
				What: origin.What, Why: origin.Why, Hint: origin.Hint, Range: origin.Range,
			})
		}
	case done:
	}
	return c.truth, c.why
}

// undecidable is what a condition is that cannot be evaluated.
func (s *stack) undecidable(n *node) (truth, int) {
	return undecided, s.ev.origins.Add(parser.Origin{
		What: "a condition", Why: "cannot be evaluated", Range: n.span(),
	})
}

// decide evaluates a node as a condition.
func (s *stack) decide(n *node) (truth, int) {
	if s.ev.depth++; s.ev.depth > maxDepth {
		s.ev.depth--
		return s.undecidable(n)
	}
	defer func() { s.ev.depth-- }()
	switch {
	case n.is(boolean), n.is(text) && (n.text == "true" || n.text == "false"):
		return truthOf(n.truthy()), 0
	case !n.is(call):
		s.fail(n, "Invalid condition", "A condition is made of Fn::Equals, Fn::And, Fn::Or, "+
			"Fn::Not and Condition.")
		return s.undecidable(n)
	}
	switch n.text {
	case "Condition":
		return s.named(n.arg())
	case "Not":
		if len(n.args()) != 1 {
			s.wrong(n, "one condition")
			return s.undecidable(n)
		}
		t, why := s.decide(n.args()[0])
		return t.not(), why
	case "And":
		return s.several(n, no)
	case "Or":
		return s.several(n, yes)
	case "Equals":
		return s.equals(n)
	case "Contains", "EachMemberEquals", "EachMemberIn":
		return s.members(n)
	}
	return s.decideValue(n)
}

// several decides Fn::And (decisive is no) and Fn::Or (decisive is yes).
func (s *stack) several(n *node, decisive truth) (truth, int) {
	if n.arg().kind != list {
		s.wrong(n, "a list of conditions")
		return s.undecidable(n)
	}
	result, why := decisive.not(), 0
	for _, item := range n.args() {
		t, id := s.decide(item)
		if t == decisive {
			return decisive, 0
		}
		if t == undecided && result != undecided {
			result, why = undecided, id
		}
	}
	return result, why
}

// decideValue decides by a value that is true or false, such as that of Fn::If.
func (s *stack) decideValue(n *node) (truth, int) {
	v := s.eval(n)
	if v == absent {
		return s.undecidable(n)
	}
	if s, ok := s.ev.text(v); ok && (s == "true" || s == "false") {
		return truthOf(s == "true"), 0
	}
	return undecided, s.ev.because(s.ev.holeOf(v))
}

// equals decides Fn::Equals.
func (s *stack) equals(n *node) (truth, int) {
	args := n.args()
	if len(args) != 2 {
		s.wrong(n, "a list of two values")
		return s.undecidable(n)
	}
	a, b := s.eval(args[0]), s.eval(args[1])
	t := s.ev.equal(a, b)
	if t != undecided {
		return t, 0
	}
	if s.excluded(args[0], b) || s.excluded(args[1], a) {
		return no, 0
	}
	id, ok := s.ev.findHole(a)
	if !ok {
		id = s.ev.holeOf(b)
	}
	return undecided, s.ev.because(id)
}

// excluded reports whether an argument is a parameter that cannot have the value.
func (s *stack) excluded(n *node, v cty.Value) bool {
	if !n.isCall("Ref") || !n.arg().is(text) {
		return false
	}
	p := s.params[n.arg().text]
	if p == nil || p.value == absent || p.value.IsWhollyKnown() {
		return false
	}
	if v != absent && !known(v) {
		return false
	}
	text, ok := s.ev.text(v)
	return ok && !parser.Holed(text) && p.cannotBe(text)
}

// equal compares two values as text.
func (ev *evaluator) equal(a, b cty.Value) truth {
	left, scalarA := ev.text(a)
	right, scalarB := ev.text(b)
	if scalarA && scalarB {
		equal, sure := parser.Equal(left, right, ev.origins)
		if !sure {
			return undecided
		}
		return truthOf(equal)
	}
	if known(a) && known(b) {
		if a.Type().Equals(b.Type()) && a.RawEquals(b) && ev.settledAll(a) {
			return yes
		}
		if _, open := ev.findHole(a); open {
			return undecided
		}
		if _, open := ev.findHole(b); open {
			return undecided
		}
		return no
	}
	return undecided
}

// settledAll reports whether every text inside a value equals itself for certain.
func (ev *evaluator) settledAll(v cty.Value) bool {
	settled := true
	_ = cty.Walk(v, func(_ cty.Path, inner cty.Value) (bool, error) {
		if inner.IsKnown() && !inner.IsNull() && inner.Type() == cty.String {
			equal, sure := parser.Equal(inner.AsString(), inner.AsString(), ev.origins)
			settled = settled && equal && sure
		}
		return true, nil
	})
	return settled
}

// truthValue returns a condition as a value.
func (s *stack) truthValue(n *node) cty.Value {
	t, why := s.decide(n)
	if t == undecided {
		return s.ev.unknown(cty.Bool, why)
	}
	return cty.BoolVal(t == yes)
}

// choose evaluates Fn::If.
func (s *stack) choose(n *node) cty.Value {
	args := n.args()
	if len(args) != 3 {
		return s.wrong(n, "a list of a condition and two values")
	}
	t, why := s.condition(args[0])
	if t != undecided {
		return s.eval(taken(args, t))
	}
	var v cty.Value
	s.ev.softly(func() { v, _ = s.ev.either(why, s.eval(args[1]), s.eval(args[2])) })
	return v
}
