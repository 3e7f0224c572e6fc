package cloudformation

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// yamlReader makes nodes of YAML.
type yamlReader struct {
	maker
	anchored map[*yaml.Node]*node // what has an anchor, made
	open     map[*yaml.Node]bool  // what has an anchor and is being made
	merged   int
	depth    int
	err      *syntaxError
}

// readYAML reads the first document of a YAML text.
func readYAML(f *file) (*node, *yamlReader, *syntaxError) {
	r := &yamlReader{
		maker: maker{file: f}, anchored: map[*yaml.Node]*node{}, open: map[*yaml.Node]bool{},
	}
	var document yaml.Node
	if err := yaml.Unmarshal(f.bytes, &document); err != nil {
		return nil, r, yamlError(err)
	}
	if len(document.Content) == 0 {
		return nil, r, nil
	}
	n := r.node(document.Content[0])
	return n, r, r.err
}

// yamlError turns an error of the YAML library into ours.
func yamlError(err error) *syntaxError {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		return &syntaxError{line: 1, column: 1, what: strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	e := &syntaxError{line: load.Mark.Line, column: load.Mark.Column, what: load.Message}
	if e.line == 0 {
		e.line, e.column = max(load.ContextMark.Line, 1), max(load.ContextMark.Column, 1)
	}
	if load.ContextMsg != "" {
		e.what = load.ContextMsg + ": " + load.Message
	}
	return e
}

// node makes a node.
func (r *yamlReader) node(y *yaml.Node) *node {
	if y.Kind == yaml.AliasNode {
		return r.alias(y)
	}
	if y.Anchor == "" {
		return r.fresh(y)
	}
	r.open[y] = true
	n := r.fresh(y)
	delete(r.open, y)
	r.anchored[y] = n
	return n
}

// alias returns what an alias stands for.
func (r *yamlReader) alias(y *yaml.Node) *node {
	if n, ok := r.anchored[y.Alias]; ok {
		return n
	}
	n := r.at(nothing, y)
	r.diags = append(r.diags, fault(n.span(), "Circular alias",
		fmt.Sprintf("The alias *%s stands for a value that it lies in.", y.Value)))
	return n
}

func (r *yamlReader) at(k kind, y *yaml.Node) *node {
	n := r.make()
	n.kind, n.line, n.column = k, int32(y.Line), int32(y.Column)
	return n
}

// fresh makes the node of what is no alias.
func (r *yamlReader) fresh(y *yaml.Node) *node {
	if r.depth++; r.depth > maxDepth {
		r.fail(y, "the values lie too deep inside each other")
		return r.at(nothing, y)
	}
	defer func() { r.depth-- }()
	var n *node
	switch y.Kind {
	case yaml.MappingNode:
		n = r.mapping(y)
	case yaml.SequenceNode:
		n = r.at(list, y)
		n.items = make([]*node, 0, len(y.Content))
		for _, item := range y.Content {
			n.items = append(n.items, r.node(item))
		}
		n.style = collectionStyle(y)
		n = r.collected(n)
	default:
		n = r.scalar(y)
	}
	return r.tagged(y, n)
}

func (r *yamlReader) fail(y *yaml.Node, what string) {
	if r.err == nil {
		r.err = &syntaxError{line: y.Line, column: y.Column, what: what}
	}
}

func collectionStyle(y *yaml.Node) style {
	if y.Style&yaml.FlowStyle != 0 {
		return flow
	}
	return plain
}

// mapping makes an object. Keys that a merge key brings are those that are not given beside it.
func (r *yamlReader) mapping(y *yaml.Node) *node {
	n := r.at(object, y)
	n.style = collectionStyle(y)
	n.keys = make([]*node, 0, len(y.Content)/2)
	n.items = make([]*node, 0, len(y.Content)/2)
	var merges []*node
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, item := y.Content[i], r.node(y.Content[i+1])
		if key.Tag == "!!merge" {
			merges = append(merges, item)
			continue
		}
		k := r.node(key)
		if !k.scalar() && k.kind != nothing {
			r.diags = append(r.diags, fault(k.span(), "Invalid key",
				"The key of an object must be text."))
			continue
		}
		n.keys, n.items = append(n.keys, k), append(n.items, item)
	}
	for _, from := range merges {
		r.merge(n, from)
	}
	return r.collected(n)
}

