package cloudformation

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// The limits of an evaluation, so that no template can eat the machine. CloudFormation itself
// accepts far less: 500 resources in a template.
const (
	maxSteps     = 5_000_000 // nodes evaluated in a root
	maxStacks    = 1_000     // in a root
	maxNested    = 32        // stacks inside each other
	maxResources = 100_000   // in a root
	maxText      = 4 << 20   // bytes of a text
	maxNeeds     = 2_000_000 // pairs of a resource and one that it waits for, in a root
	maxLoops     = 20_000    // things that loops make in a root
	stepsBetween = 256       // nodes between two looks at whether to go on
)

// evaluator evaluates one root. It is for one goroutine.
type evaluator struct {
	tree     *tree
	given    given
	origins  *parser.Origins
	diags    hcl.Diagnostics
	reported map[string]bool
	// quiet is above zero while something is evaluated whose errors do not matter.
	quiet int
	steps int
	depth int
	// done is closed when nobody waits for the result any more; stopped is set once that was seen.
	done    <-chan struct{}
	stopped bool
	loops   int
	// sought holds the files that were asked for beside templates, found or not (see seek).
	sought map[string]bool

	stacks  []*stack          // each before those inside it
	pieces  []*document       // what templates include, and definitions that lie in files
	own     *stack            // the root's own
	foreign map[string]*stack // those of other templates, by path
	links   *links            // nil while they are being found out
	checked map[*template]bool
	// simple are the tokens of names and ids that AWS makes up: letters, digits and hyphens.
	simple map[int]bool
	// imports resolves the names that Fn::ImportValue asks for.
	imports func(s *stack, name string, at *node) cty.Value
	// missed says that an export of another template was looked for and not found.
	missed bool
}

func newEvaluator(ctx context.Context, t *tree) *evaluator {
	return &evaluator{
		tree: t, origins: parser.NewOrigins(), reported: map[string]bool{},
		foreign: map[string]*stack{}, checked: map[*template]bool{}, simple: map[int]bool{},
		done: ctx.Done(),
	}
}

// report adds a diagnostic, once however often it arises.
func (ev *evaluator) report(d *hcl.Diagnostic) {
	if ev.quiet > 0 {
		return
	}
	key := d.Summary + "\x00" + d.Detail
	if d.Subject != nil {
		key = d.Subject.String() + "\x00" + key
	}
	if !ev.reported[key] {
		ev.reported[key] = true
		ev.diags = append(ev.diags, d)
	}
}

// fail reports an error and returns an unknown value because of it.
func (s *stack) fail(n *node, summary, detail string) cty.Value {
	if s.foreign == nil {
		s.ev.report(fault(n.span(), summary, detail))
	}
	return s.ev.origins.Unknown(cty.DynamicPseudoType, parser.Origin{
		What: "the value", Why: "cannot be evaluated: " + strings.ToLower(summary), Range: n.span(),
	})
}

// absent is what AWS::NoValue and null become: what has it is left out.
var absent = cty.NilVal

// eval evaluates a node in a stack.
func (s *stack) eval(n *node) cty.Value {
	if n == nil {
		return absent
	}
	if s.ev.steps++; s.ev.steps > maxSteps || s.ev.depth > maxDepth {
		return s.fail(n, "Limit reached", "The template takes too many steps; it is not evaluated "+
			"further.")
	}
	if s.ev.over() {
		return absent
	}
	switch n.kind {
	case nothing:
		return absent
	case text:
		return s.ev.resolved(n.text)
	case number:
		return numberValue(n.text)
	case boolean:
		return cty.BoolVal(n.truthy())
	case list, object, call:
	}
	s.ev.depth++
	defer func() { s.ev.depth-- }()
	switch n.kind {
	case list:
		return s.list(n)
	case object:
		return s.object(n)
	default:
		return s.call(n)
	}
}

// over reports whether the evaluation was interrupted: nobody looks at what it yields. It looks now
// and then only.
func (ev *evaluator) over() bool {
	if ev.stopped || ev.steps%stepsBetween != 0 {
		return ev.stopped
	}
	select {
	case <-ev.done:
		ev.stopped = true
	default:
	}
	return ev.stopped
}

// numberValue returns a number, or text where the number would be printed in another way.
func numberValue(s string) cty.Value {
	if i, err := strconv.ParseInt(s, 10, 64); err == nil && strconv.FormatInt(i, 10) == s {
		return cty.NumberIntVal(i)
	}
	if strings.Contains(s, ".") && !strings.ContainsAny(s, "eE") && !strings.HasSuffix(s, "0") {
		if v, err := cty.ParseNumberVal(s); err == nil {
			return v
		}
	}
	return cty.StringVal(s)
}

// list evaluates a list.
func (s *stack) list(n *node) cty.Value {
	elements := make([]cty.Value, 0, len(n.items))
	for _, item := range n.items {
		found, open := s.element(item)
		if open != cty.NilVal {
			return open
		}
		elements = append(elements, found...)
	}
	return cty.TupleVal(elements)
}

