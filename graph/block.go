package graph

import (
	"math"
	"slices"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
)

// block is a resource, or a nested block inside one.
type block struct {
	b     *builder
	res   *parser.Resource
	path  cty.Path
	obj   cty.Value
	maybe *parser.Origin // whether the block exists
	why   *parser.Origin // set: nothing inside is known
	// names is set inside of a document that spells attributes in a way of its own, whatever the
	// language of the root.
	names spelling
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
	if o.spelled() {
		return o.dig(o.property(name))
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
	return Site{Resource: o.res, Path: o.at(o.steps(name)...)}
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
	if d.v.Type().IsTupleType() || d.v.Type().IsListType() {
		list.Items = make([]item, 0, d.v.LengthInt())
	}
	for it := d.v.ElementIterator(); it.Next(); {
		_, v := it.Element()
		path := slices.Concat(list.Site.Path, cty.Path{cty.IndexStep{Key: number(len(list.Items))}})
		list.Items = append(list.Items, item{
			datum: o.b.bare(v, d.why), site: Site{Resource: o.res, Path: path},
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
		inner := block{b: o.b, res: o.res, path: it.site.Path, maybe: it.maybe, names: o.names}
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
		path := o.site(name).Path
		return block{b: o.b, res: o.res, path: path, why: open, maybe: open, names: o.names}, true
	}
	return block{}, false
}
