package cloudformation

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
)

// file is the source of a template.
type file struct {
	path  string
	bytes []byte
	once  sync.Once
	lines []int32 // the offset at which each line starts
}

// index finds the starts of the lines, once.
func (f *file) index() {
	f.once.Do(func() {
		f.lines = append(f.lines, 0)
		for i, c := range f.bytes {
			if c == '\n' {
				f.lines = append(f.lines, int32(i+1))
			}
		}
	})
}

// pos returns the position of a rune of a line, both counted from 1.
func (f *file) pos(line, column int) hcl.Pos {
	f.index()
	if line < 1 || line > len(f.lines) {
		return hcl.Pos{Line: max(1, min(line, len(f.lines))), Column: 1, Byte: len(f.bytes)}
	}
	at := int(f.lines[line-1])
	for c := 1; c < column && at < len(f.bytes) && f.bytes[at] != '\n'; c++ {
		_, size := utf8.DecodeRune(f.bytes[at:])
		at += size
	}
	return hcl.Pos{Line: line, Column: column, Byte: at}
}

// at returns the position of an offset.
func (f *file) at(offset int) hcl.Pos {
	f.index()
	offset = min(max(offset, 0), len(f.bytes))
	low, high := 0, len(f.lines)
	for high-low > 1 {
		if mid := (low + high) / 2; int(f.lines[mid]) <= offset {
			low = mid
		} else {
			high = mid
		}
	}
	start := int(f.lines[low])
	return hcl.Pos{
		Line: low + 1, Column: utf8.RuneCount(f.bytes[start:offset]) + 1, Byte: offset,
	}
}

// span returns where a node is written. A function in the short form begins at its tag.
func (n *node) span() hcl.Range {
	if n == nil || n.file == nil {
		return hcl.Range{}
	}
	start := n.file.pos(int(n.line), int(n.column))
	end := int(n.end)
	if end == 0 {
		end = n.finish(start.Byte)
	}
	return hcl.Range{Filename: n.file.path, Start: start, End: n.file.at(max(end, start.Byte))}
}

// finish computes the offset where a YAML value ends.
func (n *node) finish(start int) int {
	if n.end != 0 {
		return int(n.end)
	}
	source := n.file.bytes
	switch n.kind {
	case list, object:
		end := n.inside(start)
		if n.style != flow || !n.bracketed(start) {
			return end
		}
		if end == start {
			end++ // the bracket itself
		}
		return closing(source, end, n.kind)
	case call:
		if n.style == short && n.items[0].file == n.file {
			return n.items[0].finish(n.items[0].offset())
		}
		return max(n.inside(start), start+1)
	case nothing, text, number, boolean:
	}
	start = skipProperties(source, start)
	switch n.style {
	case quoted:
		return endOfQuoted(source, start)
	case block:
		return endOfBlock(source, start, n.file)
	default:
		return start + plainLength(source[start:], n.text)
	}
}

// bracketed reports whether a collection begins with its bracket: a pair in a list in brackets has
// none of its own.
func (n *node) bracketed(start int) bool {
	at := skipProperties(n.file.bytes, start)
	return at < len(n.file.bytes) && strings.IndexByte("{[", n.file.bytes[at]) >= 0
}

// inside returns where the last of the things in a collection ends.
func (n *node) inside(start int) int {
	end := start
	for _, all := range [2][]*node{n.keys, n.items} {
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].file != n.file {
				continue
			}
			if at := all[i].offset(); at >= start { // what an alias stands for may lie before
				end = max(end, all[i].finish(at))
				break
			}
		}
	}
	return end
}

// offset returns where a node starts.
func (n *node) offset() int { return n.file.pos(int(n.line), int(n.column)).Byte }

// closing finds the bracket that ends a collection whose last element ends at an offset.
func closing(source []byte, at int, k kind) int {
	bracket := byte('}')
	if k == list {
		bracket = ']'
	}
	for i := at; i < len(source); i++ {
		switch source[i] {
		case bracket:
			return i + 1
		case '#':
			for i < len(source) && source[i] != '\n' {
				i++
			}
		}
	}
	return at
}

// skipProperties skips the tag and the anchor before a scalar.
func skipProperties(source []byte, at int) int {
	for at < len(source) && (source[at] == '!' || source[at] == '&') {
		for at < len(source) && !strings.ContainsRune(" \t\r\n", rune(source[at])) {
			at++
		}
		for at < len(source) && strings.ContainsRune(" \t\r\n", rune(source[at])) {
			at++
		}
	}
	return at
}

// endOfQuoted returns where a quoted text ends.
func endOfQuoted(source []byte, at int) int {
	if at >= len(source) {
		return at
	}
	quote := source[at]
	for i := at + 1; i < len(source); i++ {
		switch {
		case source[i] == '\\' && quote == '"':
			i++
		case source[i] == quote && quote == '\'' && i+1 < len(source) && source[i+1] == quote:
			i++
		case source[i] == quote:
			return i + 1
		}
	}
	return len(source)
}

// endOfBlock returns where a block text ends: before the first line that is not further in than
// the line that begins it.
func endOfBlock(source []byte, at int, f *file) int {
	head := f.at(at)
	outer := indentOf(source[f.lines[head.Line-1]:])
	end := at
	for line := head.Line; ; line++ {
		stop := len(source)
		if line < len(f.lines) {
			stop = int(f.lines[line])
		}
		row := strings.TrimRight(string(source[f.lines[line-1]:stop]), " \t\r\n")
		if line > head.Line && row != "" && indentOf([]byte(row)) <= outer {
			return end
		}
		if row != "" {
			end = int(f.lines[line-1]) + len(row)
		}
		if stop == len(source) {
			return end
		}
	}
}

func indentOf(line []byte) int {
	n := 0
	for n < len(line) && line[n] == ' ' {
		n++
	}
	return n
}

// plainLength returns how much of the source an unquoted text takes: its words may be spread over
// several lines.
func plainLength(source []byte, written string) int {
	at := 0
	for _, word := range strings.Fields(written) {
		for at < len(source) && strings.ContainsRune(" \t\r\n", rune(source[at])) {
			at++
		}
		if !strings.HasPrefix(string(source[at:min(len(source), at+len(word))]), word) {
			break
		}
		at += len(word)
	}
	return at
}
