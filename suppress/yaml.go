package suppress

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// readYAML finds the comments and the metadata of a template in YAML.
func readYAML(text []byte) []*Suppression {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil || len(document.Content) == 0 {
		return nil
	}
	top := document.Content[0]
	list := readMetadata(top)
	if !bytes.Contains(text, []byte("#")) {
		return list
	}
	var o outline
	o.children(top, pos{lastLine, 1}, nil, thing{})
	lines := strings.Split(string(text), "\n")
	comments, filled, commented := commentsIn(lines, scalars(top, lines))
	list = append(list, o.attach(comments, filled, commented)...)
	slices.SortStableFunc(list, func(a, b *Suppression) int {
		return a.Location.Line - b.Location.Line
	})
	return list
}

// property is how deep the properties of a template's resource lie: Resources, its logical id,
// Properties.
const property = 3

// children adds the pairs and elements of a collection that ends before a place; keys are those
// that lead to it, in is what it is inside of.
func (o *outline) children(n *yaml.Node, end pos, keys []string, in thing) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			behind := end
			if i+2 < len(n.Content) {
				behind = place(n.Content[i+2])
			}
			o.add(place(key), behind, value, append(keys[:len(keys):len(keys)], key.Value), in)
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			behind := end
			if i+1 < len(n.Content) {
				behind = place(n.Content[i+1])
			}
			o.add(place(item), behind, item, append(keys[:len(keys):len(keys)], "-"), in)
		}
	case yaml.DocumentNode, yaml.ScalarNode, yaml.AliasNode, yaml.StreamNode:
	}
}

// add adds a pair or an element, and what is inside it.
func (o *outline) add(start, end pos, value *yaml.Node, keys []string, in thing) {
	in.span = span{start, end}
	if len(keys) == property-1 && keys[0] == "Resources" {
		in.head = start.line
	}
	*o = append(*o, in)
	if len(keys) == property+1 && keys[0] == "Resources" && keys[property-1] == "Properties" {
		in.around = in.span
	}
	o.children(value, end, keys, in)
}

func place(n *yaml.Node) pos { return pos{n.Line, n.Column} }

// extent is where a scalar of several words, which may hold a #, is written.
type extent struct{ from, to pos }

// scalars returns where quoted and block scalars are written, in order.
func scalars(n *yaml.Node, lines []string) []extent {
	var list []extent
	for _, child := range n.Content {
		list = append(list, scalars(child, lines)...)
	}
	if n.Kind != yaml.ScalarNode || n.Line < 1 || n.Line > len(lines) {
		return list
	}
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		if last := endOfBlock(n, lines); last > n.Line {
			list = append(list, extent{pos{n.Line + 1, 1}, pos{last + 1, 1}})
		}
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		list = append(list, extent{place(n), endOfQuoted(n, lines)})
	}
	return list
}

// endOfBlock returns the last line of a block scalar.
func endOfBlock(n *yaml.Node, lines []string) int {
	indent, last := -1, n.Line
	if strings.TrimSpace(n.Value) == "" {
		return last
	}
	first := strings.TrimLeft(n.Value, "\n")
	deeper := len(first) - len(strings.TrimLeft(first, " "))
	for i := n.Line; i < len(lines); i++ {
		row := strings.TrimRight(lines[i], " \t\r")
		if row == "" {
			continue
		}
		in := len(row) - len(strings.TrimLeft(row, " "))
		if indent < 0 {
			indent = in - deeper
		}
		if in < indent {
			break
		}
		last = i + 1
	}
	return last
}

// endOfQuoted returns the place behind a quoted scalar.
func endOfQuoted(n *yaml.Node, lines []string) pos {
	quote := byte('\'')
	if n.Style&yaml.DoubleQuotedStyle != 0 {
		quote = '"'
	}
	column := n.Column
	begun := false
	for line := n.Line; line <= len(lines); line, column = line+1, 1 {
		row := lines[line-1]
		at := offsetOf(row, column)
		if !begun { // a tag or an anchor may stand before it
			first := strings.IndexByte(row[at:], quote)
			if first < 0 {
				continue
			}
			at, begun = at+first+1, true
		}
		if end := closing(row, at, quote); end >= 0 {
			return pos{line, utf8.RuneCountInString(row[:end]) + 1}
		}
	}
	return pos{lastLine, 1}
}

// closing returns the offset behind the quote that ends a scalar; -1 where the line has none.
func closing(row string, at int, quote byte) int {
	for ; at < len(row); at++ {
		switch {
		case row[at] == '\\' && quote == '"':
			at++
		case row[at] != quote:
		case quote == '\'' && at+1 < len(row) && row[at+1] == quote:
			at++
		default:
			return at + 1
		}
	}
	return -1
}

// offsetOf returns the offset of a column.
func offsetOf(row string, column int) int {
	at := 0
	for c := 1; c < column && at < len(row); c++ {
		_, size := utf8.DecodeRuneInString(row[at:])
		at += size
	}
	return at
}

// commentsIn finds the comments of a text, outside of the scalars.
func commentsIn(lines []string, held []extent) (
	comments []comment, filled, commented map[int]bool,
) {
	filled, commented = map[int]bool{}, map[int]bool{}
	slices.SortFunc(held, func(a, b extent) int {
		if a.from.before(b.from) {
			return -1
		}
		return 1
	})
	for i, row := range lines {
		line := i + 1
		for len(held) > 0 && held[0].to.line < line {
			held = held[1:]
		}
		at := commentIn(row, line, held)
		before := row
		if at >= 0 {
			before = row[:at]
			commented[line] = true
		}
		trailing := strings.TrimSpace(before) != ""
		filled[line] = trailing
		if at >= 0 && strings.Contains(row[at:], "ecrlint") {
			comments = append(comments, comment{
				pos:  pos{line, utf8.RuneCountInString(before) + 1},
				text: strings.TrimRight(strings.TrimLeft(row[at:], "#"), " \t\r"), trailing: trailing,
				tail: pos{line, utf8.RuneCountInString(strings.TrimRight(before, " \t"))},
			})
		}
	}
	return comments, filled, commented
}

// commentIn returns the offset of a line's comment; -1 where it has none.
func commentIn(row string, line int, held []extent) int {
	for at := 0; at < len(row); at++ {
		if row[at] != '#' || at > 0 && row[at-1] != ' ' && row[at-1] != '\t' {
			continue
		}
		here := pos{line, utf8.RuneCountInString(row[:at]) + 1}
		inside := slices.ContainsFunc(held, func(e extent) bool {
			return !here.before(e.from) && here.before(e.to)
		})
		if !inside {
			return at
		}
	}
	return -1
}
