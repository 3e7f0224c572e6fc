package cloudformation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser"
)

// maker makes the nodes of a file.
type maker struct {
	file  *file
	slab  []node
	diags hcl.Diagnostics
	// alien is the first directive of another tool in the file; nil where there is none.
	alien *node
}

// slabSize is how many nodes are allocated at once.
const slabSize = 128

// make returns a new node.
func (m *maker) make() *node {
	if len(m.slab) == 0 {
		m.slab = make([]node, slabSize)
	}
	n := &m.slab[0]
	m.slab = m.slab[1:]
	n.file, n.weight = m.file, 1
	return n
}

// maxWeight is how many nodes a template may have when its aliases are written out. A template of
// the greatest size that CloudFormation accepts has far fewer.
const maxWeight = 1_000_000

// collected completes a list or an object: it drops keys that come again, counts, and turns an
// object that calls a function into the call.
func (m *maker) collected(n *node) *node {
	if n.kind == object {
		m.unique(n)
	}
	weight := int64(1 + len(n.keys))
	for _, item := range n.items {
		weight += int64(item.weight)
	}
	n.weight = int32(min(weight, 1<<30))
	if n.kind != object || len(n.keys) != 1 {
		return n
	}
	name, ok := functions[n.keys[0].text]
	if !ok && strings.HasPrefix(n.keys[0].text, "Rain::") {
		if name, ok = n.keys[0].text, true; m.alien == nil {
			m.alien = n
		}
	}
	if !ok || name == "Condition" && !n.items[0].scalar() {
		return n
	}
	n.kind, n.text, n.keys = call, name, nil
	return n
}

// unique reports keys that come twice; the last one counts, as in JSON.
func (m *maker) unique(n *node) {
	const few = 8
	var seen map[string]int // where a key is; for few keys looking is cheaper
	if len(n.keys) > few {
		seen = make(map[string]int, len(n.keys))
	}
	kept := 0
	for i, key := range n.keys {
		before := earlier(n.keys[:kept], seen, key.text)
		if before >= 0 {
			m.diags = append(m.diags, fault(key.span(), "Duplicate key", fmt.Sprintf(
				"The key %q is given twice in one object; it was first given on line %d.",
				key.text, n.keys[before].line)))
			n.items[before] = n.items[i]
			continue
		}
		if seen != nil {
			seen[key.text] = kept
		}
		n.keys[kept], n.items[kept] = key, n.items[i]
		kept++
	}
	n.keys, n.items = n.keys[:kept], n.items[:kept]
}

// earlier returns where a key is among others; -1 where it is not.
func earlier(keys []*node, seen map[string]int, name string) int {
	if seen != nil {
		if at, ok := seen[name]; ok {
			return at
		}
		return -1
	}
	return slices.IndexFunc(keys, func(key *node) bool { return key.text == name })
}

// clean takes the runes out of a text that tokens are made of.
func clean(s string) string {
	if !strings.Contains(s, string(parser.TokenStart)) {
		return s
	}
	return strings.ReplaceAll(s, string(parser.TokenStart), "\uFFFD")
}

// isNumber reports whether a text is a number as JSON writes them.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole := digits(s)
	if whole == 0 || whole > 1 && s[0] == '0' {
		return false
	}
	s = s[whole:]
	if strings.HasPrefix(s, ".") {
		fraction := digits(s[1:])
		if fraction == 0 {
			return false
		}
		s = s[1+fraction:]
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		return s != "" && len(s) < 4 && digits(s) == len(s)
	}
	return s == ""
}

// digits counts the digits that a text begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// fault is an error about a place.
func fault(at hcl.Range, summary, detail string) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: summary, Detail: detail, Subject: &at,
	}
}

// doubt is a warning about a place.
func doubt(at hcl.Range, summary, detail string) *hcl.Diagnostic {
	d := fault(at, summary, detail)
	d.Severity = hcl.DiagWarning
	return d
}