// element evaluates an element of a list: one, none, or several where an unknown condition chooses
// between objects. Where it is not known how many there are, the whole list is not known: open.
func (s *stack) element(n *node) (found []cty.Value, open cty.Value) {
	if !n.isCall("If") || len(n.args()) != 3 {
		if v := s.eval(n); v != absent {
			return []cty.Value{v}, cty.NilVal
		}
		return nil, cty.NilVal
	}
	args := n.args()
	yes, why := s.condition(args[0])
	if yes != undecided {
		return s.element(taken(args, yes))
	}
	var a, b []cty.Value
	s.ev.softly(func() {
		a, open = s.element(args[1])
		if open == cty.NilVal {
			b, open = s.element(args[2])
		}
	})
	if open != cty.NilVal {
		return nil, open
	}
	return s.ev.eitherElement(why, a, b)
}

// eitherElement returns the elements of a list where one of two choices holds.
func (ev *evaluator) eitherElement(why int, a, b []cty.Value) (found []cty.Value, open cty.Value) {
	if len(a) == 1 && len(b) == 1 {
		if v, certain := ev.either(why, a[0], b[0]); certain || !isObject(a[0]) || !isObject(b[0]) {
			return []cty.Value{v}, cty.NilVal
		}
	}
	for _, v := range append(a[:len(a):len(a)], b...) {
		if !isObject(v) {
			return nil, ev.unknown(cty.DynamicPseudoType, why)
		}
		found = append(found, v.Mark(parser.Maybe{ID: why}))
	}
	return found, cty.NilVal
}

// softly evaluates what may not come to pass, so that errors in it do not count.
func (ev *evaluator) softly(f func()) {
	ev.quiet++
	f()
	ev.quiet--
}

// taken returns the branch of an Fn::If that is taken.
func taken(args []*node, t truth) *node {
	if t == yes {
		return args[1]
	}
	return args[2]
}

func isObject(v cty.Value) bool {
	v, _ = v.Unmark()
	return v.IsKnown() && v.Type().IsObjectType()
}

// object evaluates an object.
func (s *stack) object(n *node) cty.Value {
	fields := make(map[string]cty.Value, len(n.keys))
	for i, key := range n.keys {
		switch {
		case key.text == "Fn::Transform":
			if open := s.include(n.items[i], fields); open != cty.NilVal {
				return open
			}
			continue
		case strings.HasPrefix(key.text, "Fn::ForEach::"):
			s.loopFields(key, n.items[i], fields)
			continue
		case len(n.keys) > 1 && functions[key.text] != "" && strings.HasPrefix(key.text, "Fn::"):
			s.fail(key, "Misplaced function", fmt.Sprintf("%s must be the only key of its object.",
				key.text))
		}
		if v := s.eval(n.items[i]); v != absent {
			fields[key.text] = v
		}
	}
	return cty.ObjectVal(fields)
}

// callers are the functions that yield values.
var callers map[string]func(s *stack, n *node) cty.Value

func init() {
	callers = map[string]func(s *stack, n *node) cty.Value{
		"Ref": (*stack).ref, "GetAtt": (*stack).getAtt, "Sub": (*stack).sub, "Join": (*stack).join,
		"Split": (*stack).split, "Select": (*stack).pick, "FindInMap": (*stack).findInMap,
		"If": (*stack).choose, "Base64": (*stack).base64, "Cidr": (*stack).cidr,
		"GetAZs": (*stack).zones, "ImportValue": (*stack).importValue, "Length": (*stack).length,
		"ToJsonString": (*stack).toJSON, "Transform": (*stack).transform,
		"And": (*stack).truthValue, "Or": (*stack).truthValue, "Not": (*stack).truthValue,
		"Equals": (*stack).truthValue, "Condition": (*stack).truthValue,
		"Contains": (*stack).truthValue, "EachMemberEquals": (*stack).truthValue,
		"EachMemberIn": (*stack).truthValue,
	}
}

// call evaluates a function.
func (s *stack) call(n *node) cty.Value {
	if f, ok := callers[n.text]; ok {
		return f(s, n)
	}
	name := n.text
	if !strings.Contains(name, "!") && !strings.Contains(name, "::") { // not one of ours
		name = "Fn::" + name
	}
	return s.ev.origins.Unknown(cty.DynamicPseudoType, parser.Origin{
		What: name, Why: "is evaluated when the stack is created", Range: n.span(),
	})
}

// wrong reports arguments that a function does not take.
func (s *stack) wrong(n *node, takes string) cty.Value {
	name := n.text
	if name != "Ref" && name != "Condition" {
		name = "Fn::" + name
	}
	if s.tpl.alien != nil {
		return s.vague(name, "has arguments that another tool writes", n)
	}
	return s.fail(n, "Invalid function call", fmt.Sprintf("%s takes %s.", name, takes))
}
