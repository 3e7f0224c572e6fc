package graph

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// spelling says what CloudFormation calls the properties of a type where that is not Terraform's
// name in CamelCase. A dot leads into an object, "|" stands between names of which the first that
// is given counts, and "" says that there is no such property. The readers of this package use
// Terraform's names throughout.
type spelling map[string]string

// spelled reports whether the attributes of a block go by other names than Terraform's.
func (o block) spelled() bool { return o.names != nil || o.b.cloudFormation }

// property returns the path of the property that CloudFormation, or the document around the block,
// has for an attribute.
func (o block) property(name string) string {
	names := o.names
	if names == nil {
		names = o.b.spellings[o.res.Type]
	}
	spelled, ok := names[name]
	if !ok {
		return o.b.camel(name)
	}
	standard, _, several := strings.Cut(spelled, "|")
	if !several {
		return standard
	}
	for one := range strings.SplitSeq(spelled, "|") {
		if !o.dig(one).null() {
			return one
		}
	}
	return standard
}

// camel writes a name in CamelCase.
func (b *builder) camel(name string) string {
	if known, ok := b.camels[name]; ok {
		return known
	}
	var s strings.Builder
	for word := range strings.SplitSeq(name, "_") {
		if word != "" {
			s.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	b.camels[name] = s.String()
	return s.String()
}

// label is what the configuration's own language calls an attribute.
func (o block) label(name string) string {
	if !o.spelled() {
		return name
	}
	return lastSegment(o.property(name), ".")
}

// steps returns the path from the block to an attribute.
func (o block) steps(name string) cty.Path {
	if !o.spelled() {
		return cty.Path{cty.GetAttrStep{Name: name}}
	}
	property := o.property(name)
	path := make(cty.Path, 0, 1+strings.Count(property, "."))
	for step := range strings.SplitSeq(property, ".") {
		path = append(path, cty.GetAttrStep{Name: step})
	}
	return path
}

// dig returns the value of a property, perhaps inside of others. What is inside of an object that
// may be missing may be missing too.
func (o block) dig(path string) datum {
	obj := o.obj
	var maybe *parser.Origin
	for {
		head, rest, deeper := strings.Cut(path, ".")
		if obj == cty.NilVal || !obj.Type().HasAttribute(head) {
			return datum{v: cty.NullVal(cty.DynamicPseudoType), known: true}
		}
		d := o.b.bare(obj.GetAttr(head), nil)
		maybe = first(maybe, d.maybe)
		switch {
		case !deeper:
			return doubtful(d, maybe)
		case !d.known || d.v.IsNull():
			return d
		case !d.v.Type().IsObjectType():
			return datum{why: nonsense(Site{Resource: o.res, Path: o.path}, "is not an object")}
		}
		obj, path = d.v, rest
	}
}

// doubtful makes a value that may be missing unknown, except for an object, which keeps the doubt.
func doubtful(d datum, maybe *parser.Origin) datum {
	if maybe == nil || !d.known {
		return d
	}
	if !d.v.IsNull() && d.v.Type().IsObjectType() {
		d.maybe = maybe
		return d
	}
	return datum{why: maybe}
}

// attributeOf spells the attributes by which CloudFormation's references name what AWS makes with
// a resource, or what the resource belongs to, as Terraform does.
var attributeOf = map[string]string{
	"DefaultSecurityGroup": "default_security_group_id",
	"DefaultNetworkAcl":    "default_network_acl_id",
	"VpcId":                "vpc_id",
}

// attribute returns the attribute of an origin in Terraform's spelling.
func attribute(origin *parser.Origin) string {
	if name, ok := attributeOf[origin.Attr]; ok {
		return name
	}
	return origin.Attr
}

// identity is what CloudFormation's Ref and GetAtt stand for: an attribute of a resource.
type identity struct{ address, attr string }

// reference returns the token and the origin of an attribute that something in the template refers
// to.
func (b *builder) reference(address, attr string) (string, parser.Origin, bool) {
	if b.identities == nil {
		b.identities = map[identity]int{}
		for id := 0; ; id++ {
			origin, ok := b.origins.Lookup(id)
			if !ok {
				break
			}
			if origin.Kind == parser.Reference {
				b.identities[identity{origin.Address, origin.Attr}] = id
			}
		}
	}
	id, ok := b.identities[identity{address, attr}]
	if !ok {
		return "", parser.Origin{}, false
	}
	return parser.TokenOf(id), b.origins.Get(id), true
}

// commaItems returns the elements of a list that AWS takes as one text with commas in it, so that
// a template's element may be several.
func (o block) commaItems(name string) List[item] {
	list := o.items(name)
	if !o.b.cloudFormation {
		return list
	}
	var all []item
	for _, it := range list.Items {
		text, ok := scalar(it.datum)
		if !ok || !strings.Contains(text, ",") {
			all = append(all, it)
			continue
		}
		for one := range strings.SplitSeq(text, ",") {
			part := datum{v: cty.StringVal(strings.TrimSpace(one)), known: true}
			all = append(all, item{datum: part, site: it.site})
		}
	}
	list.Items = all
	return list
}

// ref returns the token and the origin of what Ref returns for a resource.
func (b *builder) ref(address string) (string, parser.Origin) {
	if token, origin, ok := b.reference(address, "Ref"); ok {
		return token, origin
	}
	origin := parser.Origin{Kind: parser.Reference, Address: address, Attr: "Ref"}
	id := b.origins.Add(origin)
	b.identities[identity{address, "Ref"}] = id
	return parser.TokenOf(id), origin
}
