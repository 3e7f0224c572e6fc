package cloudformation

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// evaluate evaluates the properties of a resource, once.
func (r *resource) evaluate() {
	if r.state == done {
		return
	}
	r.state = running
	s := r.stack
	v := cty.EmptyObjectVal
	switch properties := r.properties(); {
	case s.lost != nil:
		v = s.ev.origins.Unknown(cty.DynamicPseudoType, *s.lost)
	case properties == nil && r.node.get("Fn::Transform") != nil:
		v = r.included()
	case properties == nil || properties.kind == nothing:
	case properties.kind == list || properties.scalar():
		s.fail(properties, "Invalid resource", "The properties of "+r.id+" must be an object.")
	default:
		v = s.objectOf(r, properties)
	}
	r.attrs = v
	r.state = done
}

// included returns the properties of a resource that a macro gives them.
func (r *resource) included() cty.Value {
	fields := map[string]cty.Value{}
	if open := r.stack.include(r.node.get("Fn::Transform"), fields); open != cty.NilVal {
		return open
	}
	v, ok := fields["Properties"]
	if !ok {
		return cty.EmptyObjectVal
	}
	if bare, marks := v.Unmark(); !bare.IsKnown() {
		return cty.UnknownVal(cty.DynamicPseudoType).WithMarks(marks)
	}
	if !isObject(v) {
		return cty.EmptyObjectVal
	}
	return v
}

// objectOf evaluates properties that are an object, or a function that yields one.
func (s *stack) objectOf(r *resource, properties *node) cty.Value {
	v := s.eval(properties)
	if v == absent {
		return cty.EmptyObjectVal
	}
	if bare, marks := v.Unmark(); !bare.IsKnown() {
		return cty.UnknownVal(cty.DynamicPseudoType).WithMarks(marks)
	} else if !bare.Type().IsObjectType() {
		return s.fail(properties, "Invalid resource", "The properties of "+r.id+" must be an object.")
	}
	return v
}

// result returns the resource as other packages see it.
func (r *resource) result(d *dependencies) *parser.Resource {
	return &parser.Resource{
		Address: r.address(), Config: r.address(), Type: r.typ, Attrs: r.attrs, Maybe: r.maybe,
		Provider: r.stack.env.provider(), Needs: d.of(r), Callers: r.stack.callers(),
		Decl: r.decl(), Locate: r.locate, Foreign: r.stack.foreign != nil,
		Construct: r.construct(),
	}
}

// construct returns the path that the CDK has noted for the resource; empty for none.
func (r *resource) construct() string {
	if path := r.node.get("Metadata").get("aws:cdk:path"); path.is(text) {
		return path.text
	}
	return ""
}

// harmlessCustom are the custom resources of the CDK that change nothing that a pull depends on.
// Source: https://github.com/aws/aws-cdk, packages/aws-cdk-lib.
var harmlessCustom = map[string]bool{
	"Custom::VpcRestrictDefaultSG": true, "Custom::S3AutoDeleteObjects": true,
	"Custom::LogRetention": true, "Custom::ECRAutoDeleteImages": true,
	"Custom::S3BucketNotifications": true, "Custom::CDKBucketDeployment": true,
}

// creates returns why the resource may create others that cannot be seen; empty where it does not.
func (r *resource) creates() string {
	switch {
	case r.gone || harmlessCustom[r.typ]:
		return ""
	case nests(r.typ):
		if r.nested() != nil {
			return ""
		}
		return "is a stack whose template " + r.unseen
	case opaqueType(r.typ):
		return "creates what its own provider says"
	}
	return ""
}

// opaque returns the resource as one that creates others.
func (r *resource) opaque(why string) parser.Opaque {
	handed := map[string]bool{}
	r.stack.ev.addresses(r.attrs, handed)
	delete(handed, r.address())
	list := make([]string, 0, len(handed))
	for address := range handed {
		list = append(list, address)
	}
	slices.Sort(list)
	return parser.Opaque{
		Address: r.address(), Handed: list,
		Origin: parser.Origin{
			What: r.address(), Why: why, Range: r.decl(),
			Hint: "check it together with what it creates",
		},
	}
}

// addresses adds the addresses of the resources that a value refers to.
func (ev *evaluator) addresses(v cty.Value, found map[string]bool) {
	if v == absent {
		return
	}
	bare, marks := v.Unmark()
	for mark := range marks {
		if hole, ok := mark.(parser.Hole); ok {
			ev.addressesOf(ev.origins.Get(hole.ID), found)
		}
	}
	switch {
	case !bare.IsKnown() || bare.IsNull():
	case bare.Type() == cty.String:
		for _, origin := range ev.origins.In(bare.AsString()) {
			ev.addressesOf(origin, found)
		}
	case bare.CanIterateElements():
		for it := bare.ElementIterator(); it.Next(); {
			_, element := it.Element()
			ev.addresses(element, found)
		}
	}
}

func (ev *evaluator) addressesOf(origin parser.Origin, found map[string]bool) {
	if origin.Address != "" && (origin.Kind == parser.Reference || origin.Kind == parser.Unknown) &&
		!strings.HasPrefix(origin.Attr, "AWS::") {
		found[origin.Address] = true
	}
	for _, text := range [2]string{origin.Shape, origin.Decoded} {
		for _, inner := range ev.origins.In(text) {
			ev.addressesOf(inner, found)
		}
	}
}
