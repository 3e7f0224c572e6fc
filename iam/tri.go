package iam

import "slices"

func triOf(b bool) Tri {
	if b {
		return True
	}
	return False
}

// Not negates.
func (t Tri) Not() Tri {
	switch t {
	case True:
		return False
	case False:
		return True
	default:
		return Unknown
	}
}

// And is False if either is False, True if both are True.
func (t Tri) And(other Tri) Tri {
	switch {
	case t == False || other == False:
		return False
	case t == True && other == True:
		return True
	}
	return Unknown
}

// Or is True if either is True, False if both are False.
func (t Tri) Or(other Tri) Tri { return t.Not().And(other.Not()).Not() }

// String names the value.
func (t Tri) String() string {
	switch t {
	case True:
		return "true"
	case False:
		return "false"
	default:
		return "unknown"
	}
}

// answer is a truth value with what left it Unknown.
type answer struct {
	state  Tri
	doubts []Doubt
}

func known(b bool) answer { return answer{state: triOf(b)} }

func doubtKey(key string) answer { return answer{doubts: []Doubt{{Key: key}}} }

func doubtHoles(ids ...int) answer {
	var a answer
	for _, id := range ids {
		a.doubts = appendDoubt(a.doubts, Doubt{Hole: id, IsHole: true})
	}
	return a
}

func (a answer) not() answer { return answer{a.state.Not(), a.doubts} }

func (a answer) and(b answer) answer { return merge(a, b, a.state.And(b.state)) }

func (a answer) or(b answer) answer { return merge(a, b, a.state.Or(b.state)) }

// merge joins the doubts of what is Unknown, where the outcome is.
func merge(a, b answer, state Tri) answer {
	if state != Unknown {
		return answer{state: state}
	}
	var doubts []Doubt
	for _, part := range []answer{a, b} {
		if part.state == Unknown {
			for _, d := range part.doubts {
				doubts = appendDoubt(doubts, d)
			}
		}
	}
	return answer{doubts: doubts}
}

// maxDoubts bounds how many doubts an answer keeps; nobody reads more, and joining costs time.
const maxDoubts = 32

func appendDoubt(doubts []Doubt, d Doubt) []Doubt {
	if len(doubts) >= maxDoubts || slices.Contains(doubts, d) {
		return doubts
	}
	return append(doubts, d)
}
