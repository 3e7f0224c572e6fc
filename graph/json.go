package graph

import (
	"encoding/json"
	"strconv"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// leaf is a part of a JSON document with its place; any part may be a token. In Terraform the
// document is text, which the provider reads with Go's JSON decoder; in a template it is objects.
type leaf struct {
	b    *builder
	v    any
	site Site
	why  *parser.Origin // set: what is here is not known
}

// tree returns the document that an attribute holds: text, or an object of a template. Text that
// is no object is a mistake; what names the document.
func (o block) tree(attr, what string) leaf {
	l := leaf{b: o.b, site: o.site(attr)}
	if d := o.get(attr); o.b.cloudFormation && d.known && !d.v.IsNull() &&
		!d.v.Type().IsPrimitiveType() {
		l.v, l.why = o.b.plainValue(d), d.maybe
		return l
	}
	text := o.raw(attr, "")
	if text.Why != nil || text.V == "" {
		l.why = text.Why
		return l
	}
	document, why := o.b.document(text.V, l.site, what+" is not JSON")
	if l.why = why; why == nil && json.Unmarshal([]byte(document), &l.v) != nil {
		l.why = nonsense(l.site, "is not JSON")
	}
	if _, why := l.object(); l.why == nil && why != nil {
		if whole, ok := l.v.(string); !ok || len(o.b.origins.In(whole)) == 0 {
			o.b.fault(l.site, what+" is not an object", "AWS wants a JSON object here.")
		}
		l.why = why
	}
	return l
}

// given reports whether something is, or may be, here.
func (l leaf) given() bool { return l.why != nil || l.v != nil }

// object returns the fields of an object; none where it is left out or not known.
func (l leaf) object() (map[string]any, *parser.Origin) {
	fields, ok := l.v.(map[string]any)
	if ok || l.why != nil || l.v == nil {
		return fields, l.why
	}
	return nil, l.odd("is not an object")
}

// in returns a field of an object.
func (l leaf) in(name string) leaf {
	fields, why := l.object()
	inside := leaf{b: l.b, site: l.b.within(l.site, name), why: why}
	if why == nil {
		inside.v = field(fields, name)
	}
	return inside
}

// list returns the elements of a list.
func (l leaf) list() ([]leaf, *parser.Origin) {
	elements, ok := l.v.([]any)
	if !ok && l.why == nil && l.v != nil {
		return nil, l.odd("is not a list")
	}
	all := make([]leaf, 0, len(elements))
	for i, element := range elements {
		path := make(cty.Path, 0, len(l.site.Path)+1)
		path = append(append(path, l.site.Path...), cty.IndexStep{Key: number(i)})
		all = append(all, leaf{
			b: l.b, v: element, site: Site{Resource: l.site.Resource, Path: path},
		})
	}
	return all, l.why
}

// odd says why a value of another kind stands here: it is a token for one, or a mistake.
func (l leaf) odd(mistake string) *parser.Origin {
	if text, ok := l.v.(string); ok {
		if holes := l.b.origins.In(text); len(holes) > 0 {
			return &holes[0]
		}
	}
	return nonsense(l.site, mistake)
}

// text returns the text that stands here; a single token in it makes it unknown.
func (l leaf) text(standard string) Value[string] {
	value := l.b.jsonText(l.v, l.site)
	if l.why != nil {
		return Value[string]{Given: true, Site: l.site, Why: l.why}
	}
	if !value.Given {
		value.V = standard
	}
	return l.b.strict(value)
}

// boolean returns the truth value that stands here, which may be spelled as text.
func (l leaf) boolean(standard bool) Value[bool] {
	return truth(l.text(strconv.FormatBool(standard)), standard)
}

// leafLink resolves what stands here as a reference to a node.
func leafLink[N any](l leaf, find finder[N]) Link[N] {
	d := datum{v: cty.NullVal(cty.String), known: true}
	switch v := l.v.(type) {
	case string:
		d.v = cty.StringVal(v)
	case nil:
	default:
		l.why = first(l.why, nonsense(l.site, "is not text"))
	}
	if l.why != nil {
		d = datum{why: l.why}
	}
	return resolve(l.b, l.site.Resource, d, l.site, find)
}
