package terraform

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// target is one instance of a resource or module.
type target interface {
	// attr returns an attribute or output.
	attr(name string, at hcl.Range) cty.Value
	// object returns all of them.
	object() cty.Value
}

// repeatable is a resource or module call, of which there may be any number of instances.
type repeatable interface {
	instances() *instanceSet
	label() string
}

// repetition says how instances are told apart.
type repetition int

const (
	once repetition = iota
	byCount
	byKey
	manyTimes // count or for_each is not known: one instance stands for all
)

// instanceSet holds the instances of a resource or module call.
type instanceSet struct {
	kind repetition
	list []target
	keys []string // of byKey, sorted
	why  int      // the origin of manyTimes
}

// find returns the instance with the key.
func (s *instanceSet) find(key string) (target, bool) {
	low, high := 0, len(s.keys)
	for low < high {
		middle := (low + high) / 2
		switch {
		case s.keys[middle] == key:
			return s.list[middle], true
		case s.keys[middle] < key:
			low = middle + 1
		default:
			high = middle
		}
	}
	return nil, false
}

// iteration is what each and count stand for in one instance, and what its address ends in.
type iteration struct {
	suffix     string
	key, value cty.Value // each; NilVal without for_each
	count      cty.Value // count.index; NilVal without count
	maybe      *parser.Origin
}

// plainIteration is that of a block without count and for_each.
var plainIteration = &iteration{}

// repetitions evaluates count, for_each and enabled.
func (e *env) repetitions(count, forEach, enabled hcl.Expression) (repetition, []*iteration) {
	switch {
	case count != nil:
		return e.countOf(e.scope.ev.syntax(count))
	case forEach != nil:
		return e.keysOf(e.scope.ev.syntax(forEach))
	case enabled != nil:
		return e.enabled(e.scope.ev.syntax(enabled))
	}
	return once, []*iteration{plainIteration}
}

// many returns the one instance that stands for a number that is not known.
func (e *env) many(because cty.Value, t cty.Type) (repetition, []*iteration) {
	ev := e.scope.ev
	id, ok := ev.firstHole(because)
	if !ok {
		id, _ = ev.firstHole(ev.because(cty.DynamicPseudoType, because))
	}
	origin := ev.origins.Get(id)
	it := &iteration{suffix: "[*]", maybe: &origin}
	if t == cty.Number {
		it.count = ev.unknown(cty.Number, id)
		return manyTimes, []*iteration{it}
	}
	it.key = ev.unknown(cty.String, id)
	it.value = ev.unknown(elementType(because.Type()), id)
	return manyTimes, []*iteration{it}
}

func (e *env) enabled(x hclsyntax.Expression) (repetition, []*iteration) {
	v := e.eval(x)
	on, failed := e.operand(v, cty.Bool, x.Range())
	switch {
	case failed || on == cty.NilVal:
		origin, _ := e.scope.ev.firstHole(e.scope.ev.because(cty.Bool, v))
		maybe := e.scope.ev.origins.Get(origin)
		return once, []*iteration{{maybe: &maybe}}
	case on.False():
		return byCount, nil
	}
	return once, []*iteration{plainIteration}
}

func (e *env) countOf(x hclsyntax.Expression) (repetition, []*iteration) {
	v := e.eval(x)
	number, failed := e.operand(v, cty.Number, x.Range())
	if failed || number == cty.NilVal {
		return e.many(v, cty.Number)
	}
	n, accuracy := number.AsBigFloat().Int64()
	if accuracy != 0 && number.AsBigFloat().IsInt() {
		n = maxInstances + 1
	} else if accuracy != 0 || n < 0 {
		return e.many(e.fail(x.Range(), "Invalid count argument",
			"The count must be a whole number that is not negative."), cty.Number)
	}
	if n > maxInstances || !e.scope.ev.room(int(n)) {
		return e.many(e.tooMany(x.Range(), "count"), cty.Number)
	}
	list := make([]*iteration, n)
	for i := range list {
		list[i] = &iteration{
			suffix: "[" + strconv.Itoa(i) + "]", count: cty.NumberIntVal(int64(i)),
		}
	}
	return byCount, list
}

func (e *env) tooMany(at hcl.Range, argument string) cty.Value {
	return e.limit(at, fmt.Sprintf("This %s makes more than %d instances, or more than %d in all",
		argument, maxInstances, maxTotal))
}

// room takes n instances from what a root may have.
func (ev *evaluator) room(n int) bool {
	if ev.total+n > maxTotal {
		return false
	}
	ev.total += n
	return true
}

func (e *env) keysOf(x hclsyntax.Expression) (repetition, []*iteration) {
	v := e.eval(x)
	plain, marks := v.Unmark()
	if !plain.IsKnown() || len(marks) > 0 {
		return e.many(v, cty.String)
	}
	t := plain.Type()
	switch {
	case plain.IsNull():
		return e.many(e.badKeys(x, "The value is null."), cty.String)
	case ordered(t) && holed(plain):
		return e.many(plain, cty.String)
	case !t.IsMapType() && !t.IsObjectType() && !t.IsSetType():
		return e.many(e.badKeys(x, "It must be a map, or a set of strings, not "+
			t.FriendlyName()+"."), cty.String)
	case plain.LengthInt() > maxInstances || !e.scope.ev.room(plain.LengthInt()):
		return e.many(e.tooMany(x.Range(), "for_each"), cty.String)
	}
	return e.keyed(x, plain)
}

func (e *env) badKeys(x hclsyntax.Expression, detail string) cty.Value {
	return e.fail(x.Range(), "Invalid for_each argument", detail)
}

func (e *env) keyed(x hclsyntax.Expression, v cty.Value) (repetition, []*iteration) {
	list := make([]*iteration, 0, v.LengthInt())
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if v.Type().IsSetType() {
			key = element
		}
		if !key.IsKnown() {
			return e.many(v, cty.String)
		}
		if key.IsNull() || key.Type() != cty.String {
			return e.many(e.badKeys(x, "The set must hold strings."), cty.String)
		}
		name, told := e.keyName(key.AsString())
		if !told {
			return e.many(key, cty.String)
		}
		list = append(list, &iteration{
			suffix: "[" + quoteKey(name) + "]", key: key, value: element,
		})
	}
	return byKey, list
}

// keyName returns how an instance key is called in an address. An id that another root has made is
// not known, but is one of its own; false for a key that may be equal to another one.
func (e *env) keyName(key string) (string, bool) {
	if !parser.Holed(key) {
		return key, true
	}
	origin, whole := e.scope.ev.origins.Whole(key)
	if !whole || origin.Kind != parser.Reference || origin.What != "" {
		return "", false
	}
	h, address := e.scope.ev.homeOf(origin.Address)
	if !h.foreign { // Terraform refuses it before the resource is there
		return "", false
	}
	if isDataAddress(address) || strings.Contains(address, "[*]") {
		return "", false
	}
	return "{" + origin.Address + "." + origin.Attr + "}", true
}

// keyEscapes are what Terraform escapes in an instance key.
var keyEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`,
	"${", "$${", "%{", "%%{")

// quoteKey writes an instance key as Terraform prints it.
func quoteKey(key string) string { return `"` + keyEscapes.Replace(key) + `"` }
