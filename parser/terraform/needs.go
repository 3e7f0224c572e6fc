package terraform

import (
	"maps"
	"math/bits"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// refGraph is what refers to what in a root, module instances taken together: variables, locals,
// outputs, resources and data sources of each module call. It gives each resource what it waits
// for, and finds the circles that Terraform refuses.
type refGraph struct {
	ev        *evaluator
	nodes     []*refNode
	byName    map[string]*refNode
	resources []string // Config addresses, sorted
	named     int      // how many names were given out
	full      bool     // whether it was said that there are too many
}

// The limits of what is noted of who waits for whom. The sets and names grow with the square of the
// length of a chain.
const (
	maxSetWords = 16 << 20  // 64-bit words of the sets of a root
	maxNames    = 2_000_000 // names of resources that others wait for, in a root
)

// refNode is a named thing. Its set holds a bit for each resource that it waits for.
type refNode struct {
	name     string // module.net.var.cidr, module.net.aws_vpc.this
	at       hcl.Range
	to       []string
	resource int // index, or -1

	index, low int
	onStack    bool
	set        []uint64
}

func newRefGraph(ev *evaluator) *refGraph {
	g := &refGraph{ev: ev, byName: map[string]*refNode{}}
	seen := map[string]bool{}
	for _, s := range ev.scopes {
		if !seen[s.config] {
			seen[s.config] = true
			g.addScope(s)
		}
	}
	slices.Sort(g.resources)
	for i, name := range g.resources {
		g.byName[name].resource = i
	}
	return g
}

func (g *refGraph) add(name string, at hcl.Range) *refNode {
	n := &refNode{name: name, at: at, resource: -1}
	g.byName[name] = n
	g.nodes = append(g.nodes, n)
	return n
}

// addScope adds what is in a module. A node "module.net." is the call itself: whatever is inside
// waits for what count, for_each and depends_on of the call refer to.
func (g *refGraph) addScope(s *scope) {
	m := s.module
	self := g.add(s.config+".", hcl.Range{})
	if s.parent != nil {
		self.at = s.call.cfg.Decl
		c := s.call.cfg
		self.to = append(self.to, s.parent.config+".")
		for _, x := range []hcl.Expression{c.Count, c.ForEach, c.Enabled} {
			g.refer(self, s.parent, x)
		}
		g.depend(self, s.parent, c.DependsOn)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Variables)) {
		n := g.add(s.config+"var."+name, m.Variables[name].Decl)
		n.to = append(n.to, s.config+".")
		if s.parent != nil {
			g.refer(n, s.parent, s.inputs[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m.Locals)) {
		n := g.add(s.config+"local."+name, m.Locals[name].Range)
		g.refer(n, s, m.Locals[name].Expr)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Outputs)) {
		n := g.add(s.config+"output."+name, m.Outputs[name].Decl)
		n.to = append(n.to, s.config+".")
		g.refer(n, s, m.Outputs[name].Value)
		g.depend(n, s, m.Outputs[name].DependsOn)
	}
	g.addResources(s)
}

func (g *refGraph) addResources(s *scope) {
	for _, name := range slices.Sorted(maps.Keys(s.resources)) {
		r := s.resources[name]
		n := g.add(s.config+name, r.cfg.Decl)
		n.to = append(n.to, s.config+".")
		g.resources = append(g.resources, n.name)
		for _, x := range []hcl.Expression{r.cfg.Count, r.cfg.ForEach, r.cfg.Enabled} {
			g.refer(n, s, x)
		}
		g.depend(n, s, r.cfg.DependsOn)
		body := g.ev.nativeBody(r.cfg.Config, schemaOf(r.schemaName()))
		g.referBody(n, s, body, true)
	}
}

func (g *refGraph) referBody(n *refNode, s *scope, body *hclsyntax.Body, top bool) {
	for _, name := range slices.Sorted(maps.Keys(body.Attributes)) {
		if !top || !metaArguments[name] {
			g.refer(n, s, body.Attributes[name].Expr)
		}
	}
	for _, block := range body.Blocks {
		if !top || !metaArguments[block.Type] {
			g.referBody(n, s, block.Body, false)
		}
	}
}

// refer adds what an expression refers to.
func (g *refGraph) refer(n *refNode, s *scope, x hcl.Expression) {
	if x == nil {
		return
	}
	w := refWalker{found: func(t hcl.Traversal) { g.link(n, s, t) }}
	_ = hclsyntax.Walk(g.ev.syntax(x), &w)
}

// refWalker finds the traversals that start with a name. A name that a for expression binds may
// be among them; it names nothing in the graph.
type refWalker struct{ found func(hcl.Traversal) }

// Enter implements hclsyntax.Walker.
func (w *refWalker) Enter(n hclsyntax.Node) hcl.Diagnostics {
	if x, ok := n.(*hclsyntax.ScopeTraversalExpr); ok {
		w.found(x.Traversal)
	}
	return nil
}

// Exit implements hclsyntax.Walker.
func (w *refWalker) Exit(hclsyntax.Node) hcl.Diagnostics { return nil }

// depend adds what depends_on names: all of a module, or a resource.
func (g *refGraph) depend(n *refNode, s *scope, refs []hcl.Traversal) {
	for _, t := range refs {
		if t.RootName() == "module" && len(t) == 2 {
			n.to = append(n.to, s.config+"module."+step(t, 1)+".*")
			continue
		}
		g.link(n, s, t)
	}
}

// link adds the node that a traversal names.
func (g *refGraph) link(n *refNode, s *scope, t hcl.Traversal) {
	root := t.RootName()
	switch root {
	case "var", "local":
		n.to = append(n.to, s.config+root+"."+step(t, 1))
		return
	case "module":
		g.linkModule(n, s, t)
		return
	case "data", "ephemeral":
		n.to = append(n.to, s.config+root+"."+step(t, 1)+"."+step(t, 2))
		return
	case "resource":
		t = t[1:]
		if len(t) == 0 || step(t, 0) == "" {
			return
		}
		n.to = append(n.to, s.config+step(t, 0)+"."+step(t, 1))
		return
	case "each", "count", "path", "terraform", "self":
		return
	}
	n.to = append(n.to, s.config+root+"."+step(t, 1))
}

func (g *refGraph) linkModule(n *refNode, s *scope, t hcl.Traversal) {
	prefix := s.config + "module." + step(t, 1) + "."
	for _, at := range []int{2, 3} {
		if out := step(t, at); out != "" {
			n.to = append(n.to, prefix+"output."+out)
			return
		}
	}
	n.to = append(n.to, prefix+"*out")
}

// targets resolves the names that a node refers to.
func (g *refGraph) targets(n *refNode) []*refNode {
	var list []*refNode
	for _, name := range n.to {
		switch {
		case strings.HasSuffix(name, ".*"):
			list = append(list, g.within(name[:len(name)-1], "")...)
		case strings.HasSuffix(name, ".*out"):
			list = append(list, g.within(name[:len(name)-len("*out")], "output.")...)
		default:
			if to, ok := g.byName[name]; ok {
				list = append(list, to)
			}
		}
	}
	return list
}

// within returns the nodes of a module: its outputs, or all resources in it and below.
func (g *refGraph) within(prefix, kind string) []*refNode {
	var list []*refNode
	for _, n := range g.nodes {
		if kind != "" && strings.HasPrefix(n.name, prefix+kind) ||
			kind == "" && n.resource >= 0 && strings.HasPrefix(n.name, prefix) {
			list = append(list, n)
		}
	}
	return list
}

// names returns the resources that one waits for.
func (g *refGraph) names(of string) []string {
	n := g.byName[of]
	count := 0
	for _, word := range n.set {
		count += bits.OnesCount64(word)
	}
	if g.named += count; g.named > maxNames {
		g.tooMany(n)
		return nil
	}
	list := make([]string, 0, count)
	for i, word := range n.set {
		for ; word != 0; word &= word - 1 {
			list = append(list, g.resources[i*64+bits.TrailingZeros64(word)])
		}
	}
	return list
}

// tooMany reports, once, that it is not noted any more who waits for whom.
func (g *refGraph) tooMany(n *refNode) {
	if g.full {
		return
	}
	g.full = true
	at := n.at
	g.ev.report(&hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: "Limit reached",
		Detail:  "Too many resources refer to each other; in what order they are made is not judged.",
		Subject: &at,
	})
}
