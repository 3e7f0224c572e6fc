package terraform

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// planSlot is a place in an instance: a block, or an attribute of one.
type planSlot struct {
	p    *planRoot
	r    *resourceInstance
	one  *planned
	path string // for people
}

// planExprs are the expressions of a block; known is false where the configuration of the plan does
// not tell them (a dynamic block, a state).
type planExprs struct {
	of    map[string]any
	known bool
}

// block returns the fields of a block.
func (s planSlot) block(
	schema *blockSchema, values, unknown map[string]any, exprs planExprs,
) map[string]cty.Value {
	fields := map[string]cty.Value{}
	if schema == nil {
		for _, name := range slices.Sorted(maps.Keys(values)) {
			fields[name] = s.in(name).any(values[name], unknown[name], nil)
		}
		return fields
	}
	for _, name := range schema.names {
		attr := schema.attrs[name]
		expr, given := exprs.of[name]
		at := planAttr{
			schema: attr, leftOut: exprs.known && !given, expr: expr, name: name,
			top: s.path == s.r.address,
		}
		if v, ok := s.in(name).attribute(at, values[name], unknown[name]); ok {
			fields[name] = v
		}
	}
	for _, name := range slices.Sorted(maps.Keys(schema.blocks)) {
		nested := schema.blocks[name]
		fields[name] = s.in(name).blocks(nested, values[name], unknown[name], exprs.inner(name))
	}
	schema.fill(fields)
	return fields
}

func (s planSlot) in(name string) planSlot {
	s.path += "." + name
	return s
}

// inner returns the expressions of the nested blocks of a type.
func (e planExprs) inner(name string) []planExprs {
	if !e.known {
		return nil
	}
	var list []planExprs
	switch inner := e.of[name].(type) {
	case map[string]any:
		list = append(list, planExprs{of: inner, known: true})
	case []any:
		for _, one := range inner {
			list = append(list, planExprs{of: object(one), known: true})
		}
	}
	return list
}

// planAttr is an attribute and what the configuration says of it.
type planAttr struct {
	schema  attrSchema
	name    string
	leftOut bool
	expr    any
	top     bool // of the resource itself
}

// attribute returns the value of an attribute; false where it has none.
func (s planSlot) attribute(a planAttr, v, mask any) (cty.Value, bool) {
	filled := a.schema.computed && a.leftOut
	if mask == true {
		if !a.schema.argument || filled || a.top && a.name == "id" {
			return cty.NilVal, false // an identity, or AWS's default
		}
		return s.fitted(a.schema.typ, s.unknown(a)), true
	}
	if v == nil || v == "" || s.mirrored(a, v) { // the provider keeps no text as empty text
		return cty.NilVal, false
	}
	if a.top && a.schema.computed && s.p.identifies(s.r, a, v) {
		return s.p.identity(s.r, a.name, v.(string)), true
	}
	if text, ok := v.(string); ok && !a.schema.argument && s.one.mode == "managed" &&
		madeUp.MatchString(text) && s.p.linkedText(s.r, text) == text {
		return cty.NilVal, false // the id of what is not in view
	}
	if a.schema.asBlocks() {
		return s.spelled(a, v, mask), true
	}
	return s.fitted(a.schema.typ, s.any(v, mask, s.missing(a, v, mask))), true
}

// mirrored reports whether a collection is what AWS has of a thing that is declared apart, or what
// it has none of: rules of a group, routes of a table.
func (s planSlot) mirrored(a planAttr, v any) bool {
	list, ok := v.([]any)
	return ok && a.schema.argument && a.schema.computed && (len(list) == 0 ||
		a.leftOut && !a.schema.asBlocks())
}

// fitted converts to a type; what does not fit is not known.
func (s planSlot) fitted(t cty.Type, v cty.Value) cty.Value {
	ev := s.r.ev()
	fitted, err := ev.fit(v, t, false)
	if err != nil {
		return ev.unknown(t, ev.origins.Add(parser.Origin{
			What: s.path, Why: "has a value of the wrong type", Range: s.r.node.cfg.Decl,
		}))
	}
	return ev.plainTokens(fitted)
}

// hole is the value of what the plan does not tell.
func (s planSlot) hole() cty.Value {
	origin := parser.Origin{
		What: s.path, Why: "is known only after apply", Range: s.r.node.cfg.Decl,
		Hint: "pass the folder with the .tf files beside the plan, or the state after apply",
	}
	return s.r.ev().unknown(cty.DynamicPseudoType, s.r.ev().origins.Add(origin))
}

// unknown is the value of an attribute of which nothing is known but what it refers to.
func (s planSlot) unknown(a planAttr) cty.Value {
	if a.schema.typ == cty.String || a.schema.typ == cty.DynamicPseudoType {
		if found := s.p.follow(s, a, 1); found != nil {
			return found[0]
		}
	}
	return s.hole()
}

// missing returns the values of the unknown elements of a list, in order, as the references tell
// them; nil where they do not.
func (s planSlot) missing(a planAttr, v, mask any) []cty.Value {
	list, ok := v.([]any)
	flags, _ := mask.([]any)
	count := 0
	for _, flag := range flags {
		if flag == true {
			count++
		}
	}
	if !ok || count == 0 || len(flags) > len(list) {
		return nil
	}
	return s.p.follow(s, a, count)
}

// any makes a value of JSON. Elements of a list that are not known are taken from missing.
func (s planSlot) any(v, mask any, missing []cty.Value) cty.Value {
	if mask == true {
		return s.hole()
	}
	switch v := v.(type) {
	case string:
		return cty.StringVal(s.p.linked(s.r, v))
	case bool:
		return cty.BoolVal(v)
	case json.Number:
		n, err := cty.ParseNumberVal(v.String())
		if err != nil {
			return s.hole()
		}
		return n
	case []any:
		return s.list(v, mask, missing)
	case map[string]any:
		masks := object(mask)
		fields := make(map[string]cty.Value, len(v))
		for name, field := range v {
			fields[name] = s.in(name).any(field, masks[name], nil)
		}
		for name, flag := range masks {
			if _, ok := fields[name]; !ok && flag == true {
				fields[name] = s.in(name).hole()
			}
		}
		return cty.ObjectVal(fields)
	}
	return cty.NullVal(cty.DynamicPseudoType)
}

func (s planSlot) list(v []any, mask any, missing []cty.Value) cty.Value {
	flags, _ := mask.([]any)
	list := make([]cty.Value, 0, len(v))
	for i, element := range v {
		var flag any
		if i < len(flags) {
			flag = flags[i]
		}
		if flag == true && len(missing) > 0 {
			list, missing = append(list, missing[0]), missing[1:]
			continue
		}
		list = append(list, s.any(element, flag, nil))
	}
	return cty.TupleVal(list)
}
