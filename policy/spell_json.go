package policy

import (
	"bytes"
	"encoding/json"
	"strings"

	"go.yaml.in/yaml/v4"
)

// jsonIndented writes a node as JSON, functions in their long form and whatever is short on one
// line.
func jsonIndented(node *yaml.Node) string {
	var b strings.Builder
	writeJSON(&b, node, "\n")
	return b.String()
}

// writeJSON writes a node; brk is the end of a line with the indentation behind it.
func writeJSON(b *strings.Builder, node *yaml.Node, brk string) {
	var opening, closing string
	if name, ok := longForms[node.Tag]; ok {
		opening, closing = "{"+jsonString(name)+": ", "}"
	}
	b.WriteString(opening)
	defer b.WriteString(closing)
	switch {
	case node.Tag == "!GetAtt":
		id, attribute, _ := strings.Cut(node.Value, ".")
		b.WriteString("[" + jsonString(id) + ", " + jsonString(attribute) + "]")
	case node.Kind == yaml.MappingNode:
		writeMembers(b, node, brk)
	case node.Kind == yaml.SequenceNode:
		writeItems(b, node, brk)
	case node.Tag == "":
		b.WriteString(node.Value)
	default:
		b.WriteString(jsonString(node.Value))
	}
}

// writeMembers writes an object, a member a line.
func writeMembers(b *strings.Builder, node *yaml.Node, brk string) {
	b.WriteString("{")
	for i := 0; i+1 < len(node.Content); i += 2 {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString(brk + "  " + jsonString(node.Content[i].Value) + ": ")
		writeJSON(b, node.Content[i+1], brk+"  ")
	}
	b.WriteString(brk + "}")
}

// writeItems writes a list: on one line where it holds one plain thing or is an argument.
func writeItems(b *strings.Builder, node *yaml.Node, brk string) {
	long := node.Style&yaml.FlowStyle == 0 && (len(node.Content) > 1 ||
		len(node.Content) == 1 && node.Content[0].Kind != yaml.ScalarNode)
	separator, inner := ", ", brk
	if long {
		separator, inner = ","+brk+"  ", brk+"  "
	}
	b.WriteString("[")
	for i, item := range node.Content {
		switch {
		case i > 0:
			b.WriteString(separator)
		case long:
			b.WriteString(inner)
		}
		writeJSON(b, item, inner)
	}
	if long {
		b.WriteString(brk)
	}
	b.WriteString("]")
}

// longForms are the functions by their short forms.
var longForms = map[string]string{
	"!Ref": "Ref", "!GetAtt": "Fn::GetAtt", "!Sub": "Fn::Sub", "!Select": "Fn::Select",
	"!Split": "Fn::Split",
}

func jsonString(text string) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(text) != nil {
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}
