package pull

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
)

// at writes a place as ADDRESS#path.
func at(site graph.Site) string {
	if site.Resource == nil {
		return ""
	}
	return site.Resource.Address + "#" + writePath(site.Path)
}

// writePath writes a path as ingress[0].cidr_blocks["a"].
func writePath(path cty.Path) string {
	var b strings.Builder
	for _, step := range path {
		switch s := step.(type) {
		case cty.GetAttrStep:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(s.Name)
		case cty.IndexStep:
			writeIndex(&b, s.Key)
		}
	}
	return b.String()
}

// writeIndex writes an index in brackets.
func writeIndex(b *strings.Builder, key cty.Value) {
	if !key.IsKnown() || key.IsNull() {
		return
	}
	key, _ = key.Unmark()
	switch key.Type() {
	case cty.Number:
		n, _ := key.AsBigFloat().Int64()
		b.WriteString("[" + strconv.FormatInt(n, 10) + "]")
	case cty.String:
		b.WriteString("[" + strconv.Quote(key.AsString()) + "]")
	}
}

// readPath reads what writePath wrote.
func readPath(text string) (cty.Path, bool) {
	var path cty.Path
	for text != "" {
		switch text[0] {
		case '.':
			text = text[1:]
		case '[':
			step, rest, ok := readIndex(text[1:])
			if !ok {
				return nil, false
			}
			path, text = append(path, step), rest
		default:
			end := strings.IndexAny(text, ".[")
			if end < 0 {
				end = len(text)
			}
			path, text = append(path, cty.GetAttrStep{Name: text[:end]}), text[end:]
		}
	}
	return path, true
}

// readIndex reads an index behind its opening bracket, and the closing one.
func readIndex(text string) (step cty.IndexStep, rest string, ok bool) {
	if strings.HasPrefix(text, `"`) {
		quoted, err := strconv.QuotedPrefix(text)
		if err != nil || !strings.HasPrefix(text[len(quoted):], "]") {
			return step, "", false
		}
		key, err := strconv.Unquote(quoted)
		return cty.IndexStep{Key: cty.StringVal(key)}, text[len(quoted)+1:], err == nil
	}
	digits, rest, found := strings.Cut(text, "]")
	n, valid := new(big.Int).SetString(digits, 10)
	if !found || !valid {
		return step, "", false
	}
	return cty.IndexStep{Key: cty.NumberVal(new(big.Float).SetInt(n))}, rest, true
}

// Site resolves a position of a document (ADDRESS#path) to the place that it stands for. An address
// alone is the whole resource.
func (p *Pull) Site(at string) (graph.Site, bool) {
	address, text, found := cutAt(at)
	if !found {
		address = at
	}
	resource := p.shared.resource(address)
	if resource == nil {
		return graph.Site{}, false
	}
	path, ok := readPath(text)
	if !ok {
		return graph.Site{Resource: resource}, true
	}
	return graph.Site{Resource: resource, Path: path}, true
}

// cutAt cuts a position at the # behind the address; keys of the address may hold a # too.
func cutAt(at string) (address, path string, found bool) {
	quoted := false
	for i := 0; i < len(at); i++ {
		switch {
		case quoted && at[i] == '\\':
			i++
		case at[i] == '"':
			quoted = !quoted
		case at[i] == '#' && !quoted:
			return at[:i], at[i+1:], true
		}
	}
	return "", "", false
}

// attribute is the place of an attribute of a node; the block where it is left out.
func attribute(n graph.Node, names ...string) graph.Site {
	site := graph.Site{Resource: n.Resource}
	for _, name := range names {
		site.Path = append(site.Path, cty.GetAttrStep{Name: name})
	}
	return site
}

// place is the site of a value if it has one, else the node.
func place(site graph.Site, n graph.Node) graph.Site {
	if site.Resource != nil {
		return site
	}
	return graph.Site{Resource: n.Resource}
}

// known writes a text without tokens: references as their shapes, unknown parts as {what}.
func known(origins *parser.Origins, s string) string {
	if !parser.Holed(s) {
		return s
	}
	var b strings.Builder
	for _, part := range parser.Parts(origins.Expand(s)) {
		if !part.Hole {
			b.WriteString(strings.Map(dropRunes, part.Text))
			continue
		}
		if o, ok := origins.Whole(parser.TokenOf(part.ID)); ok {
			b.WriteString("{" + nameOf(o) + "}")
		}
	}
	return b.String()
}

// dropRunes drops stray runes of tokens.
func dropRunes(r rune) rune {
	if r >= parser.TokenStart && r <= parser.TokenDigit+9 {
		return -1
	}
	return r
}

// nameOf names an origin.
func nameOf(o parser.Origin) string {
	switch {
	case o.Kind == parser.Reference && o.Address != "":
		return o.Address + "." + o.Attr
	case o.Kind == parser.Account:
		return "account" + ofProvider(o)
	case o.Kind == parser.Region:
		return "region" + ofProvider(o)
	case o.What != "":
		return o.What
	case o.Address != "":
		return o.Address + "." + o.Attr
	}
	return "unknown"
}

// ofProvider tells the account or region of a provider configuration from that of the usual one.
func ofProvider(o parser.Origin) string {
	at := strings.LastIndex(o.Address, "provider.")
	if at < 0 || strings.Count(o.Address[at:], ".") < 2 {
		return ""
	}
	return " of " + o.Address[at+len("provider."):]
}
