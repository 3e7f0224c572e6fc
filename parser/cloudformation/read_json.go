package cloudformation

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonReader reads JSON into nodes. The YAML reader refuses some JSON: the halves of a rune in two
// escapes, which many programs write.
type jsonReader struct {
	maker
	source []byte
	at     int
	line   int32
	begin  int // the offset at which the line begins
	depth  int
	// column is the column of the offset counted, on the same line.
	counted, column int
}

// syntaxError says what is wrong at a place of a file.
type syntaxError struct {
	line, column int
	what         string
}

func (e *syntaxError) Error() string { return e.what }

// maxDepth is how deep values may lie inside each other.
const maxDepth = 500

// document reads the whole text.
func (r *jsonReader) document() (*node, *syntaxError) {
	if len(r.source) >= 3 && string(r.source[:3]) == "\xef\xbb\xbf" {
		r.at, r.begin, r.counted = 3, 3, 3
	}
	n, err := r.value()
	if err == nil {
		if r.space(); r.at < len(r.source) {
			err = r.fail("there is something after the end of the object")
		}
	}
	return n, err
}

func (r *jsonReader) fail(what string) *syntaxError {
	return &syntaxError{line: int(r.line), column: int(r.here()), what: what}
}

// space skips white space and counts lines.
func (r *jsonReader) space() {
	for r.at < len(r.source) {
		switch r.source[r.at] {
		case '\n':
			r.line++
			r.begin = r.at + 1
		case ' ', '\t', '\r':
		default:
			return
		}
		r.at++
	}
}

// peek returns the next byte that is no white space; 0 at the end.
func (r *jsonReader) peek() byte {
	if r.space(); r.at < len(r.source) {
		return r.source[r.at]
	}
	return 0
}

// start returns a node that begins here.
func (r *jsonReader) start(k kind) *node {
	n := r.make()
	n.kind, n.line = k, r.line
	n.column = r.here()
	return n
}

// here returns the column of this place, in runes.
func (r *jsonReader) here() int32 {
	if r.counted < r.begin {
		r.counted, r.column = r.begin, 1
	}
	at := min(r.at, len(r.source))
	r.column += utf8.RuneCount(r.source[min(r.counted, at):at])
	r.counted = at
	return int32(r.column)
}

// value reads a value.
func (r *jsonReader) value() (*node, *syntaxError) {
	if r.depth++; r.depth > maxDepth {
		return nil, r.fail("the values lie too deep inside each other")
	}
	defer func() { r.depth-- }()
	switch c := r.peek(); {
	case c == '{':
		return r.object()
	case c == '[':
		return r.list()
	case c == '"':
		return r.string()
	case c == 0 && r.at >= len(r.source):
		return nil, r.fail("the text ends before the value does")
	default:
		return r.word()
	}
}

// object reads an object.
func (r *jsonReader) object() (*node, *syntaxError) {
	n := r.start(object)
	n.style = flow
	r.at++
	for first := true; ; first = false {
		if r.peek() == '}' && first {
			break
		}
		if r.peek() != '"' {
			return nil, r.fail("a key in double quotes is expected here")
		}
		key, err := r.string()
		if err != nil {
			return nil, err
		}
		if r.peek() != ':' {
			return nil, r.fail("a colon is expected here, after the key")
		}
		r.at++
		item, err := r.value()
		if err != nil {
			return nil, err
		}
		n.keys, n.items = append(n.keys, key), append(n.items, item)
		if c := r.peek(); c == '}' {
			break
		} else if c != ',' {
			return nil, r.fail("a comma or a closing brace is expected here")
		}
		r.at++
	}
	r.at++
	n.end = int32(r.at)
	return r.collected(n), nil
}

// list reads an array.
func (r *jsonReader) list() (*node, *syntaxError) {
	n := r.start(list)
	n.style = flow
	r.at++
	for first := true; ; first = false {
		if r.peek() == ']' && first {
			break
		}
		item, err := r.value()
		if err != nil {
			return nil, err
		}
		n.items = append(n.items, item)
		if c := r.peek(); c == ']' {
			break
		} else if c != ',' {
			return nil, r.fail("a comma or a closing bracket is expected here")
		}
		r.at++
	}
	r.at++
	n.end = int32(r.at)
	return r.collected(n), nil
}

// word reads a number, true, false or null.
func (r *jsonReader) word() (*node, *syntaxError) {
	n := r.start(number)
	from := r.at
	for r.at < len(r.source) && isWordByte(r.source[r.at]) {
		r.at++
	}
	n.text, n.end = string(r.source[from:r.at]), int32(r.at)
	switch n.text {
	case "true", "false":
		n.kind = boolean
		return n, nil
	case "null":
		n.kind = nothing
		return n, nil
	}
	if !isNumber(n.text) {
		r.at = from
		return nil, r.fail("a value is expected here")
	}
	return n, nil
}

func isWordByte(c byte) bool {
	return c == '+' || c == '-' || c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' ||
		c >= 'A' && c <= 'Z'
}

// string reads a text in double quotes.
func (r *jsonReader) string() (*node, *syntaxError) {
	n := r.start(text)
	n.style = quoted
	r.at++
	from := r.at
	var decoded []byte
	for {
		if r.at >= len(r.source) || r.source[r.at] == '\n' {
			return nil, r.fail("the text has no closing quote")
		}
		switch c := r.source[r.at]; c {
		case '"':
			if decoded == nil {
				n.text = clean(string(r.source[from:r.at]))
			} else {
				n.text = clean(string(append(decoded, r.source[from:r.at]...)))
			}
			r.at++
			n.end = int32(r.at)
			return n, nil
		case '\\':
			decoded = append(decoded, r.source[from:r.at]...)
			var err *syntaxError
			if decoded, err = r.escape(decoded); err != nil {
				return nil, err
			}
			from = r.at
		default:
			r.at++
		}
	}
}

// escapes are the one-letter escapes of JSON.
var escapes = map[byte]byte{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

// escape reads an escape and appends what it stands for.
func (r *jsonReader) escape(to []byte) ([]byte, *syntaxError) {
	if r.at+1 >= len(r.source) {
		return nil, r.fail("the text has no closing quote")
	}
	if c, ok := escapes[r.source[r.at+1]]; ok {
		r.at += 2
		return append(to, c), nil
	}
	first, ok := r.hex()
	if !ok {
		return nil, r.fail(fmt.Sprintf("%q is not an escape", string(r.source[r.at:r.at+2])))
	}
	r.at += 6
	if utf16.IsSurrogate(first) {
		if second, ok := r.hex(); ok {
			if both := utf16.DecodeRune(first, second); both != utf8.RuneError {
				r.at += 6
				return utf8.AppendRune(to, both), nil
			}
		}
	}
	return utf8.AppendRune(to, first), nil
}

// hex returns what an escape \uXXXX at this place stands for.
func (r *jsonReader) hex() (rune, bool) {
	if r.at+6 > len(r.source) || r.source[r.at] != '\\' || r.source[r.at+1] != 'u' {
		return 0, false
	}
	var value rune
	for _, c := range r.source[r.at+2 : r.at+6] {
		switch {
		case c >= '0' && c <= '9':
			value = value<<4 | rune(c-'0')
		case c >= 'a' && c <= 'f':
			value = value<<4 | rune(c-'a'+10)
		case c >= 'A' && c <= 'F':
			value = value<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return value, true
}
