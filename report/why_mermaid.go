package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteWhyMermaid writes the paths of a workload as a Mermaid flowchart: a row for each leg, from
// the workload to what it calls. A hop that is closed is red, one that is not known dashed; so is
// the arrow that leads there.
func WriteWhyMermaid(w io.Writer, y *Why) error {
	m := &mermaid{w: bufio.NewWriter(w)}
	m.line("flowchart LR")
	start := m.node(y.Workload, y.Part)
	for _, one := range y.modelled() {
		m.note(start, one.Module+" was judged by a model", one.Model)
	}
	for i := range y.Paths {
		m.path(start, &y.Paths[i])
	}
	m.styles()
	return flushed(m.w)
}

// mermaid draws paths.
type mermaid struct {
	w      *bufio.Writer
	nodes  int
	edges  int
	closed []string // the styles of nodes and edges, in their order
	broken []int
	unsure []int
}

func (m *mermaid) line(format string, args ...any) {
	_, _ = fmt.Fprintf(m.w, format+"\n", args...)
}

// node draws a node of some lines, and returns its name.
func (m *mermaid) node(lines ...string) string {
	name := fmt.Sprintf("n%d", m.nodes)
	m.nodes++
	var said []string
	for _, line := range lines {
		if line != "" && !slices.Contains(said, line) {
			said = append(said, line)
		}
	}
	m.line("  %s[%s]", name, mermaidText(strings.Join(said, "\n")))
	return name
}

// note draws what is to be known of a node, on a line without an arrow.
func (m *mermaid) note(of string, lines ...string) {
	m.line("  %s -.- %s", of, m.node(lines...))
	m.edges++
}

// edge draws an arrow to a hop, in the look of its state.
func (m *mermaid) edge(from, to, state, label string) {
	arrow := "-->"
	switch state {
	case closedState:
		arrow = "-.-x"
		m.broken = append(m.broken, m.edges)
		m.closed = append(m.closed, "  class "+to+" broken")
	case "open":
	default:
		arrow = "-.->"
		m.unsure = append(m.unsure, m.edges)
		m.closed = append(m.closed, "  class "+to+" unsure")
	}
	if visible(label) != "" { // Mermaid takes no empty one
		arrow += "|" + mermaidText(label) + "|"
	}
	m.line("  %s %s %s", from, arrow, to)
	m.edges++
}

// path draws the path of one pull.
func (m *mermaid) path(from string, p *Path) {
	image := m.node(cmp.Or(p.Pull.Container, "image"), p.Pull.Image)
	m.edge(from, image, "open", "")
	for _, assumption := range p.Pull.Assumptions {
		m.note(image, assumption)
	}
	last := m.steps(image, p.Gates, "")
	for _, places := range alike(p.Placements) {
		m.places(last, places)
	}
	if len(p.MorePlacements) == 0 {
		return
	}
	lines := []string{"where it runs is not known"}
	if len(p.Placements) > 0 {
		lines[0] = "it may run elsewhere, too"
	}
	for _, one := range p.MorePlacements {
		lines = append(lines, one.said())
	}
	m.edge(last, m.node(lines...), string(Unknown), "")
}

// places draws placements that have the same path.
func (m *mermaid) places(from string, places []PlacePath) {
	var lines []string
	for i := range places {
		lines = append(lines, cmp.Or(places[i].Subnet, "a subnet that is not in view"))
	}
	place := m.node(append(lines, places[0].RouteTable)...)
	m.edge(from, place, "open", "")
	own := places[0].Subnet
	last := m.steps(place, places[0].Gates, own)
	for _, legs := range together(places[0].Legs) {
		var names, hosts []string
		for _, leg := range legs {
			names = append(names, leg.Leg)
			hosts = append(hosts, cmp.Or(leg.Host, "the registry, which is not in view"))
		}
		for _, exit := range legs[0].Exits {
			way := m.node(strings.Join(names, ", "))
			m.edge(last, way, "open", "")
			m.edge(m.steps(way, exit.Gates, own), m.node(hosts...), "open", "")
		}
	}
}

// steps draws gates behind each other, and returns the last node. The subnet of the placement,
// which several may share, is not named again.
func (m *mermaid) steps(from string, steps []Step, own string) string {
	for _, step := range folded(steps) {
		if step.At == own {
			step.At = ""
		}
		to := m.node(step.Gate, step.At, position(step.Location))
		label := ""
		if step.State != "open" {
			label = step.Says
			for _, one := range step.Unknowns {
				label += "\n" + one.said()
			}
		}
		m.edge(from, to, step.State, label)
		from = to
	}
	return from
}

// styles writes how nodes and arrows look.
func (m *mermaid) styles() {
	m.line("  classDef broken stroke:#d33,stroke-width:2px,stroke-dasharray:5 5,color:#d33")
	m.line("  classDef unsure stroke:#c80,stroke-dasharray:2 4")
	for _, class := range m.closed {
		m.line("%s", class)
	}
	m.link(m.broken, "stroke:#d33,stroke-width:2px,stroke-dasharray:5 5")
	m.link(m.unsure, "stroke:#c80,stroke-dasharray:2 4")
}

// link writes how some of the arrows look.
func (m *mermaid) link(edges []int, style string) {
	if len(edges) > 0 {
		m.line("  linkStyle %s %s", strings.Trim(strings.Join(strings.Fields(fmt.Sprint(edges)), ","),
			"[]"), style)
	}
}
