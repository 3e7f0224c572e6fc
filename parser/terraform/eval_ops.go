package terraform

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

func (e *env) binary(x *hclsyntax.BinaryOpExpr) cty.Value {
	switch x.Op {
	case hclsyntax.OpLogicalAnd:
		return e.logical(x, false)
	case hclsyntax.OpLogicalOr:
		return e.logical(x, true)
	}
	left, right := e.eval(x.LHS), e.eval(x.RHS)
	switch x.Op {
	case hclsyntax.OpEqual:
		return e.scope.ev.equal(left, right).value(e.scope.ev, left, right)
	case hclsyntax.OpNotEqual:
		return e.scope.ev.equal(left, right).not().value(e.scope.ev, left, right)
	}
	a, failedA := e.operand(left, cty.Number, x.LHS.Range())
	b, failedB := e.operand(right, cty.Number, x.RHS.Range())
	if failedA || failedB || a == cty.NilVal || b == cty.NilVal {
		return e.scope.ev.because(x.Op.Type, left, right)
	}
	if (x.Op == hclsyntax.OpDivide || x.Op == hclsyntax.OpModulo) && b.RawEquals(cty.Zero) {
		return e.fail(x.SrcRange, "Invalid operand", "Division by zero.")
	}
	v, err := arithmetic(x.Op, a, b)
	if err != nil {
		return e.fail(x.SrcRange, "Invalid operand", err.Error())
	}
	return e.number(v, x.SrcRange)
}

// logical evaluates && (decisive is false) and || (decisive is true). One operand that decides is
// enough, and an error in the other one then does not matter.
func (e *env) logical(x *hclsyntax.BinaryOpExpr, decisive bool) cty.Value {
	left := e.eval(x.LHS)
	a, failed := e.operand(left, cty.Bool, x.LHS.Range())
	if failed {
		return e.scope.ev.because(cty.Bool, left)
	}
	if a != cty.NilVal && a.True() == decisive {
		e.quietly(func() cty.Value { return e.eval(x.RHS) })
		return a
	}
	right := e.eval(x.RHS)
	b, failed := e.operand(right, cty.Bool, x.RHS.Range())
	switch {
	case failed:
		return e.scope.ev.because(cty.Bool, right)
	case b != cty.NilVal && b.True() == decisive:
		return b
	case a == cty.NilVal || b == cty.NilVal:
		return e.scope.ev.because(cty.Bool, left, right)
	}
	return b
}

// operand converts an operand. NilVal is one that is not known; a wrong one is reported.
func (e *env) operand(v cty.Value, t cty.Type, at hcl.Range) (operand cty.Value, failed bool) {
	if v.IsMarked() || !v.IsKnown() {
		return cty.NilVal, false
	}
	if v.IsNull() {
		e.fail(at, "Invalid operand",
			"Unsuitable value for operand: argument must not be null.")
		return cty.NilVal, true
	}
	if v.Type() == t {
		return v, false
	}
	if holed(v) {
		return cty.NilVal, false
	}
	converted, err := convert.Convert(v, t)
	if err != nil {
		e.fail(at, "Invalid operand", fmt.Sprintf("Unsuitable value for operand: %s.", err))
		return cty.NilVal, true
	}
	return converted, false
}

func arithmetic(op *hclsyntax.Operation, a, b cty.Value) (v cty.Value, err error) {
	switch op {
	case hclsyntax.OpGreaterThan:
		return a.GreaterThan(b), nil
	case hclsyntax.OpGreaterThanOrEqual:
		return a.GreaterThanOrEqualTo(b), nil
	case hclsyntax.OpLessThan:
		return a.LessThan(b), nil
	case hclsyntax.OpLessThanOrEqual:
		return a.LessThanOrEqualTo(b), nil
	}
	return op.Impl.Call([]cty.Value{a, b}) // + - * / %: reports a division by zero
}

func (e *env) unary(x *hclsyntax.UnaryOpExpr) cty.Value {
	v := e.eval(x.Val)
	t := cty.Number
	if x.Op == hclsyntax.OpLogicalNot {
		t = cty.Bool
	}
	a, failed := e.operand(v, t, x.Val.Range())
	if failed || a == cty.NilVal {
		return e.scope.ev.because(t, v)
	}
	if t == cty.Bool {
		return a.Not()
	}
	return a.Negate()
}

