package iam

import (
	"encoding/json"
	"fmt"
	"strings"
)

// maxDepth bounds how deep values nest; a policy needs seven levels.
const maxDepth = 64

// SyntaxError says why a text is no policy document.
type SyntaxError struct {
	// Name is what the document is called.
	Name string
	// Offset is in bytes from 0, Line and Column (in characters) count from 1.
	Offset, Line, Column int
	Problem              string
}

// Error gives the problem with its place in the document.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s: line %d, column %d: %s", e.Name, e.Line, e.Column, e.Problem)
}

// scanner reads JSON in which a hole may stand between any two tokens.
type scanner struct {
	text string
	pos  int
}

// scanFault is a problem at an offset; what was read to find it ends at reached, if that is later.
type scanFault struct {
	offset  int
	problem string
	reached int
}

func (s *scanner) fault(format string, args ...any) *scanFault {
	return &scanFault{offset: s.pos, problem: fmt.Sprintf(format, args...)}
}

func (s *scanner) space() {
	for s.pos < len(s.text) && strings.IndexByte(" \t\r\n", s.text[s.pos]) >= 0 {
		s.pos++
	}
}

// peek returns the next byte that is no white space, or 0 at the end.
func (s *scanner) peek() byte {
	s.space()
	if s.pos >= len(s.text) {
		return 0
	}
	return s.text[s.pos]
}

// holes reads the holes that stand here, with white space between them.
func (s *scanner) holes() []int {
	var ids []int
	for {
		s.space()
		id, length := readHole(s.text[s.pos:])
		if length == 0 {
			return ids
		}
		ids = append(ids, id)
		s.pos += length
	}
}

// document reads the whole text.
func (s *scanner) document() (*node, *scanFault) {
	root, fault := s.value(0)
	if fault != nil {
		return nil, fault
	}
	if extra := s.holes(); len(extra) > 0 {
		root = &node{kind: nodeHole, holes: append(root.holes, extra...)}
	}
	if s.peek() != 0 {
		return nil, s.fault("there is more text after the end of the document")
	}
	return root, nil
}

func (s *scanner) value(depth int) (*node, *scanFault) {
	if depth > maxDepth {
		return nil, s.fault("values nest more than %d levels deep", maxDepth)
	}
	if ids := s.holes(); len(ids) > 0 {
		return &node{kind: nodeHole, offset: s.pos, holes: ids}, nil
	}
	switch s.peek() {
	case '{':
		return s.object(depth)
	case '[':
		return s.array(depth)
	case '"':
		offset := s.pos
		text, fault := s.str()
		return &node{kind: nodeString, offset: offset, text: text}, fault
	case 0:
		return nil, s.fault("the document ends where a value should stand")
	}
	return s.literal()
}

func (s *scanner) literal() (*node, *scanFault) {
	start := s.pos
	for s.pos < len(s.text) && strings.IndexByte(" \t\r\n,]}:\"[{", s.text[s.pos]) < 0 {
		if _, length := readHole(s.text[s.pos:]); length > 0 {
			break
		}
		s.pos++
	}
	word := s.text[start:s.pos]
	if !json.Valid([]byte(word)) {
		s.pos = start
		return nil, s.fault("%q is no JSON value", clip(word))
	}
	if word == "null" {
		return &node{kind: nodeNull, offset: start}, nil
	}
	return &node{kind: nodeLiteral, offset: start, text: word}, nil
}

// clip shortens a text for a message.
func clip(text string) string {
	const most = 24
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "..."
	}
	return text
}

func (s *scanner) str() (string, *scanFault) {
	start := s.pos
	plain := true
	for s.pos++; s.pos < len(s.text); s.pos++ {
		switch c := s.text[s.pos]; {
		case c == '\\':
			plain = false
			s.pos++
		case c == '"':
			s.pos++
			return s.unquote(start, plain)
		case c < ' ':
			return "", s.fault("a string holds a line break or control character")
		}
	}
	s.pos = start
	fault := s.fault("a string is not closed")
	fault.reached = len(s.text)
	return "", fault
}

func (s *scanner) unquote(start int, plain bool) (string, *scanFault) {
	if plain {
		return s.text[start+1 : s.pos-1], nil
	}
	var text string
	if err := json.Unmarshal([]byte(s.text[start:s.pos]), &text); err != nil {
		s.pos = start
		return "", s.fault("a string holds an escape that JSON does not know")
	}
	return text, nil
}

func (s *scanner) array(depth int) (*node, *scanFault) {
	n := &node{kind: nodeArray, offset: s.pos}
	s.pos++
	for first := true; ; first = false {
		open := s.gap(n)
		c := s.peek()
		if c == ']' && (first || open) {
			s.pos++
			return n, nil
		}
		if c == 0 {
			return nil, s.fault("a list is not closed")
		}
		item, fault := s.value(depth + 1)
		if fault != nil {
			return nil, fault
		}
		n.items = append(n.items, item)
		if done, fault := s.separator(n, ']', "list"); done || fault != nil {
			return n, fault
		}
	}
}

// gap reads holes between the items of a list or members of an object, with the commas around
// them, and reports whether there were any.
func (s *scanner) gap(n *node) bool {
	ids := s.holes()
	if len(ids) == 0 {
		return false
	}
	n.holes = append(n.holes, ids...)
	if s.peek() == ',' {
		s.pos++
		s.gap(n)
	}
	return true
}

// separator reads what follows an item: a comma, the end, or holes that may hold either.
func (s *scanner) separator(n *node, end byte, what string) (done bool, fault *scanFault) {
	open := s.gap(n)
	switch c := s.peek(); {
	case c == end:
		s.pos++
		return true, nil
	case c == ',' && !open:
		s.pos++
		if s.peek() == end {
			return false, s.fault("a comma stands before the end of the %s", what)
		}
		return false, nil
	case c == 0:
		return false, s.fault("the %s is not closed", what)
	case open:
		return false, nil
	}
	return false, s.fault("a comma or the end of the %s should stand here", what)
}

func (s *scanner) object(depth int) (*node, *scanFault) {
	n := &node{kind: nodeObject, offset: s.pos}
	s.pos++
	for first := true; ; first = false {
		open := s.gap(n)
		c := s.peek()
		if c == '}' && (first || open) {
			s.pos++
			return n, nil
		}
		if c != '"' {
			return nil, s.fault("a name in double quotes should stand here")
		}
		m, fault := s.member(depth)
		if fault != nil {
			return nil, fault
		}
		n.members = append(n.members, m)
		if done, fault := s.separator(n, '}', "object"); done || fault != nil {
			return n, fault
		}
	}
}

func (s *scanner) member(depth int) (member, *scanFault) {
	key, fault := s.str()
	if fault != nil {
		return member{}, fault
	}
	if s.peek() != ':' {
		return member{}, s.fault("a colon should follow the name %q", clip(key))
	}
	s.pos++
	value, fault := s.value(depth + 1)
	return member{key, value}, fault
}
