package pull

import (
	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// revise softens what closes a pull whose task definition a pipeline may replace: what the declared
// revision lacks, the one that runs may have. What keeps every image out of a placement stays.
func (c *cutter) revise(p *Pull, launch graph.Launch) {
	w := p.Workload
	if w.Task.To == nil {
		return
	}
	why := pointers([]*parser.Origin{w.Revised})
	for _, r := range []*parser.Resource{w.Resource, w.Task.To.Resource} {
		if r != nil {
			why = merge(why, pointers([]*parser.Origin{r.Replaced}))
		}
	}
	if len(why) == 0 {
		return
	}
	other := *w
	other.Task = graph.Link[graph.TaskDefinition]{Why: &why[0], Text: w.Task.Text, Site: w.Task.Site}
	unseen := c.pull(&other, launch, unseenContainer(&why[0], &other))
	softenAll(p.Gates, why)
	for i := range p.Placements {
		place := &p.Placements[i]
		softenAll(place.Gates, why)
		if i < len(unseen.Placements) && unseen.Placements[i].shut() {
			continue
		}
		place.softenHidden(why)
		for j := range place.Legs {
			place.Legs[j].soften(why)
		}
	}
}

// softenAll softens gates.
func softenAll(gates []Gate, why []parser.Origin) {
	for i, gate := range gates {
		gates[i] = soften(gate, why)
	}
}

// shut reports whether some leg has closed gates even at best.
func (p *Placement) shut() bool {
	for i := range p.Legs {
		if way := p.Legs[i].at(Best); way != nil && closed(way.Gates) {
			return true
		}
	}
	return false
}
