package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// weigh counts the values inside a value, and the bytes of text, up to a limit. A value that holds
// others many times over (each local twice the one before) is counted in full, as whatever walks
// it later walks all of it.
func weigh(v cty.Value, budget int) int {
	v, _ = v.Unmark()
	if budget <= 0 || !v.IsKnown() || v.IsNull() {
		return 1
	}
	t := v.Type()
	switch {
	case t == cty.String:
		return 1 + len(v.AsString())/textPerValue
	case immense(v):
		return budget
	case !v.CanIterateElements():
		return 1
	}
	weight := 1
	for it := v.ElementIterator(); it.Next() && weight < budget; {
		_, element := it.Element()
		weight += weigh(element, budget-weight)
	}
	return weight
}

// textPerValue is how many bytes of text weigh as much as a value.
const textPerValue = 64

// light returns a value, or an unknown one and an error where it is too large to be walked.
func (ev *evaluator) light(v cty.Value, at hcl.Range) cty.Value {
	if weigh(v, maxElements) < maxElements {
		return v
	}
	return ev.fail(at, "Limit reached", "The value is too large; it is not evaluated.")
}

// explodes reports whether a call would make a result out of all proportion to its arguments.
func explodes(name string, args []cty.Value) bool {
	switch name = strings.TrimPrefix(name, "core::"); name {
	case "setproduct":
		product := 1
		for _, arg := range args {
			product *= max(1, length(arg))
			if product > maxElements {
				return true
			}
		}
	case "replace":
		return len(args) == 3 && (textLength(args[0])+1)*(textLength(args[2])+1) > maxText
	case "indent":
		return len(args) == 2 && numberOver(args[0], 1000)
	case "join":
		return len(args) > 1 && joinedLength(args[0], args[1:]) > maxText
	case "format", "formatlist":
		return len(args) > 0 && wideFormat(args[0])
	default:
		return outsized(name, args)
	}
	return false
}

// joinedLength is how long the elements of lists are with a separator between them.
func joinedLength(separator cty.Value, lists []cty.Value) int {
	between, total := textLength(separator), 0
	for _, list := range lists {
		plain, _ := list.Unmark()
		if length(plain) == 0 {
			continue
		}
		for it := plain.ElementIterator(); it.Next() && total <= maxText; {
			_, element := it.Element()
			total += between + textLength(element)
		}
	}
	return total
}

// immense reports whether a number has so many digits that writing them takes long.
func immense(v cty.Value) bool {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() || v.Type() != cty.Number {
		return false
	}
	exponent := v.AsBigFloat().MantExp(nil)
	return exponent > maxExponent || exponent < -maxExponent
}

func length(v cty.Value) int {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
		return 0
	}
	return v.LengthInt()
}

func textLength(v cty.Value) int {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return 0
	}
	return len(v.AsString())
}

func numberOver(v cty.Value, limit int64) bool {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() || v.Type() != cty.Number {
		return false
	}
	n, _ := v.AsBigFloat().Int64()
	return n > limit
}

// wideFormat reports whether a format asks for a width or precision of five digits or more.
func wideFormat(v cty.Value) bool {
	if textLength(v) == 0 {
		return false
	}
	v, _ = v.Unmark()
	digits, verb := 0, false
	for _, c := range v.AsString() {
		switch {
		case c == '%':
			verb, digits = !verb, 0
		case verb && c >= '0' && c <= '9':
			if digits++; digits > 4 {
				return true
			}
		case verb && (c == '.' || c == '+' || c == '-' || c == ' ' || c == '#' || c == '*'):
			digits = 0
		default:
			verb = false
		}
	}
	return false
}
