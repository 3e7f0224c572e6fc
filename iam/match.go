package iam

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// symbol is one piece of a pattern or text: a rune (0 and above), a wildcard, or a hole.
type symbol int32

const (
	symStar symbol = -1 // any run of characters
	symOne  symbol = -2 // any one character
	symVar  symbol = -3 // a policy variable whose value is not known
	symAny  symbol = -4 // one letter or digit that is not known, of a hole whose form is
	symHole symbol = -8 // symHole - id is the hole with that id
)

func (s symbol) isHole() bool { return s <= symHole }

// isOpen reports whether the symbol stands for a text that is not known.
func (s symbol) isOpen() bool { return s == symVar || s.isHole() && s != endOf }

func (s symbol) hole() int { return int(symHole - s) }

// mode says how a pattern is compared.
type mode int

const (
	wild mode = 1 << iota // * and ? are wildcards
	fold                  // upper and lower case are the same
)

// compile cuts a text into symbols.
func compile(text string, m mode) []symbol {
	out := make([]symbol, 0, len(text))
	for i := 0; i < len(text); {
		if id, length := readHole(text[i:]); length > 0 {
			out = append(out, symHole-symbol(id))
			i += length
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		out = append(out, runeSymbol(r, m))
		i += size
	}
	return out
}

func runeSymbol(r rune, m mode) symbol {
	switch {
	case m&wild != 0 && r == '*':
		return symStar
	case m&wild != 0 && r == '?':
		return symOne
	case m&fold != 0:
		return symbol(unicode.ToLower(r))
	}
	return symbol(r)
}

// compare says whether the pattern matches the text. The request tells what is known of holes.
func (r *Request) compare(pattern, text string, m mode) Tri {
	if !holed(pattern) && !holed(text) {
		return compareKnown(pattern, text, m)
	}
	return r.compareSymbols(compile(pattern, m), compile(text, m&^wild), m)
}

// compareKnown is compare for texts without holes.
func compareKnown(pattern, text string, m mode) Tri {
	if m&wild == 0 || !strings.ContainsAny(pattern, "*?") {
		if m&fold != 0 {
			return triOf(strings.EqualFold(pattern, text))
		}
		return triOf(pattern == text)
	}
	if pattern == "*" {
		return True
	}
	if m&fold != 0 {
		pattern, text = strings.ToLower(pattern), strings.ToLower(text)
	}
	return triOf(glob(pattern, text))
}

// maxWork bounds the product of the lengths of pattern and text, which bounds the time.
const maxWork = 1 << 22

func (r *Request) compareSymbols(pattern, text []symbol, m mode) Tri {
	pattern, text = r.shape(pattern, m), r.shape(text, m)
	switch {
	case len(pattern)*len(text) > maxWork:
		return Unknown
	case covers(pattern, text):
		return True
	case !meets(pattern, text, r.Unique):
		return False
	}
	return Unknown
}

// glob reports whether the pattern with * and ? matches the text, which both have no holes.
func glob(pattern, text string) bool {
	p, t, star, mark := 0, 0, -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && pattern[p] == '?':
			_, size := utf8.DecodeRuneInString(text[t:])
			p++
			t += size
		case p < len(pattern) && pattern[p] == text[t]:
			p++
			t++
		case star >= 0:
			_, size := utf8.DecodeRuneInString(text[mark:])
			mark += size
			p, t = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// covers reports whether the pattern matches the text whatever the holes are: * takes anything,
// every other symbol is matched by itself only. It backtracks to the last star alone, so the
// time is at most the product of the lengths.
func covers(pattern, text []symbol) bool {
	p, t, star, mark := 0, 0, -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == symStar:
			star, mark = p, t
			p++
		case p < len(pattern) && fits(pattern[p], text[t]):
			p++
			t++
		case star >= 0:
			mark++
			p, t = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == symStar {
		p++
	}
	return p == len(pattern)
}

func fits(pattern, text symbol) bool {
	if pattern == symOne {
		return text >= 0 || text == symAny
	}
	return pattern == text && pattern != symVar
}

// meets reports whether some values of the holes let the pattern match the text. It takes every
// hole for any text on its own, so it may say yes where no is right, never the reverse. A hole that
// is a whole segment of an ARN's first five (partition to account) holds no colon.
func meets(pattern, text []symbol, unique func(int) bool) bool {
	same := 0
	for same < min(len(pattern), len(text)) && pattern[same] == text[same] {
		same++
	}
	if same < min(len(pattern), len(text)) && differ(pattern[same], text[same], unique) {
		return false
	}
	narrow := segments(text)
	reach := make([]bool, len(pattern)+1)
	next := make([]bool, len(pattern)+1)
	reach[0] = true
	for t := 0; t <= len(text); t++ {
		clear(next)
		for p := 0; p <= len(pattern); p++ {
			if reach[p] {
				step(pattern, text, p, t, narrow, reach, next)
			}
		}
		if t < len(text) {
			reach, next = next, reach
		}
	}
	return reach[len(pattern)]
}

// differ reports whether both symbols stand for identities of two resources, neither of which is
// the beginning of the other.
func differ(a, b symbol, unique func(int) bool) bool {
	return unique != nil && a != b && a.isHole() && b.isHole() && unique(a.hole()) &&
		unique(b.hole())
}

// endOf stands for the end of a pattern or text.
const endOf symbol = -1 << 30

func at(symbols []symbol, i int) symbol {
	if i < len(symbols) {
		return symbols[i]
	}
	return endOf
}

// step marks what can be reached from position p of the pattern and t of the text: row holds the
// positions of the pattern at t, next those at t+1.
func step(pattern, text []symbol, p, t int, narrow map[symbol]bool, row, next []bool) {
	ps, ts := at(pattern, p), at(text, t)
	if ps == symStar || ps.isOpen() { // it takes nothing more, or one symbol of the text
		row[p+1] = true
		next[p] = next[p] || takes(ps, ts, narrow)
	}
	if ts.isOpen() { // it holds nothing more, or what one symbol of the pattern wants
		next[p] = true
		if takes(ts, ps, narrow) {
			row[p+1] = true
		}
	}
	if alike(ps, ts) {
		next[p+1] = true
	}
}

// takes reports whether a wildcard or hole can stand for a run that holds the symbol.
func takes(open, s symbol, narrow map[symbol]bool) bool {
	return s != endOf && (s != ':' || !narrow[open])
}

// segments returns the holes that are a whole segment of an ARN, between two colons, before its
// resource part.
func segments(text []symbol) map[symbol]bool {
	var narrow map[symbol]bool
	if len(text) < 5 || text[0] != 'a' || text[1] != 'r' || text[2] != 'n' || text[3] != ':' {
		return nil
	}
	colons := 1
	for i := 4; i+1 < len(text) && colons < 5; i++ {
		if text[i] == ':' {
			colons++
		}
		if text[i].isHole() && text[i-1] == ':' && text[i+1] == ':' {
			if narrow == nil {
				narrow = map[symbol]bool{}
			}
			narrow[text[i]] = true
		}
	}
	return narrow
}
