package parser

import "strings"

// Equal compares two strings that may hold tokens. They are known to be equal when they are
// identical and every token in them stands for one text (a Reference to one instance, an Account
// or a Region; never an Unknown, which may be any element of an unknown list). They are known to
// differ when no text that the tokens could stand for makes them the same.
func Equal(a, b string, o *Origins) (equal, known bool) {
	if !Holed(a) && !Holed(b) {
		return a == b, true
	}
	if a == b {
		return true, o.Settled(a)
	}
	if o != nil {
		a, b = o.Expand(a), o.Expand(b)
		if a == b {
			return true, o.Settled(a)
		}
	}
	return false, !possible(Parts(a), Parts(b), o)
}

// Settled reports whether every token of the string stands for one and only one text.
func (o *Origins) Settled(s string) bool {
	for _, part := range Parts(s) {
		if !part.Hole {
			continue
		}
		origin, ok := o.Lookup(part.ID)
		if !ok || origin.Kind == Unknown || strings.Contains(origin.Address, "[*]") {
			return false
		}
	}
	return true
}
