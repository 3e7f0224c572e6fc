package graph

import (
	"math"
	"strconv"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// block is a resource, or a nested block inside one.
type block struct {
	b     *builder
	res   *parser.Resource
	path  cty.Path
	obj   cty.Value
	maybe *parser.Origin // whether the block exists
	why   *parser.Origin // set: nothing inside is known
}

// datum is the value of an attribute without its marks: known (perhaps null), or not known for the
// reason why. A known collection may also have a reason: that of the unknown elements inside.
type datum struct {
	v     cty.Value
	known bool
	why   *parser.Origin
	maybe *parser.Origin // the mark of a block that may not exist
}

func (d datum) null() bool { return d.known && d.v.IsNull() }

// block returns the attributes of a resource.
func (b *builder) block(r *parser.Resource) block {
	o := block{b: b, res: r}
	o.fill(b.bare(r.Attrs, nil))
	return o
}

// fill sets what is inside the block.
func (o *block) fill(d datum) {
	switch {
	case !d.known:
		o.why = d.why
	case d.v != cty.NilVal && !d.v.IsNull() && d.v.Type().IsObjectType():
		o.obj = d.v
	}
}

// bare takes the marks off a value; from is the reason to give where the marks give none.
func (b *builder) bare(v cty.Value, from *parser.Origin) datum {
	if v == cty.NilVal {
		return datum{v: cty.NullVal(cty.DynamicPseudoType), known: true}
	}
	v, marks := v.Unmark()
	why, maybe := b.marked(marks)
	if why == nil {
		why = from
	}
	if v.IsKnown() {
		return datum{v: v, known: true, why: why, maybe: maybe}
	}
	if why == nil {
		why = &parser.Origin{What: "a value", Why: "is not known"}
	}
	return datum{why: why, maybe: maybe}
}

// marked returns the origins of the first hole and the first Maybe among the marks.
func (b *builder) marked(marks cty.ValueMarks) (why, maybe *parser.Origin) {
	hole, doubt := math.MaxInt, math.MaxInt
	for mark := range marks {
		switch mark := mark.(type) {
		case parser.Hole:
			hole = min(hole, mark.ID)
		case parser.Maybe:
			doubt = min(doubt, mark.ID)
		}
	}
	if hole != math.MaxInt {
		why = b.origin(hole)
	}
	if doubt != math.MaxInt {
		maybe = b.origin(doubt)
	}
	return why, maybe
}

// origin returns the origin with the id: the same pointer for the same id.
func (b *builder) origin(id int) *parser.Origin {
	if held, ok := b.held[id]; ok {
		return held
	}
	found, ok := b.origins.Whole(parser.TokenOf(id))
	if !ok {
		found = parser.Origin{What: "a value", Why: "is not known"}
	}
	b.held[id] = &found
	return &found
}

// get returns the value of an attribute; null where there is none of the name.
func (o block) get(name string) datum {
	if o.why != nil {
		return datum{why: o.why}
	}
	if o.obj == cty.NilVal || !o.obj.Type().HasAttribute(name) {
		return datum{v: cty.NullVal(cty.DynamicPseudoType), known: true}
	}
	return o.b.bare(o.obj.GetAttr(name), nil)
}

// given reports whether the attribute is, or may be, set; the empty string counts as left out.
func (o block) given(name string) bool {
	d := o.get(name)
	if !d.known {
		return true
	}
	if d.v.IsNull() {
		return false
	}
	return d.v.Type() != cty.String || d.v.AsString() != ""
}

// site returns the place of an attribute.
func (o block) site(name string) Site {
	return Site{Resource: o.res, Path: o.at(cty.GetAttrStep{Name: name})}
}

// here returns the place of the block itself.
func (o block) here() Site { return Site{Resource: o.res, Path: o.path} }

func (o block) at(steps ...cty.PathStep) cty.Path {
	path := make(cty.Path, 0, len(o.path)+len(steps))
	return append(append(path, o.path...), steps...)
}

// item is an element of a list with its place.
type item struct {
	datum
	site Site
}

// items returns the elements of a list. A value that is no collection is a list of one.
func (o block) items(name string) List[item] {
	d := o.get(name)
	list := List[item]{Given: true, Site: o.site(name)}
	switch {
	case !d.known:
		list.Open = d.why
		return list
	case d.v.IsNull():
		list.Given = false
		return list
	case !d.v.CanIterateElements() || d.v.Type().IsObjectType():
		list.Items = []item{{datum: d, site: list.Site}}
		return list
	}
	for it := d.v.ElementIterator(); it.Next(); {
		_, v := it.Element()
		step := cty.IndexStep{Key: number(len(list.Items))}
		list.Items = append(list.Items, item{
			datum: o.b.bare(v, d.why),
			site:  Site{Resource: o.res, Path: o.at(cty.GetAttrStep{Name: name}, step)},
		})
	}
	return list
}

// small holds the first numbers as values, which are dear to make.
var small = func() (all [32]cty.Value) {
	for i := range all {
		all[i] = cty.NumberIntVal(int64(i))
	}
	return all
}()

func number(i int) cty.Value {
	if i < len(small) {
		return small[i]
	}
	return cty.NumberIntVal(int64(i))
}

// blocks returns the nested blocks of a name; the origin says why there may be more of them.
func (o block) blocks(name string) ([]block, *parser.Origin) {
	list := o.items(name)
	var found []block
	for _, it := range list.Items {
		if it.null() {
			continue
		}
		inner := block{b: o.b, res: o.res, path: it.site.Path, maybe: it.maybe}
		inner.fill(it.datum)
		found = append(found, inner)
	}
	return found, list.Open
}

// first returns the first block of the name, and whether there is one. A list that is wholly
// unknown gives a block in which everything is unknown.
func (o block) first(name string) (block, bool) {
	found, open := o.blocks(name)
	if len(found) > 0 {
		return found[0], true
	}
	if open != nil {
		path := o.at(cty.GetAttrStep{Name: name})
		return block{b: o.b, res: o.res, path: path, why: open, maybe: open}, true
	}
	return block{}, false
}

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
	text := o.text(name, strconv.FormatBool(standard))
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
