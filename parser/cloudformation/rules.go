package cloudformation

import (
	"github.com/zclconf/go-cty/cty"
)

// members decides the functions of rules that look into lists.
func (s *stack) members(n *node) (truth, int) {
	args := n.args()
	if len(args) != 2 {
		s.wrong(n, "a list of a list and a value")
		return s.undecidable(n)
	}
	a, b := s.eval(args[0]), s.eval(args[1])
	if a == absent || b == absent || !known(a) || !known(b) || !a.Type().IsTupleType() {
		return undecided, s.ev.because(s.ev.holeOf(cty.TupleVal(present(a, b))))
	}
	switch n.text {
	case "Contains":
		return s.ev.contains(a, b)
	case "EachMemberEquals":
		return s.ev.every(a, func(v cty.Value) (truth, int) {
			return s.ev.equal(v, b), s.ev.holeOf(cty.TupleVal([]cty.Value{v, b}))
		})
	}
	return s.ev.every(a, func(v cty.Value) (truth, int) { return s.ev.contains(b, v) })
}

// present leaves out what is absent.
func present(values ...cty.Value) []cty.Value {
	var kept []cty.Value
	for _, v := range values {
		if v != absent {
			kept = append(kept, v)
		}
	}
	return kept
}

// contains decides whether a list holds a value.
func (ev *evaluator) contains(all, one cty.Value) (truth, int) {
	if !all.Type().IsTupleType() {
		return ev.equal(all, one), ev.holeOf(cty.TupleVal([]cty.Value{all, one}))
	}
	result := no
	for _, v := range all.AsValueSlice() {
		switch ev.equal(v, one) {
		case yes:
			return yes, 0
		case undecided:
			result = undecided
		case no:
		}
	}
	return result, ev.because(ev.holeOf(cty.TupleVal([]cty.Value{one, all})))
}

// every decides whether something holds for each element of a list.
func (ev *evaluator) every(all cty.Value, holds func(cty.Value) (truth, int)) (truth, int) {
	result, why := yes, 0
	for _, v := range all.AsValueSlice() {
		switch t, id := holds(v); t {
		case no:
			return no, 0
		case undecided:
			result, why = undecided, id
		case yes:
		}
	}
	return result, why
}
