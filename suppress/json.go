package suppress

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// looksLikeJSON reports whether a text begins like JSON.
func looksLikeJSON(text []byte) bool {
	text = bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), " \t\r\n")
	return len(text) > 0 && text[0] == '{'
}

// readTemplateJSON finds the metadata of a template in JSON; what only begins like JSON may be
// YAML.
func readTemplateJSON(text []byte) []*Suppression {
	top := parseJSON(text)
	if top == nil {
		return readYAML(text)
	}
	return readMetadata(top)
}

// readTerraformJSON finds suppressions in the comments of a file of Terraform in JSON: the property
// "//" of an object.
// https://developer.hashicorp.com/terraform/language/syntax/json#comment-properties
func readTerraformJSON(text []byte) []*Suppression {
	top := parseJSON(text)
	if top == nil {
		return nil
	}
	return commentProperties(top, wholeFile())
}

// commentProperties finds the comments of an object and of what is inside it; whole is where the
// object is written, with its key.
func commentProperties(n *yaml.Node, whole span) []*Suppression {
	var list []*Suppression
	end := whole.end
	for i := 0; i < len(n.Content); i++ {
		first, value := n.Content[i], n.Content[i]
		if n.Kind == yaml.MappingNode {
			i++
			value = n.Content[i]
		}
		inner := span{place(first), end}
		if i+1 < len(n.Content) {
			inner.end = place(n.Content[i+1])
		}
		if n.Kind != yaml.MappingNode || first.Value != "//" {
			list = append(list, commentProperties(value, inner)...)
			continue
		}
		list = append(list, commentProperty(value, whole)...)
	}
	return list
}

// commentProperty reads a comment: a text, or one a line.
func commentProperty(value *yaml.Node, whole span) []*Suppression {
	lines := []*yaml.Node{value}
	if value.Kind == yaml.SequenceNode {
		lines = value.Content
	}
	var list []*Suppression
	for _, line := range lines {
		c := comment{pos: place(line), text: line.Value}
		if s := c.read(); s != nil {
			s.scope, s.line = whole, line.Line
			list = append(list, s)
		}
	}
	return list
}

// jsonReader reads JSON into the nodes of the YAML library, which refuses some JSON.
type jsonReader struct {
	text []byte
	*json.Decoder
	// line and column are those of the offset counted.
	line, column, counted int
}

// errTooDeep is the error of values that lie too deep inside each other.
var errTooDeep = errors.New("too deep")

// maxDepth is how deep values may lie inside each other.
const maxDepth = 500

// parseJSON reads a text; nil for what is no JSON.
func parseJSON(text []byte) *yaml.Node {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	r := &jsonReader{text: text, Decoder: json.NewDecoder(bytes.NewReader(text)), line: 1, column: 1}
	n, err := r.value(0)
	if err != nil {
		return nil
	}
	return n
}

// here returns an empty node at the place where the next token begins.
func (r *jsonReader) here() *yaml.Node {
	at := int(r.InputOffset())
	for at < len(r.text) && bytes.IndexByte([]byte(" \t\r\n,:"), r.text[at]) >= 0 {
		at++
	}
	for r.counted < at {
		c, size := utf8.DecodeRune(r.text[r.counted:])
		r.counted += size
		if r.column++; c == '\n' {
			r.line, r.column = r.line+1, 1
		}
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Line: r.line, Column: r.column}
}

// value reads a value.
func (r *jsonReader) value(depth int) (*yaml.Node, error) {
	n := r.here()
	token, err := r.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case string:
		n.Value = token
	case json.Delim:
		n.Kind = yaml.MappingNode
		if token == '[' {
			n.Kind = yaml.SequenceNode
		}
		if depth > maxDepth {
			return nil, errTooDeep
		}
		for r.More() {
			child, err := r.value(depth + 1)
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, child)
		}
		_, err = r.Token()
	}
	return n, err
}
