package graph

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/ecrlint/ecrlint/parser"
)

// scalar converts a datum to text.
func scalar(d datum) (string, bool) {
	if !d.known || d.v.IsNull() {
		return "", false
	}
	if d.v.Type() == cty.String {
		return d.v.AsString(), true
	}
	if !d.v.Type().IsPrimitiveType() {
		return "", false
	}
	if d.v.Type() == cty.Number {
		if n, accuracy := d.v.AsBigFloat().Int64(); accuracy == big.Exact {
			return strconv.FormatInt(n, 10), true
		}
	}
	v, err := convert.Convert(d.v, cty.String)
	if err != nil || v.IsNull() || !v.IsKnown() {
		return "", false
	}
	return v.AsString(), true
}

// textOf returns the text of a datum as written, tokens and all; standard is AWS's default.
func (b *builder) textOf(d datum, standard string, site Site) Value[string] {
	value := Value[string]{Given: true, Site: site}
	switch {
	case !d.known:
		value.Why = d.why
		return value
	case d.v.IsNull():
		value.V, value.Given = standard, false
		return value
	}
	text, ok := scalar(d)
	if !ok {
		value.Why = nonsense(site, "is not text")
		return value
	}
	value.V = text
	if origin, whole := b.origins.Whole(text); whole && origin.Kind == parser.Unknown {
		value.Why = &origin
	}
	return value
}

// raw returns the text of an attribute as written, tokens and all. It is unknown only where the
// whole text is.
func (o block) raw(name, standard string) Value[string] {
	return o.b.textOf(o.get(name), standard, o.site(name))
}

// holed returns the text of an attribute with its references written out; what is left of tokens
// stands for what is not known.
func (o block) holed(name, standard string) Value[string] {
	value := o.raw(name, standard)
	value.V = o.b.origins.Expand(value.V)
	return value
}

// text returns the text of an attribute; a single token in it makes it unknown.
func (o block) text(name, standard string) Value[string] {
	return o.b.strict(o.raw(name, standard))
}

// strict makes text with tokens in it unknown.
func (b *builder) strict(value Value[string]) Value[string] {
	if value.Why != nil || !parser.Holed(value.V) {
		return value
	}
	value.V = b.origins.Expand(value.V)
	if holes := b.origins.In(value.V); len(holes) > 0 {
		value.Why = &holes[0]
	}
	return value
}

// boolean returns a boolean attribute, which may be spelled as text.
func (o block) boolean(name string, standard bool) Value[bool] {
	return truth(o.text(name, strconv.FormatBool(standard)), standard)
}

// truth reads text as a truth value.
func truth(text Value[string], standard bool) Value[bool] {
	value := Value[bool]{Why: text.Why, Given: text.Given, Site: text.Site}
	if text.Why != nil {
		return value
	}
	switch strings.ToLower(text.V) {
	case "":
		value.V, value.Given = standard, false
	case "true", "1", "enabled":
		value.V = true
	case "false", "0", "disabled":
	default:
		value.Why = nonsense(value.Site, "is neither true nor false")
	}
	return value
}

// integer returns a whole number, which may be spelled as text; 0 where it is left out.
func (o block) integer(name string) Value[int] {
	text := o.text(name, "0")
	value := Value[int]{Why: text.Why, Given: text.Given, Site: text.Site}
	if text.Why != nil {
		return value
	}
	n, err := strconv.Atoi(text.V)
	switch {
	case text.V == "":
		value.Given = false
	case err != nil:
		value.Why = nonsense(value.Site, "is not a whole number")
	default:
		value.V = n
	}
	return value
}

// texts returns a list of text, each as holed.
func (o block) texts(name string) List[Value[string]] {
	items := o.items(name)
	list := List[Value[string]]{Open: items.Open, Given: items.Given, Site: items.Site}
	for _, it := range items.Items {
		if value := o.b.textOf(it.datum, "", it.site); value.Given {
			value.V = o.b.origins.Expand(value.V)
			list.Items = append(list.Items, value)
		}
	}
	return list
}

// nonsense is the origin of a value that cannot be what is wanted of it.
func nonsense(site Site, why string) *parser.Origin {
	return &parser.Origin{What: describe(site), Why: why}
}

// describe names a place: its resource's address and the attribute's path.
func describe(site Site) string {
	var b strings.Builder
	if site.Resource != nil {
		b.WriteString(site.Resource.Address)
	}
	for _, step := range site.Path {
		switch step := step.(type) {
		case cty.GetAttrStep:
			b.WriteString("." + step.Name)
		case cty.IndexStep:
			if step.Key.Type() == cty.Number {
				b.WriteString("[" + step.Key.AsBigFloat().Text('f', 0) + "]")
			}
		}
	}
	return b.String()
}
