package terraform

import (
	"fmt"
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// spelled makes a list of blocks of an attribute that may be spelled as blocks.
func (s planSlot) spelled(a planAttr, v, mask any) cty.Value {
	schema := schemaOfObject(a.schema.typ.ElementType().AttributeTypes())
	exprs := planExprs{of: map[string]any{a.name: a.expr}, known: a.expr != nil}
	if o := object(a.expr); o["references"] != nil || o["constant_value"] != nil {
		return s.blocks(nestedSchema{mode: 's', block: schema}, v, mask, s.onlyHole(o, v, mask))
	}
	return s.blocks(nestedSchema{mode: 's', block: schema}, v, mask, exprs.inner(a.name))
}

// blocks returns nested blocks as a list.
func (s planSlot) blocks(n nestedSchema, v, mask any, exprs []planExprs) cty.Value {
	if mask == true {
		return s.hole()
	}
	var list, flags []any
	switch v := v.(type) {
	case []any:
		list = v
		flags, _ = mask.([]any)
	case map[string]any:
		if n.mode == 'm' {
			for _, key := range slices.Sorted(maps.Keys(v)) {
				list, flags = append(list, v[key]), append(flags, object(mask)[key])
			}
			break
		}
		list, flags = []any{v}, []any{mask}
	}
	if len(list) == 0 {
		return cty.EmptyTupleVal
	}
	blocks := make([]cty.Value, 0, len(list))
	for i, one := range list {
		var flag any
		if i < len(flags) {
			flag = flags[i]
		}
		at := s
		at.path = fmt.Sprintf("%s[%d]", s.path, i)
		if flag == true {
			blocks = append(blocks, at.hole())
			continue
		}
		fields := at.block(n.block, object(one), object(flag), expressionsOf(n, list, exprs, i))
		blocks = append(blocks, cty.ObjectVal(fields))
	}
	return cty.TupleVal(blocks)
}

// expressionsOf returns the expressions of a nested block. Blocks of a set are in another order
// than the configuration has them: those are found by their constants.
func expressionsOf(n nestedSchema, list []any, exprs []planExprs, i int) planExprs {
	if len(list) != len(exprs) {
		return planExprs{}
	}
	if len(list) == 1 || n.mode == 'l' || n.mode == '1' {
		return exprs[i]
	}
	var found []planExprs
	for _, e := range exprs {
		if e.mayBe(object(list[i])) {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		return planExprs{}
	}
	return found[0]
}

// mayBe reports whether the constants of a block are those of the values.
func (e planExprs) mayBe(values map[string]any) bool {
	for name, expr := range e.of {
		constant, ok := object(expr)["constant_value"]
		if ok && textForm(constant) != textForm(values[name]) {
			return false
		}
	}
	return true
}

// textForm writes a value for comparison: numbers and text are alike.
func textForm(v any) string {
	if list, ok := v.([]any); ok {
		texts := make([]string, 0, len(list))
		for _, one := range list {
			texts = append(texts, textForm(one))
		}
		slices.Sort(texts)
		return fmt.Sprint(texts)
	}
	return fmt.Sprint(v)
}

// onlyHole returns the expressions of blocks that are written as one expression: where a single
// value in them is not known, the references are its own.
func (s planSlot) onlyHole(expr map[string]any, v, mask any) []planExprs {
	list, _ := v.([]any)
	flags, _ := mask.([]any)
	found := make([]planExprs, len(list))
	holes := 0
	for i, flag := range flags {
		for name, inner := range object(flag) {
			count := countHoles(inner)
			if holes += count; count == 1 && i < len(found) {
				found[i] = planExprs{of: map[string]any{name: expr}}
			}
		}
	}
	if holes != 1 || len(list) != 1 {
		return nil
	}
	return found
}

// countHoles counts the values that a mask says are unknown, or sensitive.
func countHoles(mask any) int {
	count := 0
	switch mask := mask.(type) {
	case bool:
		if mask {
			count++
		}
	case []any:
		for _, inner := range mask {
			count += countHoles(inner)
		}
	case map[string]any:
		for _, inner := range mask {
			count += countHoles(inner)
		}
	}
	return count
}
