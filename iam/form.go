package iam

import "unicode"

// shape writes the holes whose form is known in that form: what stands for any run in it is the
// hole itself.
func (r *Request) shape(symbols []symbol, m mode) []symbol {
	if r.Form == nil {
		return symbols
	}
	var out []symbol
	for i, s := range symbols {
		form := ""
		if s.isHole() {
			form = r.Form(s.hole())
		}
		if form == "" {
			if out != nil {
				out = append(out, s)
			}
			continue
		}
		if out == nil {
			out = append(make([]symbol, 0, len(symbols)+len(form)), symbols[:i]...)
		}
		out = append(out, formed(s, form, m)...)
	}
	if out == nil {
		return symbols
	}
	return out
}

// formed is a hole in its form.
func formed(hole symbol, form string, m mode) []symbol {
	out := make([]symbol, 0, len(form))
	for _, s := range compile(form, m|wild) {
		switch s {
		case symStar:
			s = hole
		case symOne:
			s = symAny
		default: // itself
		}
		out = append(out, s)
	}
	return out
}

// alike reports whether two symbols, each of which is one character, may be the same one.
func alike(a, b symbol) bool {
	if a >= 0 && b >= 0 {
		return a == b
	}
	if a < 0 {
		a, b = b, a
	}
	switch b {
	case symOne:
		return a >= 0 || a == symOne || a == symAny
	case symAny:
		return a == symOne || a == symAny ||
			a >= 0 && (unicode.IsLetter(rune(a)) || unicode.IsDigit(rune(a)))
	default: // any run of characters
		return false
	}
}
