package pull

import (
	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// answer is the answer to a question of fact: Open is yes, Closed is no, Unknown says why.
type answer struct {
	state State
	why   []parser.Origin
}

// yes, no and perhaps make answers. An answer that is perhaps for no reason at all is still
// unknown.
func yes() answer { return answer{state: Open} }
func no() answer  { return answer{state: Closed} }

func perhaps(why ...*parser.Origin) answer {
	a := answer{state: Unknown}
	for _, w := range why {
		if w != nil {
			a.why = append(a.why, *w)
		}
	}
	return a
}

// because makes an unknown answer of reasons.
func because(why []parser.Origin) answer { return answer{state: Unknown, why: why} }

// truth makes an answer of a bool.
func truth(b bool) answer {
	if b {
		return yes()
	}
	return no()
}

// not turns yes and no around.
func (a answer) not() answer {
	switch a.state {
	case Open:
		return no()
	case Closed:
		return yes()
	default:
		return a
	}
}

// and is no when either is, else unknown when either is.
func (a answer) and(b answer) answer {
	switch {
	case a.state == Closed || b.state == Closed:
		return no()
	case a.state == Open:
		return b
	case b.state == Open:
		return a
	}
	return because(merge(a.why, b.why))
}

// or is yes when either is, else unknown when either is.
func (a answer) or(b answer) answer {
	return a.not().and(b.not()).not()
}

// unlessMore turns a no into an unknown when something may add to what was looked at.
func (a answer) unlessMore(why ...*parser.Origin) answer {
	if a.state != Closed {
		return a
	}
	for _, w := range why {
		if w != nil {
			return perhaps(why...)
		}
	}
	return a
}

// merge appends the reasons of more that are not yet there.
func merge(why, more []parser.Origin) []parser.Origin {
	for _, m := range more {
		if !holds(why, m) {
			why = append(why[:len(why):len(why)], m)
		}
	}
	return why
}

// holds reports whether the reason is in the list.
func holds(why []parser.Origin, m parser.Origin) bool {
	for _, w := range why {
		if w == m {
			return true
		}
	}
	return false
}

// pointers makes reasons of pointers.
func pointers(why []*parser.Origin) []parser.Origin {
	var out []parser.Origin
	for _, w := range why {
		if w != nil {
			out = merge(out, []parser.Origin{*w})
		}
	}
	return out
}

// is answers whether a boolean value is true.
func is(v graph.Value[bool]) answer {
	if !v.Known() {
		return perhaps(v.Why)
	}
	return truth(v.V)
}

// equals answers whether a value is the one that is asked for.
func equals[T comparable](v graph.Value[T], want T) answer {
	if !v.Known() {
		return perhaps(v.Why)
	}
	return truth(v.V == want)
}
