package terraform

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser/terraform/funcs"
)

// keeps are the functions whose unknown result may be the very value of their argument.
var keeps = map[string]bool{
	"tolist": true, "toset": true, "tomap": true, "tostring": true, "sensitive": true,
	"nonsensitive": true, "one": true, "flatten": true, "distinct": true, "concat": true,
	"compact": true, "sort": true, "element": true, "values": true, "reverse": true, "merge": true,
}

// result calls a function. An error that a hole may have caused is no error, and an unknown result
// has the reason of the arguments.
func (ev *evaluator) result(f funcs.Function, name string, args, reasons []cty.Value) cty.Value {
	v, err := ev.call(f, args)
	if err != nil {
		return ev.because(cty.DynamicPseudoType, reasons...)
	}
	plain, marks := v.Unmark()
	if plain.IsKnown() {
		if len(marks) > 0 {
			return ev.because(plain.Type(), reasons...)
		}
		return v
	}
	id, ok := leastHole(marks)
	if !ok {
		id, _ = ev.firstHole(ev.because(plain.Type(), reasons...))
	}
	if !keeps[name] || !alone(name, reasons) {
		id = ev.undecided(id)
	}
	return plain.Mark(holeMark(id))
}

// alone reports whether the arguments hold one value only, so that an unknown result can be of no
// other: which of several comes first, say, is not known.
func alone(name string, args []cty.Value) bool {
	if name == "element" { // the other argument is the index
		args = args[:1]
	}
	leaves := 0
	for _, arg := range args {
		leaves += countLeaves(arg)
	}
	return leaves == 1
}

// countLeaves counts what a value holds that is no collection. One that is not known is one.
func countLeaves(v cty.Value) int {
	v, _ = v.Unmark()
	if v.IsNull() || !v.IsKnown() || !v.CanIterateElements() {
		return 1
	}
	leaves := 0
	for it := v.ElementIterator(); it.Next() && leaves < 2; {
		_, element := it.Element()
		leaves += countLeaves(element)
	}
	return leaves
}
