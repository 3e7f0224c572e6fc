package pull

import (
	"fmt"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// choose softens the pulls of a container whose tasks land in one of several launches when nothing
// says in which: what stops it in one stops it for certain only where it is stopped in all.
func choose(w *graph.Workload, pulls []*Pull) {
	if !w.OneOf || len(pulls) < 2 {
		return
	}
	var stopped, others []string
	for _, p := range pulls {
		if p.stopped() {
			stopped = append(stopped, p.landing())
		} else {
			others = append(others, p.landing())
		}
	}
	if len(stopped) == 0 || len(others) == 0 {
		return
	}
	why := []parser.Origin{{
		What: "where jobs of " + w.ID + " run",
		Why: "is not said: in " + either(stopped) + ", where the pull fails, or in " +
			either(others) + ", where it need not",
		Hint: "submit them, here, to a queue of one compute environment",
	}}
	for _, p := range pulls {
		p.softenWhole(why)
	}
}

// either names a few of the environments.
func either(names []string) string {
	const few = 3
	if len(names) > few {
		names = append(names[:few:few], fmt.Sprintf("one of %d others", len(names)-few))
	}
	return strings.Join(names, " or ")
}

// landing names where the tasks of one of several launches land.
func (p *Pull) landing() string {
	if p.Environment != "" {
		return p.Environment
	}
	return "one that is not declared here"
}

// softenWhole softens every gate of a pull.
func (p *Pull) softenWhole(why []parser.Origin) {
	softenAll(p.Gates, why)
	for i := range p.Placements {
		place := &p.Placements[i]
		softenAll(place.Gates, why)
		place.softenHidden(why)
		for j := range place.Legs {
			place.Legs[j].soften(why)
		}
	}
}

// stopped reports whether the pull fails for certain, at least in one placement.
func (p *Pull) stopped() bool {
	if len(p.Placements) == 0 {
		return closed(p.Gates)
	}
	for i := range p.Placements {
		if closed(p.gatesAt(i)) || p.Placements[i].shut() {
			return true
		}
	}
	return false
}
