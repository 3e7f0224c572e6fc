package terraform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// close works out what each node waits for, and reports the components. It is Tarjan's algorithm
// with the stack kept by hand, so that long chains are no deep recursion.
func (g *refGraph) close() {
	c := components{graph: g, next: 1}
	for _, n := range g.nodes {
		if n.index == 0 {
			c.visit(n)
		}
	}
}

type components struct {
	graph *refGraph
	next  int
	stack []*refNode
	words int // of the sets
}

// frame is a node whose targets are being visited.
type frame struct {
	node    *refNode
	targets []*refNode
	at      int
}

func (c *components) open(n *refNode) *frame {
	n.index, n.low = c.next, c.next
	c.next++
	c.stack = append(c.stack, n)
	n.onStack = true
	return &frame{node: n, targets: c.graph.targets(n)}
}

func (c *components) visit(start *refNode) {
	work := []*frame{c.open(start)}
	for len(work) > 0 {
		f := work[len(work)-1]
		if f.at < len(f.targets) {
			to := f.targets[f.at]
			f.at++
			if to.index == 0 {
				work = append(work, c.open(to))
			} else if to.onStack {
				f.node.low = min(f.node.low, to.index)
			}
			continue
		}
		work = work[:len(work)-1]
		if len(work) > 0 {
			outer := work[len(work)-1].node
			outer.low = min(outer.low, f.node.low)
		}
		if f.node.low == f.node.index {
			c.component(f.node)
		}
	}
}

// component takes the nodes of a component off the stack. They all wait for the same.
func (c *components) component(root *refNode) {
	var nodes []*refNode
	for {
		n := c.stack[len(c.stack)-1]
		c.stack = c.stack[:len(c.stack)-1]
		n.onStack = false
		nodes = append(nodes, n)
		if n == root {
			break
		}
	}
	set := c.newSet(nodes[0])
	circle := len(nodes) > 1
	for _, n := range nodes {
		for _, to := range c.graph.targets(n) {
			circle = circle || to == n
			to.addTo(set)
		}
	}
	for _, n := range nodes {
		n.set = set
	}
	if circle {
		c.report(nodes)
	}
}

// addTo adds what a node waits for, and the node if it is a resource, to a set that may be nil.
func (n *refNode) addTo(set []uint64) {
	if set == nil {
		return
	}
	for i, word := range n.set {
		set[i] |= word
	}
	if n.resource >= 0 {
		set[n.resource/64] |= 1 << (n.resource % 64)
	}
}

// newSet returns an empty set; nil, and says so, where the sets of the root have become too large.
func (c *components) newSet(n *refNode) []uint64 {
	size := (len(c.graph.resources) + 63) / 64
	if c.words+size > maxSetWords {
		c.graph.tooMany(n)
		return nil
	}
	c.words += size
	return make([]uint64, size)
}

func (c *components) report(nodes []*refNode) {
	var names []string
	first := hcl.Range{}
	for _, n := range nodes {
		if strings.HasSuffix(n.name, "..") || n.name == "." {
			continue
		}
		names = append(names, n.name)
		if n.at.Filename != "" && (first.Filename == "" || before(n.at, first)) {
			first = n.at
		}
	}
	slices.Sort(names)
	c.graph.ev.report(&hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: "Cycle",
		Detail:  fmt.Sprintf("These refer to each other in a circle: %s.", strings.Join(names, ", ")),
		Subject: first.Ptr(),
	})
}

func before(a, b hcl.Range) bool {
	if a.Filename != b.Filename {
		return a.Filename < b.Filename
	}
	return a.Start.Byte < b.Start.Byte
}
