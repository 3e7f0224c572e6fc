package report

import (
	"cmp"
	"slices"
	"strings"
)

// alike puts placements together whose paths say the same.
func alike(places []PlacePath) [][]PlacePath {
	var groups [][]PlacePath
	for _, place := range places {
		at := slices.IndexFunc(groups, func(group []PlacePath) bool {
			return group[0].print() == place.print()
		})
		if at < 0 {
			groups = append(groups, []PlacePath{place})
			continue
		}
		groups[at] = append(groups[at], place)
	}
	return groups
}

// print is what a person would read of a placement, without the name of its own subnet.
func (p *PlacePath) print() string {
	parts := []string{p.VPC, p.RouteTable, strings.Join(p.Groups, " "), p.PublicIP}
	parts = append(parts, prints(p.Gates)...)
	for i := range p.Legs {
		parts = append(parts, p.Legs[i].Host, p.Legs[i].print())
	}
	print := strings.Join(parts, "\x00")
	if p.Subnet == "" {
		return print
	}
	return strings.ReplaceAll(print, p.Subnet, "\x01")
}

// together puts legs together that go the same way.
func together(legs []LegPath) [][]LegPath {
	var groups [][]LegPath
	for _, leg := range legs {
		at := slices.IndexFunc(groups, func(group []LegPath) bool {
			return group[0].print() == leg.print()
		})
		if at < 0 {
			groups = append(groups, []LegPath{leg})
			continue
		}
		groups[at] = append(groups[at], leg)
	}
	return groups
}

// print is what a person would read of a leg, without its name and host.
func (l *LegPath) print() string {
	parts := []string{l.State}
	for _, exit := range l.Exits {
		parts = append(append(parts, exit.Kind, exit.At), prints(exit.Gates)...)
	}
	for _, one := range l.Unknowns {
		parts = append(parts, one.What, one.Why)
	}
	return strings.Join(parts, "\x00")
}

// prints are what a person would read of gates.
func prints(steps []Step) []string {
	var parts []string
	for _, step := range folded(steps) {
		parts = append(parts, step.Gate, step.At, step.State, step.Says, cmp.Or(step.Reason, "-"))
		for _, one := range step.Unknowns {
			parts = append(parts, one.What, one.Why)
		}
	}
	return parts
}
