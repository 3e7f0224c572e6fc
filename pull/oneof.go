package pull

import (
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
	var names []string
	stopped := 0
	for _, p := range pulls {
		names = append(names, p.Environment)
		if p.stopped() {
			stopped++
		}
	}
	if stopped == len(pulls) {
		return
	}
	why := []parser.Origin{{
		What: "where " + w.ID + " runs",
		Why:  "it may run in " + strings.Join(names, " or ") + ", and not all of them stop it",
	}}
	for _, p := range pulls {
		softenAll(p.Gates, why)
		for i := range p.Placements {
			softenAll(p.Placements[i].Gates, why)
			for j := range p.Placements[i].Legs {
				p.Placements[i].Legs[j].soften(why)
			}
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
