package cloudformation

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

// attributesText holds a line for each type that pulls depend on: the type and its attributes, as
// the registry's schemas say. internal/attributes/generate.py writes it.
//
//go:embed attributes.txt
var attributesText string

// attributeKind says what an attribute of Fn::GetAtt is.
type attributeKind uint8

// The kinds of attribute.
const (
	textAttribute  attributeKind = iota
	listAttribute                // a list or an object
	givenAttribute               // a property, which may be left out
)

// attributeLines returns the line of each type.
var attributeLines = sync.OnceValue(func() map[string]string {
	lines := map[string]string{}
	for line := range strings.Lines(attributesText) {
		typ, rest, _ := strings.Cut(strings.TrimRight(line, "\n"), " ")
		lines[typ] = rest
	}
	return lines
})

// attributesOf returns what an attribute of a type is; false where the type has none of the name.
// Types that are not listed have every attribute.
func attributesOf(typ, attr string) (attributeKind, bool) {
	if _, ok := identities[typ].attrs[attr]; ok {
		return textAttribute, true
	}
	line, ok := attributeLines()[typ]
	if !ok {
		return textAttribute, true
	}
	for word := range strings.SplitSeq(line, " ") {
		rest, ok := strings.CutPrefix(word, attr)
		switch {
		case !ok:
		case rest == "":
			return textAttribute, true
		case rest == "+", strings.HasPrefix(rest, "."):
			return listAttribute, true
		case rest == "?":
			return givenAttribute, true
		}
	}
	return textAttribute, false
}

// allowed lists the attributes of a type for a message.
func allowed(typ string) string {
	const most = 12
	words := strings.Fields(strings.NewReplacer("+", "", "?", "").Replace(attributeLines()[typ]))
	switch {
	case len(words) == 0:
		return ": it has none"
	case len(words) > most:
		return ""
	}
	return fmt.Sprintf(": it has %s", strings.Join(words, ", "))
}
