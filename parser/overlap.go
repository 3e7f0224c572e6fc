package parser

import (
	"strings"
)

// AccountDigits is the length of an AWS account id.
// https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html
const AccountDigits = 12

// possible reports whether two texts with holes could be the same text.
func possible(a, b []Part, o *Origins) bool {
	a, b = trimCommonPrefix(a, b, o)
	reverseParts(a)
	reverseParts(b)
	a, b = trimCommonSuffix(a, b, o)
	reverseParts(a)
	reverseParts(b)
	if len(a) > 0 && len(b) > 0 {
		first, last := a[0].Hole || b[0].Hole, a[len(a)-1].Hole || b[len(b)-1].Hole
		if !first || !last {
			return false
		}
	}
	switch {
	case literal(b):
		return fits(a, text(b), o)
	case literal(a):
		return fits(b, text(a), o)
	default:
		return true
	}
}

// trimCommonPrefix drops what both begin with. Two literals that are left in front begin
// differently.
func trimCommonPrefix(a, b []Part, o *Origins) (restA, restB []Part) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].Hole != b[0].Hole:
			return a, b
		case a[0].Hole:
			if a[0].ID != b[0].ID || !o.Settled(TokenOf(a[0].ID)) {
				return a, b
			}
			a, b = a[1:], b[1:]
		default:
			n := commonPrefix(a[0].Text, b[0].Text)
			if n == 0 {
				return a, b
			}
			a, b = cutFront(a, n), cutFront(b, n)
		}
	}
	return a, b
}

// trimCommonSuffix is trimCommonPrefix for part lists that run backwards.
func trimCommonSuffix(a, b []Part, o *Origins) (restA, restB []Part) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].Hole != b[0].Hole:
			return a, b
		case a[0].Hole:
			if a[0].ID != b[0].ID || !o.Settled(TokenOf(a[0].ID)) {
				return a, b
			}
			a, b = a[1:], b[1:]
		default:
			n := commonSuffix(a[0].Text, b[0].Text)
			if n == 0 {
				return a, b
			}
			a, b = cutBack(a, n), cutBack(b, n)
		}
	}
	return a, b
}

func cutFront(parts []Part, n int) []Part {
	if n == len(parts[0].Text) {
		return parts[1:]
	}
	rest := append([]Part(nil), parts...)
	rest[0].Text = rest[0].Text[n:]
	return rest
}

func cutBack(parts []Part, n int) []Part {
	if n == len(parts[0].Text) {
		return parts[1:]
	}
	rest := append([]Part(nil), parts...)
	rest[0].Text = rest[0].Text[:len(rest[0].Text)-n]
	return rest
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func commonSuffix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

func reverseParts(parts []Part) {
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
}

func literal(parts []Part) bool {
	for _, part := range parts {
		if part.Hole {
			return false
		}
	}
	return true
}

func text(parts []Part) string {
	var b strings.Builder
	for _, part := range parts {
		b.WriteString(part.Text)
	}
	return b.String()
}

// fits reports whether the holes could be filled so that the parts read as the text.
func fits(parts []Part, s string, o *Origins) bool {
	reach := make([]bool, len(s)+1) // reach[i]: the parts so far can read as s[:i]
	reach[0] = true
	for _, part := range parts {
		next := make([]bool, len(s)+1)
		for i, ok := range reach {
			if !ok {
				continue
			}
			if !part.Hole {
				if strings.HasPrefix(s[i:], part.Text) {
					next[i+len(part.Text)] = true
				}
				continue
			}
			fill(part.ID, s, i, next, o)
		}
		reach = next
	}
	return reach[len(s)]
}

// fill notes every place in s where a hole that begins at i can end.
func fill(id int, s string, i int, next []bool, o *Origins) {
	origin, _ := o.Lookup(id)
	least, most := 0, len(s)-i
	allowed := func(byte) bool { return true }
	switch origin.Kind {
	case Account:
		least, most = AccountDigits, min(most, AccountDigits)
		allowed = func(c byte) bool { return c >= '0' && c <= '9' }
	case Region:
		least = 1
		allowed = func(c byte) bool {
			return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-'
		}
	case Reference:
		least = 1
	case Unknown:
	}
	for n := 0; n <= most; n++ {
		if n > 0 && !allowed(s[i+n-1]) {
			return
		}
		if n >= least {
			next[i+n] = true
		}
	}
}