// conditional evaluates c ? a : b. An unknown condition leaves what both results agree on.
func (e *env) conditional(x *hclsyntax.ConditionalExpr) cty.Value {
	ev := e.scope.ev
	condition := e.eval(x.Condition)
	c, failed := e.operand(condition, cty.Bool, x.Condition.Range())
	if failed {
		return ev.because(cty.DynamicPseudoType, condition)
	}
	if c == cty.NilVal {
		a := e.quietly(func() cty.Value { return e.eval(x.TrueResult) })
		b := e.quietly(func() cty.Value { return e.eval(x.FalseResult) })
		return ev.either(condition, a, b)
	}
	taken, other := x.TrueResult, x.FalseResult
	if c.False() {
		taken, other = other, taken
	}
	v := e.eval(taken)
	if _, literal := other.(*hclsyntax.LiteralValueExpr); literal && v.Type() == cty.String {
		if lit := other.(*hclsyntax.LiteralValueExpr); lit.Val.IsNull() {
			return v
		}
	}
	return e.unify(v, e.quietly(func() cty.Value { return e.eval(other) }), x.SrcRange)
}

// unify converts the chosen result of a conditional to the type that both results share.
func (e *env) unify(v, other cty.Value, at hcl.Range) cty.Value {
	t, u := v.Type(), other.Type()
	if t == cty.DynamicPseudoType || u == cty.DynamicPseudoType || t.Equals(u) {
		if u != cty.DynamicPseudoType && v.IsKnown() && v.IsNull() && !v.IsMarked() {
			return cty.NullVal(u)
		}
		return v
	}
	shared, conversions := convert.UnifyUnsafe([]cty.Type{t, u})
	if shared == cty.NilType || shared == cty.DynamicPseudoType {
		if holed(v) || holed(other) || shared != cty.NilType {
			return v // the types of holes are guesses: nothing can be held against them
		}
		return e.fail(at, "Inconsistent conditional result types",
			"The true and false result expressions must have consistent types.")
	}
	if conversions[0] == nil {
		return v
	}
	converted, err := e.scope.ev.fit(v, shared, true)
	if err != nil {
		return v
	}
	return converted
}

// either returns what is certain where one of two values holds, because of the condition.
func (ev *evaluator) either(condition, a, b cty.Value) cty.Value {
	if identical(a, b) {
		return a
	}
	if merged, ok := ev.merge(condition, a, b); ok {
		return merged
	}
	t := cty.DynamicPseudoType
	if a.Type().Equals(b.Type()) {
		t = a.Type()
	} else if shared, _ := convert.UnifyUnsafe([]cty.Type{a.Type(), b.Type()}); shared != cty.NilType {
		t = shared
	}
	id, ok := ev.firstHole(condition)
	if !ok {
		return ev.because(t, condition)
	}
	result := cty.UnknownVal(t)
	if neverNull(a) && neverNull(b) {
		result = result.RefineNotNull()
	}
	return result.Mark(holeMark(ev.undecided(id)))
}

// merge keeps the equal parts of two objects or tuples of the same shape.
func (ev *evaluator) merge(condition, a, b cty.Value) (cty.Value, bool) {
	if a.IsMarked() || b.IsMarked() || !a.IsKnown() || !b.IsKnown() || a.IsNull() || b.IsNull() {
		return cty.NilVal, false
	}
	t, u := a.Type(), b.Type()
	switch {
	case t.IsObjectType() && u.IsObjectType() && sameNames(t.AttributeTypes(), u.AttributeTypes()):
		fields := map[string]cty.Value{}
		for it := a.ElementIterator(); it.Next(); {
			key, v := it.Element()
			fields[key.AsString()] = ev.either(condition, v, b.GetAttr(key.AsString()))
		}
		return cty.ObjectVal(fields), true
	case ordered(t) && ordered(u) && a.LengthInt() == b.LengthInt() && a.LengthInt() > 0:
		left, right := a.AsValueSlice(), b.AsValueSlice()
		for i := range left {
			left[i] = ev.either(condition, left[i], right[i])
		}
		if t.IsListType() && u.IsListType() {
			return listOf(left), true
		}
		return cty.TupleVal(left), true
	}
	return cty.NilVal, false
}

func ordered(t cty.Type) bool { return t.IsTupleType() || t.IsListType() }

func sameNames(a, b map[string]cty.Type) bool {
	if len(a) != len(b) {
		return false
	}
	for name := range a {
		if _, ok := b[name]; !ok {
			return false
		}
	}
	return true
}
