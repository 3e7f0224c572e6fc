package terraform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// circles finds modules that call each other, depth first.
type circles struct {
	*reader
	state map[string]int // 0: not seen, 1: on the way, 2: done
	way   []string
}

// findCircles diagnoses modules that call each other in a circle, at the call that closes it.
func (r *reader) findCircles() {
	c := &circles{reader: r, state: map[string]int{}}
	for _, dir := range r.tree.roots {
		c.visit(dir)
	}
	for _, dir := range sortedKeys(r.tree.modules) {
		c.visit(dir)
	}
}

// visit follows the calls of a module.
func (c *circles) visit(dir string) {
	if c.state[dir] != 0 {
		return
	}
	c.state[dir] = 1
	c.way = append(c.way, dir)
	m := c.tree.applied(dir)
	if m == nil {
		c.way, c.state[dir] = c.way[:len(c.way)-1], 2
		return
	}
	for _, name := range sortedKeys(m.Calls) {
		call := m.Calls[name]
		target, ok := c.tree.local[call]
		if !ok || c.tree.modules[target] == nil {
			continue
		}
		if c.state[target] == 1 {
			c.close(call, target)
		}
		c.visit(target)
	}
	c.way = c.way[:len(c.way)-1]
	c.state[dir] = 2
}

// close diagnoses the call that closes a circle.
func (c *circles) close(call *Call, target string) {
	circle := append(slices.Clone(c.way[slices.Index(c.way, target):]), target)
	at := call.SourceAt
	c.diags = append(c.diags, &hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  "Module cycle",
		Detail: fmt.Sprintf("Module %q calls a module that it is a part of: %s. A module cannot "+
			"call itself, directly or through others.", call.Name, strings.Join(circle, " -> ")),
		Subject: &at,
	})
}
