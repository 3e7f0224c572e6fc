package terraform

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// site says where the values of a block are written.
type site struct {
	body   *hclsyntax.Body
	at     hcl.Range
	blocks map[string][]*site
}

func (s *site) add(name string, inner *site) {
	if s.blocks == nil {
		s.blocks = map[string][]*site{}
	}
	s.blocks[name] = append(s.blocks[name], inner)
}

// metaArguments are the parts of a resource block that are no arguments of the resource.
var metaArguments = map[string]bool{
	"count": true, "for_each": true, "provider": true, "depends_on": true, "lifecycle": true,
	"connection": true, "provisioner": true, "_": true, "timeouts": true,
}

// fields evaluates the arguments and nested blocks of a block. Where there is no schema, they are
// what is written; with one, what is left out is null and blocks are lists.
func (e *env) fields(s *site, schema *blockSchema, top bool) map[string]cty.Value {
	size := len(s.body.Attributes)
	if schema != nil {
		size = len(schema.attrs) + len(schema.blocks)
	}
	fields := make(map[string]cty.Value, size)
	found := 0
	if schema != nil {
		for _, name := range schema.names {
			if attr, ok := s.body.Attributes[name]; ok {
				fields[name] = e.argument(attr, schema.attrs[name])
				found++
			}
		}
	}
	if found < len(s.body.Attributes) {
		e.otherFields(s, schema, top, fields)
	}
	e.nestedBlocks(s, schema, top, fields)
	if schema != nil {
		schema.fill(fields)
	}
	return fields
}

// otherFields evaluates the arguments that the schema does not know: the provider may be newer.
func (e *env) otherFields(s *site, schema *blockSchema, top bool, fields map[string]cty.Value) {
	for _, name := range slices.Sorted(maps.Keys(s.body.Attributes)) {
		if top && metaArguments[name] {
			continue
		}
		if schema != nil {
			if _, known := schema.attrs[name]; known {
				continue
			}
		}
		v := e.eval(e.scope.ev.syntax(s.body.Attributes[name].Expr))
		fields[name] = e.scope.ev.plainTokens(v)
	}
}

// argument evaluates an argument and converts it to the type of the schema.
func (e *env) argument(attr *hclsyntax.Attribute, schema attrSchema) cty.Value {
	ev := e.scope.ev
	v := e.eval(attr.Expr)
	fitted, err := ev.fit(v, schema.typ, false)
	if err != nil {
		ev.report(&hcl.Diagnostic{
			Severity: hcl.DiagWarning, Summary: "Incorrect attribute value type",
			Detail:  fmt.Sprintf("Inappropriate value for attribute %q: %s.", attr.Name, err),
			Subject: attr.Expr.Range().Ptr(),
		})
		return ev.unknown(schema.typ, ev.origins.Add(parser.Origin{
			What: attr.Name, Why: "has a value of the wrong type", Range: attr.Expr.Range(),
		}))
	}
	return ev.plainTokens(fitted)
}

// fill adds null for each argument and no block for each block that is left out.
func (b *blockSchema) fill(fields map[string]cty.Value) {
	for name, attr := range b.attrs {
		if _, ok := fields[name]; !ok && attr.argument {
			fields[name] = cty.NullVal(attr.typ)
		}
	}
	for name := range b.blocks {
		if _, ok := fields[name]; !ok {
			fields[name] = cty.EmptyTupleVal
		}
	}
}

