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
	for p < len(m.pattern) {
		switch m.pattern[p] {
		case '*':
			return m.star(p, n)
		case '?':
			if n >= len(m.name) || m.name[n] == '/' {
				return false
			}
			p, n = p+1, n+1
		case '[':
			if n >= len(m.name) {
				return false
			}
			end, ok := class(m.pattern, p, m.name[n])
			if !ok || m.name[n] == '/' {
				return false
			}
			p, n = end, n+1
		default:
			if m.pattern[p] == '\\' {
				p++
			}
			if p >= len(m.pattern) || n >= len(m.name) || m.pattern[p] != m.name[n] {
				return false
			}
			p, n = p+1, n+1
		}
	}
	return n == len(m.name)
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
	for first := true; ; first = false {
		if p >= len(pattern) {
			return p, false
		}
		if pattern[p] == ']' && !first {
			return p + 1, matched != negated
		}
		if strings.HasPrefix(pattern[p:], "[:") {
			if stop := strings.Index(pattern[p+2:], ":]"); stop >= 0 {
				in, known := posix(pattern[p+2:p+2+stop], c)
				if !known {
					return p, false
				}
				matched = matched || in
				p += stop + 4
				continue
			}
		}
		low, next, valid := classByte(pattern, p)
		high := low
		if valid && next+1 < len(pattern) && pattern[next] == '-' && pattern[next+1] != ']' {
			high, next, valid = classByte(pattern, next+1)
		}
		if !valid {
			return p, false
		}
		matched = matched || low <= c && c <= high
		p = next
	}
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

// posix reports whether a byte belongs to a named class ([:alpha:]), and whether there is one.
func posix(name string, c byte) (in, known bool) {
	lower, upper, digit := c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9'
	graph := c > ' ' && c < 0x7f
	switch name {
	case "alpha":
		return lower || upper, true
	case "digit":
		return digit, true
	case "alnum":
		return lower || upper || digit, true
	case "lower":
		return lower, true
	case "upper":
		return upper, true
	case "xdigit":
		return digit || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F', true
	case "space":
		return c == ' ' || c >= '\t' && c <= '\r', true
	case "blank":
		return c == ' ' || c == '\t', true
	case "cntrl":
		return c < ' ' || c == 0x7f, true
	case "print":
		return graph || c == ' ', true
	case "graph":
		return graph, true
	case "punct":
		return graph && !lower && !upper && !digit, true
	}
	return false, false
}
