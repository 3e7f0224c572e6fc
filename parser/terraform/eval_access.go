package terraform

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/ecrlint/ecrlint/parser"
)

// relative evaluates x.y.z where x is no plain name.
func (e *env) relative(x *hclsyntax.RelativeTraversalExpr) cty.Value {
	if t, ok := e.target(x.Source); ok {
		return e.follow(t, x.Traversal)
	}
	return e.traverse(e.eval(x.Source), x.Traversal)
}

// target resolves an expression that names one instance of a resource or module by an index that
// has to be evaluated (aws_subnet.private[count.index]), without making a value of all of it.
func (e *env) target(x hclsyntax.Expression) (target, bool) {
	index, ok := x.(*hclsyntax.IndexExpr)
	if !ok {
		return nil, false
	}
	collection, ok := index.Collection.(*hclsyntax.ScopeTraversalExpr)
	if !ok {
		return nil, false
	}
	node, rest := e.repeated(collection.Traversal)
	if node == nil || len(rest) > 0 {
		return nil, false
	}
	key := e.eval(index.Key)
	if node.instances().kind == manyTimes && key.IsWhollyKnown() && !holed(key) {
		return nil, false // the one that stands for all need not be the one of this key
	}
	return e.pick(node, key, index.SrcRange)
}

func (e *env) indexed(x *hclsyntax.IndexExpr) cty.Value {
	if t, ok := e.target(x); ok {
		return t.object()
	}
	return e.index(e.eval(x.Collection), e.eval(x.Key), x.SrcRange)
}

// traverse follows the steps of a traversal into a value.
func (e *env) traverse(v cty.Value, steps hcl.Traversal) cty.Value {
	for _, step := range steps {
		switch step := step.(type) {
		case hcl.TraverseAttr:
			v = e.attribute(v, step.Name, step.SrcRange)
		case hcl.TraverseIndex:
			v = e.index(v, step.Key, step.SrcRange)
		default:
			return e.fail(step.SourceRange(), "Unsupported traversal", "This step cannot be followed.")
		}
	}
	return v
}

func (e *env) attribute(v cty.Value, name string, at hcl.Range) cty.Value {
	ev := e.scope.ev
	plain, _ := v.Unmark()
	t := plain.Type()
	switch {
	case !plain.IsKnown():
		return ev.inside(v, attributeType(t, name), "."+name)
	case plain.IsNull():
		return e.fail(at, "Attempt to get attribute from null value",
			"This value is null, so it does not have any attributes.")
	case t.IsObjectType():
		if t.HasAttribute(name) {
			return ev.unshadowed(plain, name, plain.GetAttr(name))
		}
	case t.IsMapType():
		return e.index(v, cty.StringVal(name), at)
	case t == cty.String && holed(plain):
		return ev.because(cty.DynamicPseudoType, plain)
	}
	if t.IsObjectType() {
		if missing, ok := ev.maybeMissing(plain, name); ok {
			return missing
		}
	}
	return e.fail(at, "Unsupported attribute",
		fmt.Sprintf("This object does not have an attribute named %q.", name))
}

// inside returns what stands at a step inside an unknown value. It is not known for the same
// reason, and another value than what stands at another step.
func (ev *evaluator) inside(v cty.Value, t cty.Type, step string) cty.Value {
	id, ok := ev.firstHole(v)
	if !ok {
		return ev.because(t, v)
	}
	origin := ev.origins.Get(id)
	origin.Attr += step
	return ev.unknown(t, ev.origins.Add(origin))
}

// keySuffix writes an index behind what it is an index of.
func keySuffix(key cty.Value) string {
	if key.IsMarked() || !key.IsKnown() || key.IsNull() || holed(key) {
		return "[?]"
	}
	if key.Type() == cty.String {
		return "." + key.AsString()
	}
	text, err := convert.Convert(key, cty.String)
	if err != nil {
		return "[?]"
	}
	return "[" + text.AsString() + "]"
}

func attributeType(t cty.Type, name string) cty.Type {
	switch {
	case t.IsObjectType() && t.HasAttribute(name):
		return t.AttributeType(name)
	case t.IsMapType():
		return t.ElementType()
	}
	return cty.DynamicPseudoType
}

// maybeMissing returns an unknown for a key that an object lacks where the object has keys that
// are not known, or where the key is a workspace that was only assumed.
func (ev *evaluator) maybeMissing(v cty.Value, key string) (cty.Value, bool) {
	for it := v.ElementIterator(); it.Next(); {
		name, _ := it.Element()
		if parser.Holed(name.AsString()) {
			return ev.because(cty.DynamicPseudoType, name), true
		}
	}
	if key == defaultWorkspace && ev.assumedWorkspace {
		return ev.unknown(cty.DynamicPseudoType, ev.origins.Add(workspaceOrigin)), true
	}
	return cty.NilVal, false
}