// nestedBlocks evaluates the nested blocks, each type a list in the order of the source.
func (e *env) nestedBlocks(s *site, schema *blockSchema, top bool, fields map[string]cty.Value) {
	if len(s.body.Blocks) == 0 {
		return
	}
	var names []string
	lists := map[string][]cty.Value{}
	for _, block := range s.body.Blocks {
		name := blockOf(block)
		if top && metaArguments[name] {
			continue
		}
		if _, seen := lists[name]; !seen {
			names = append(names, name)
		}
		if block.Type == "dynamic" && len(block.Labels) == 1 {
			lists[name] = append(lists[name], e.dynamic(s, name, block, schema.nested(name))...)
			continue
		}
		inner := &site{body: block.Body, at: header(block)}
		s.add(name, inner)
		lists[name] = append(lists[name],
			cty.ObjectVal(e.fields(inner, schema.nested(name), false)))
	}
	for _, name := range names {
		fields[name] = cty.TupleVal(lists[name])
	}
}

// header returns the range of a block's header.
func header(block *hclsyntax.Block) hcl.Range {
	return hcl.RangeBetween(block.TypeRange, block.OpenBraceRange)
}

// dynamic evaluates a dynamic block. Where it is not known how many blocks it makes, it makes one
// that may or may not exist.
func (e *env) dynamic(
	s *site, name string, block *hclsyntax.Block, schema *blockSchema,
) []cty.Value {
	attr, ok := block.Body.Attributes["for_each"]
	content := contentOf(block)
	if !ok || content == nil {
		e.fail(header(block), "Invalid dynamic block",
			"A dynamic block needs for_each and a content block.")
		return nil
	}
	iterator := name
	if it, ok := block.Body.Attributes["iterator"]; ok {
		if word := hcl.ExprAsKeyword(it.Expr); word != "" {
			iterator = word
		}
	}
	v := e.eval(attr.Expr)
	plain, marks := v.Unmark()
	if id, maybe := leastHole(marks); !plain.IsKnown() || maybe {
		if !maybe {
			id, _ = e.scope.ev.firstHole(v)
		}
		return []cty.Value{e.maybeBlock(s, name, content, schema, iterator, id)}
	}
	if plain.IsNull() || !plain.CanIterateElements() {
		e.fail(attr.Expr.Range(), "Invalid dynamic for_each value",
			"Cannot use a value of this type in for_each. A list, set or map is required.")
		return nil
	}
	if plain.LengthInt() > maxInstances {
		e.limit(attr.Expr.Range(), "The dynamic block makes too many blocks")
		return nil
	}
	return e.dynamicBlocks(s, name, content, schema, iterator, plain)
}

func (e *env) dynamicBlocks(s *site, name string, content *hclsyntax.Block, schema *blockSchema,
	iterator string, v cty.Value,
) []cty.Value {
	var list []cty.Value
	ev := e.scope.ev
	for it := v.ElementIterator(); it.Next(); {
		if ev.steps >= ev.stepLimit {
			id, _ := ev.firstHole(ev.exhausted(header(content)))
			return []cty.Value{e.maybeBlock(s, name, content, schema, iterator, id)}
		}
		ev.steps += blockSteps
		key, element := it.Element()
		if v.Type().IsSetType() {
			key = element
		}
		inner := &site{body: content.Body, at: header(content)}
		s.add(name, inner)
		bound := e.bind(iterator, cty.ObjectVal(map[string]cty.Value{"key": key, "value": element}))
		list = append(list, cty.ObjectVal(bound.fields(inner, schema, false)))
	}
	return list
}

func (e *env) maybeBlock(s *site, name string, content *hclsyntax.Block, schema *blockSchema,
	iterator string, id int,
) cty.Value {
	inner := &site{body: content.Body, at: header(content)}
	s.add(name, inner)
	unknown := e.scope.ev.unknown(cty.DynamicPseudoType, id)
	bound := e.bind(iterator,
		cty.ObjectVal(map[string]cty.Value{"key": unknown, "value": unknown}))
	return cty.ObjectVal(bound.fields(inner, schema, false)).Mark(parser.Maybe{ID: id})
}

func contentOf(block *hclsyntax.Block) *hclsyntax.Block {
	for _, inner := range block.Body.Blocks {
		if inner.Type == "content" {
			return inner
		}
	}
	return nil
}