// merge adds the keys of an object, or of several, that are not there yet.
func (r *yamlReader) merge(to, from *node) {
	if from.kind == list {
		for _, one := range from.items {
			r.merge(to, one)
		}
		return
	}
	if from.isCall("Transform") { // an object that has become a call
		r.transformed(to, from.arg())
		return
	}
	if from.kind == call {
		r.diags = append(r.diags, fault(from.span(), "Invalid merge",
			"A function cannot be merged into an object."))
		r.transformed(to, from)
		return
	}
	if r.merged += len(from.keys); r.merged > maxWeight {
		if r.err == nil {
			r.err = &syntaxError{
				line: int(to.line), column: int(to.column),
				what: "the aliases in the file stand for too much",
			}
		}
		return
	}
	given := make(map[string]bool, len(to.keys))
	for _, key := range to.keys {
		given[key.text] = true
	}
	for i, key := range from.keys {
		if !given[key.text] {
			to.keys, to.items = append(to.keys, key), append(to.items, from.items[i])
		}
	}
}

// transformed gives an object a macro, or what stands for one since it may bring any key.
func (r *yamlReader) transformed(to, macro *node) {
	const name = "Fn::Transform"
	for i, key := range to.keys {
		if key.text == name {
			to.items[i] = macro
			return
		}
	}
	key := r.make()
	*key = *macro
	key.kind, key.text, key.keys, key.items, key.weight = text, name, nil, nil, 1
	to.keys, to.items = append(to.keys, key), append(to.items, macro)
}

// oldBooleans are the booleans of YAML 1.1, which CloudFormation follows, that YAML 1.2 has not.
// Source: https://github.com/aws/aws-cli/pull/5257.
var oldBooleans = map[string]bool{
	"yes": true, "Yes": true, "YES": true, "no": true, "No": true, "NO": true,
	"on": true, "On": true, "ON": true, "off": true, "Off": true, "OFF": true,
}

// scalar makes a node of text. What YAML takes for a number and is not written as the number is
// printed (012, 1.10, 0x1f) stays text, as does everything that CloudFormation has no type for.
func (r *yamlReader) scalar(y *yaml.Node) *node {
	n := r.at(text, y)
	n.text = clean(y.Value)
	switch {
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		n.style = block
	case y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		n.style = quoted
	}
	switch y.Tag {
	case "!!null":
		n.kind = nothing
	case "!!bool":
		n.kind = boolean
	case "!!str":
		if y.Style == 0 && oldBooleans[n.text] {
			n.kind = boolean
		}
	case "!!int", "!!float":
		if isNumber(n.text) {
			n.kind = number
		}
	}
	return n
}

// tagged makes a call of a value with the tag of a function.
func (r *yamlReader) tagged(y *yaml.Node, n *node) *node {
	if !strings.HasPrefix(y.Tag, "!") || strings.HasPrefix(y.Tag, "!!") || y.Tag == "!" {
		return n
	}
	outer := r.at(call, y)
	outer.style, outer.items = short, []*node{n}
	outer.weight = int32(min(int64(n.weight)+1, 1<<30))
	name, ok := tags[y.Tag]
	if !ok {
		outer.text = y.Tag
		if !strings.Contains(y.Tag, "::") {
			r.diags = append(r.diags, unknownTag(outer, y.Tag))
		} else if r.alien == nil {
			r.alien = outer
		}
		return outer
	}
	outer.text = name
	return outer
}
