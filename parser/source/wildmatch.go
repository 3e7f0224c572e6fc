package source

import "strings"

// wildmatch reports whether a path matches a pattern of a .gitignore file as git matches them
// (https://git-scm.com/docs/gitignore, "PATTERN FORMAT"): byte by byte; * and ? and classes do not
// match a slash; two stars or more as a whole component match any number of components. A
// malformed pattern matches nothing.
func wildmatch(pattern, name string) bool {
	m := &matcher{pattern: pattern, name: name}
	return m.match(0, 0)
}

// matcher matches one pattern. Positions from which a match has failed before are not tried again,
// so that many stars do not take exponential time.
type matcher struct {
	pattern, name string
	failed        map[[2]int]bool
}

// match matches the pattern from p with the name from n.
func (m *matcher) match(p, n int) bool {
	for ; p < len(m.pattern); n++ {
		if m.pattern[p] == '*' {
			return m.star(p, n)
		}
		if n >= len(m.name) {
			return false
		}
		next, ok := m.one(p, m.name[n])
		if !ok {
			return false
		}
		p = next
	}
	return n == len(m.name)
}

// one matches the element of the pattern at p with a byte; it returns where the next one starts.
func (m *matcher) one(p int, c byte) (next int, ok bool) {
	switch m.pattern[p] {
	case '?':
		return p + 1, c != '/'
	case '[':
		next, ok = class(m.pattern, p, c)
		return next, ok && c != '/'
	case '\\':
		p++
	}
	return p + 1, p < len(m.pattern) && m.pattern[p] == c
}

// star matches from a run of stars on.
func (m *matcher) star(p, n int) bool {
	if m.failed[[2]int{p, n}] {
		return false
	}
	start := p
	for p < len(m.pattern) && m.pattern[p] == '*' {
		p++
	}
	whole := p-start >= 2 && (start == 0 || m.pattern[start-1] == '/') &&
		(p == len(m.pattern) || m.pattern[p] == '/')
	var ok bool
	if whole {
		ok = m.components(p, n)
	} else {
		ok = m.within(p, n)
	}
	if !ok {
		if m.failed == nil {
			m.failed = map[[2]int]bool{}
		}
		m.failed[[2]int{start, n}] = true
	}
	return ok
}

// components matches after a ** that stands for any number of components.
func (m *matcher) components(p, n int) bool {
	if p == len(m.pattern) {
		return true
	}
	for {
		if m.match(p+1, n) {
			return true
		}
		next := strings.IndexByte(m.name[n:], '/')
		if next < 0 {
			return false
		}
		n += next + 1
	}
}

// within matches after a * that stands for any text within a component.
func (m *matcher) within(p, n int) bool {
	for ; ; n++ {
		if m.match(p, n) {
			return true
		}
		if n >= len(m.name) || m.name[n] == '/' {
			return false
		}
	}
}

// class matches a byte with a bracket expression at the start of a pattern; it returns where the
// expression ends. False also for one that does not end.
func class(pattern string, p int, c byte) (end int, ok bool) {
	p++
	negated := p < len(pattern) && (pattern[p] == '!' || pattern[p] == '^')
	if negated {
		p++
	}
	matched := false
	for first := p; p < len(pattern); {
		if pattern[p] == ']' && p > first {
			return p + 1, matched != negated
		}
		in, next, valid := member(pattern, p, c)
		if !valid {
			return p, false
		}
		matched = matched || in
		p = next
	}
	return p, false
}

// member matches a byte with one member of a bracket expression: a named class, a range, a byte.
func member(pattern string, p int, c byte) (in bool, next int, ok bool) {
	if strings.HasPrefix(pattern[p:], "[:") {
		if stop := strings.Index(pattern[p+2:], ":]"); stop >= 0 {
			named, known := posix[pattern[p+2:p+2+stop]]
			return known && named(c), p + stop + 4, known
		}
	}
	low, next, ok := classByte(pattern, p)
	high := low
	if ok && next+1 < len(pattern) && pattern[next] == '-' && pattern[next+1] != ']' {
		high, next, ok = classByte(pattern, next+1)
	}
	return low <= c && c <= high, next, ok
}

// classByte reads a byte of a bracket expression, which a backslash may precede.
func classByte(pattern string, p int) (c byte, next int, ok bool) {
	if pattern[p] == '\\' {
		p++
	}
	if p >= len(pattern) {
		return 0, p, false
	}
	return pattern[p], p + 1, true
}

// posix holds the named classes ([:alpha:]).
var posix = map[string]func(c byte) bool{
	"alpha":  func(c byte) bool { return isLower(c) || isUpper(c) },
	"digit":  isDigit,
	"alnum":  isAlnum,
	"lower":  isLower,
	"upper":  isUpper,
	"xdigit": func(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' },
	"space":  func(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' },
	"blank":  func(c byte) bool { return c == ' ' || c == '\t' },
	"cntrl":  func(c byte) bool { return c < ' ' || c == 0x7f },
	"print":  func(c byte) bool { return c >= ' ' && c < 0x7f },
	"graph":  func(c byte) bool { return c > ' ' && c < 0x7f },
	"punct":  func(c byte) bool { return c > ' ' && c < 0x7f && !isAlnum(c) },
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isAlnum(c byte) bool { return isLower(c) || isUpper(c) || isDigit(c) }
