package parser

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// encoded is the object that Encode writes.
type encoded struct {
	Root    string         `json:"root"`
	Env     string         `json:"environment,omitempty"`
	Address string         `json:"address"`
	Type    string         `json:"type"`
	File    string         `json:"file"`
	Line    int            `json:"line"`
	Values  map[string]any `json:"values"`
}

// Encode writes what is known of a resource as one JSON object: known values as plain JSON,
// {"$ref": ADDRESS.ATTRIBUTE} for what AWS computes for a resource, {"$unknown": REASON} for what
// is not known, and {"$parts": […]} for a string with holes. What is left out is left out; a
// resource of which nothing is known has "$unknown" among its values.
func (r *Root) Encode(resource *Resource) ([]byte, error) {
	e := encoder{origins: r.Origins}
	out := encoded{
		Root: r.Path, Env: r.Environment, Address: resource.Address, Type: resource.Type,
		File: resource.Decl.Filename, Line: resource.Decl.Start.Line, Values: map[string]any{},
	}
	if t := resource.Attrs.Type(); !t.IsObjectType() { // nothing about it is known
		_, marks := resource.Attrs.Unmark()
		out.Values["$unknown"] = e.reason(marks)
		return json.Marshal(out)
	}
	for name := range resource.Attrs.Type().AttributeTypes() {
		v := resource.Attrs.GetAttr(name)
		if absent(v) {
			continue
		}
		if slices.Contains(resource.Sensitive, name) {
			out.Values[name] = map[string]any{"$unknown": "is sensitive"}
			continue
		}
		field, err := e.value(v)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", resource.Address, name, err)
		}
		out.Values[name] = field
	}
	return json.Marshal(out)
}

// absent reports whether an argument or block is left out.
func absent(v cty.Value) bool {
	v, _ = v.Unmark()
	return v.IsKnown() && (v.IsNull() || v.Type().IsTupleType() && v.LengthInt() == 0)
}

type encoder struct{ origins *Origins }

// value returns a value as encoding/json takes it.
func (e encoder) value(v cty.Value) (any, error) {
	plain, marks := v.Unmark()
	t := plain.Type()
	switch {
	case !plain.IsKnown():
		return map[string]any{"$unknown": e.reason(marks)}, nil
	case plain.IsNull():
		return nil, nil
	case t == cty.String:
		return e.text(plain.AsString()), nil
	case t.IsObjectType() || t.IsMapType():
		return e.object(plain)
	case t.IsTupleType() || t.IsListType() || t.IsSetType():
		list := make([]any, 0, plain.LengthInt())
		for it := plain.ElementIterator(); it.Next(); {
			_, element := it.Element()
			item, err := e.value(element)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		return list, nil
	}
	raw, err := ctyjson.Marshal(plain, t)
	return json.RawMessage(raw), err
}

// object returns a map with every key, an object without the keys that are left out.
func (e encoder) object(v cty.Value) (any, error) {
	fields := make(map[string]any, v.LengthInt())
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if v.Type().IsObjectType() && absent(element) {
			continue
		}
		field, err := e.value(element)
		if err != nil {
			return nil, err
		}
		fields[e.plain(key.AsString())] = field
	}
	return fields, nil
}

// plain returns text with the names of its holes in braces.
func (e encoder) plain(s string) string {
	if !Holed(s) {
		return s
	}
	out := ""
	for _, part := range Parts(s) {
		if part.Hole {
			out += "{" + e.describe(part.ID) + "}"
		} else {
			out += part.Text
		}
	}
	return out
}

func (e encoder) text(s string) any {
	if !Holed(s) {
		return s
	}
	parts := Parts(s)
	if len(parts) == 1 {
		return e.part(parts[0])
	}
	list := make([]any, len(parts))
	for i, part := range parts {
		list[i] = e.part(part)
	}
	return map[string]any{"$parts": list}
}

func (e encoder) part(p Part) any {
	if !p.Hole {
		return p.Text
	}
	origin, ok := e.origins.Lookup(p.ID)
	if ok && origin.Kind == Reference && origin.What == "" {
		return map[string]any{"$ref": origin.Address + "." + origin.Attr}
	}
	return map[string]any{"$unknown": e.describe(p.ID)}
}

// reason says why a value is not known.
func (e encoder) reason(marks cty.ValueMarks) string {
	var ids []int
	for mark := range maps.Keys(marks) {
		switch m := mark.(type) {
		case Hole:
			ids = append(ids, m.ID)
		case Maybe:
			ids = append(ids, m.ID)
		}
	}
	if len(ids) == 0 {
		return "is not known"
	}
	return e.describe(slices.Min(ids))
}

// describe says what an origin is and why it is not known.
func (e encoder) describe(id int) string {
	origin, ok := e.origins.Lookup(id)
	switch {
	case !ok:
		return "is not known"
	case origin.Kind == Reference && origin.What == "":
		return origin.Address + "." + origin.Attr
	}
	return origin.What + " " + origin.Why
}
