package terraform

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
	"go.yaml.in/yaml/v4"
)

// The limits of what is decoded. The type of a value is as deep as the value, and cty walks types
// many times.
const (
	maxDecodeDepth = 500    // values inside each other
	maxMotley      = 10_000 // elements of differing types whose common type is looked for
)

// outsized reports whether a call would take a text apart that stands for far more than it is
// long, or look for the type that very many values share.
func outsized(name string, args []cty.Value) bool {
	if len(args) == 0 {
		return false
	}
	switch name {
	case "jsondecode":
		return textLength(args[0]) > maxDecodeDepth && deepBrackets(textOf(args[0]))
	case "yamldecode":
		return textLength(args[0]) > 0 && swollenYAML(textOf(args[0]))
	case "toset", "tolist":
		return motley(args[0])
	}
	return false
}

// textOf returns the text of a known string.
func textOf(v cty.Value) string {
	v, _ = v.Unmark()
	return v.AsString()
}

// deepBrackets reports whether brackets lie too deep inside each other, those of texts left out.
func deepBrackets(s string) bool {
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			if depth++; depth > maxDecodeDepth {
				return true
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	return false
}

// swollenYAML reports whether a YAML text stands for too many values, its aliases written out, or
// for values that lie too deep inside each other. A text that does not parse does not.
func swollenYAML(s string) bool {
	if len(s) <= maxDecodeDepth && !strings.Contains(s, "*") {
		return false
	}
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(s), &document); err != nil {
		return strings.Contains(s, "*") && strings.Contains(s, "&")
	}
	w := yamlWeigher{weights: map[*yaml.Node]int{}}
	return w.weigh(&document, 0) >= maxElements
}

// yamlWeigher counts the values of YAML nodes; each node is counted once.
type yamlWeigher struct {
	weights map[*yaml.Node]int
}

func (w yamlWeigher) weigh(n *yaml.Node, depth int) int {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		n = n.Alias
	}
	if known, ok := w.weights[n]; ok {
		return known
	}
	if depth > maxDecodeDepth {
		return maxElements
	}
	w.weights[n] = 1 // while it is counted: an alias for what it lies in is an error elsewhere
	weight := 1
	for _, child := range n.Content {
		weight = min(weight+w.weigh(child, depth+1), maxElements)
	}
	w.weights[n] = weight
	return weight
}

// motley reports whether a tuple has very many elements that are not all of one type.
func motley(v cty.Value) bool {
	v, _ = v.Unmark()
	if !v.Type().IsTupleType() || !v.IsKnown() || v.IsNull() || v.LengthInt() <= maxMotley {
		return false
	}
	return !cty.CanListVal(v.AsValueSlice())
}