// unshadowed returns the element that a key leads to, unless another key, which is not known, may
// turn out to be the same and its element the one that counts.
func (ev *evaluator) unshadowed(v cty.Value, name string, element cty.Value) cty.Value {
	if !ev.keyHoles || parser.Holed(name) {
		return element
	}
	if key, ok := holedKey(v); ok && ev.equalText(key, name) != no {
		return ev.because(element.Type(), cty.StringVal(key))
	}
	return element
}

// holedKey returns a key of an object or map that is not known.
func holedKey(v cty.Value) (string, bool) {
	t := v.Type()
	if t.IsObjectType() {
		for name := range t.AttributeTypes() {
			if parser.Holed(name) {
				return leastHoledKey(v), true
			}
		}
		return "", false
	}
	if t.IsMapType() && v.IsKnown() && !v.IsNull() {
		key := leastHoledKey(v)
		return key, key != ""
	}
	return "", false
}

func leastHoledKey(v cty.Value) string {
	for it := v.ElementIterator(); it.Next(); {
		if key, _ := it.Element(); parser.Holed(key.AsString()) {
			return key.AsString()
		}
	}
	return ""
}

// index evaluates v[key].
func (e *env) index(v, key cty.Value, at hcl.Range) cty.Value {
	ev := e.scope.ev
	plain, _ := v.Unmark()
	if !plain.IsKnown() {
		return ev.inside(v, elementType(plain.Type()), keySuffix(key))
	}
	if plain.IsNull() {
		return e.fail(at, "Attempt to index null value", "This value is null, so it has no elements.")
	}
	if key.IsMarked() || !key.IsKnown() {
		return e.anyOf(plain, key)
	}
	if key.IsNull() {
		return e.fail(at, "Invalid index", "Can't use a null value as an indexing key.")
	}
	t := plain.Type()
	switch {
	case ordered(t):
		return e.indexList(plain, key, at)
	case t.IsMapType() || t.IsObjectType():
		return e.indexMap(plain, key, at)
	}
	return e.fail(at, "Invalid index", "This value does not have any indices.")
}

// anyOf returns an element by a key that is not known: whatever all elements agree on.
func (e *env) anyOf(v, key cty.Value) cty.Value {
	t := cty.DynamicPseudoType
	if v.CanIterateElements() {
		var first cty.Value
		for it := v.ElementIterator(); it.Next(); {
			_, element := it.Element()
			if first == cty.NilVal {
				first = element
				t = element.Type()
			} else if !identical(first, element) {
				if !t.Equals(element.Type()) {
					t = cty.DynamicPseudoType
				}
				return e.scope.ev.because(t, key)
			}
		}
	}
	return e.scope.ev.because(t, key)
}

func elementType(t cty.Type) cty.Type {
	if t.IsCollectionType() {
		return t.ElementType()
	}
	return cty.DynamicPseudoType
}

func (e *env) indexList(v, key cty.Value, at hcl.Range) cty.Value {
	if holed(key) {
		return e.anyOf(v, key)
	}
	number, err := convert.Convert(key, cty.Number)
	if err != nil {
		return e.fail(at, "Invalid index", "A number is required.")
	}
	i, accuracy := number.AsBigFloat().Int64()
	if accuracy != 0 || i < 0 || i >= int64(v.LengthInt()) {
		if more, ok := e.scope.ev.mayHaveMore(v); ok && accuracy == 0 && i >= 0 {
			return more
		}
		if zones, ok := e.scope.ev.moreZones(v, int(i)+1); ok && accuracy == 0 && i >= 0 {
			return zones.Index(cty.NumberIntVal(i))
		}
		return e.fail(at, "Invalid index",
			"The given key does not identify an element in this collection value.")
	}
	return v.Index(cty.NumberIntVal(i))
}

func (e *env) indexMap(v, key cty.Value, at hcl.Range) cty.Value {
	text, err := convert.Convert(key, cty.String)
	if err != nil {
		return e.fail(at, "Invalid index", "A string is required.")
	}
	name := text.AsString()
	if v.Type().IsObjectType() {
		if v.Type().HasAttribute(name) {
			return e.scope.ev.unshadowed(v, name, v.GetAttr(name))
		}
	} else if v.HasIndex(text).True() {
		return e.scope.ev.unshadowed(v, name, v.Index(text))
	}
	if parser.Holed(name) {
		return e.anyOf(v, key)
	}
	if missing, ok := e.scope.ev.maybeMissing(v, name); ok {
		return missing
	}
	return e.fail(at, "Invalid index",
		"The given key does not identify an element in this collection value.")
}

// follow follows the steps of a traversal into an instance.
func (e *env) follow(t target, steps hcl.Traversal) cty.Value {
	if len(steps) == 0 {
		return t.object()
	}
	step, ok := steps[0].(hcl.TraverseAttr)
	if !ok {
		return e.traverse(t.object(), steps)
	}
	if r, ok := t.(*resourceInstance); ok && step.Name == "outputs" && len(steps) > 1 {
		if v, ok := r.stateOutput(steps[1]); ok {
			return e.traverse(v, steps[2:])
		}
	}
	return e.traverse(t.attr(step.Name, step.SrcRange), steps[1:])
}
