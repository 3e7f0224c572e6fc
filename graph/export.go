package graph

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Export is a graph for people and other programs: what it knows, in plain text.
type Export struct {
	Root  string       `json:"root"`
	Nodes []ExportNode `json:"nodes"` // sorted by ID
	Edges []ExportEdge `json:"edges"` // sorted by From, Label, To
}

// ExportNode is a node: ID is the resource's address, Attributes what is known of it.
type ExportNode struct {
	ID         string         `json:"id"`
	Type       string         `json:"type"`
	Label      string         `json:"label"`
	Maybe      bool           `json:"maybe,omitempty"`
	Attributes map[string]any `json:"attributes,omitempty"`
	// Unknown lists the attributes that are not known, with the reason.
	Unknown map[string]string `json:"unknown,omitempty"`
}

// ExportEdge is a link between two nodes. To is the text of the configuration where the target is
// not in view; Unseen is then set.
type ExportEdge struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Label  string `json:"label"`
	Unseen bool   `json:"unseen,omitempty"`
}

// Export returns the graph in plain text; equal graphs give equal exports.
func (g *Graph) Export() Export {
	x := &exporter{graph: g, export: Export{Nodes: []ExportNode{}, Edges: []ExportEdge{}}}
	if g.Root != nil {
		x.export.Root = g.Root.Path
	}
	x.network()
	x.endpoints()
	x.access()
	x.compute()
	slices.SortStableFunc(x.export.Nodes, func(a, b ExportNode) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), strings.Compare(a.Type, b.Type))
	})
	slices.SortStableFunc(x.export.Edges, func(a, b ExportEdge) int {
		return cmp.Or(strings.Compare(a.From, b.From), strings.Compare(a.Label, b.Label),
			strings.Compare(a.To, b.To))
	})
	x.export.Edges = slices.Compact(x.export.Edges)
	return x.export
}

// exporter gathers an Export.
type exporter struct {
	graph  *Graph
	export Export
}

// exported is a node in the making.
type exported struct {
	*exporter
	node ExportNode
}

func (x *exporter) node(n *Node, kind string) *exported {
	return &exported{x, ExportNode{ID: n.ID, Type: kind, Label: n.ID, Maybe: n.Maybe != nil}}
}

// add puts the finished node into the export.
func (e *exported) add() { e.export.Nodes = append(e.export.Nodes, e.node) }

// set notes a known attribute; nil and empty values are left out.
func (e *exported) set(name string, value any) {
	switch value {
	case nil, "", false:
		return
	}
	if e.node.Attributes == nil {
		e.node.Attributes = map[string]any{}
	}
	if text, ok := value.(string); ok {
		value = e.plain(text)
	}
	e.node.Attributes[name] = value
}

func (x *exporter) plain(text string) string {
	if x.graph.Root == nil || x.graph.Root.Origins == nil {
		return text
	}
	return plainText(x.graph.Root.Origins, text)
}

// value notes an attribute, or why it is not known.
func value[T any](e *exported, name string, v Value[T]) {
	if v.Why == nil {
		e.set(name, v.V)
		return
	}
	if e.node.Unknown == nil {
		e.node.Unknown = map[string]string{}
	}
	e.node.Unknown[name] = strings.TrimSpace(v.Why.What + " " + v.Why.Why)
}

// ranges notes address ranges.
func (e *exported) ranges(name string, list List[Value[netip.Prefix]]) {
	var known []string
	for _, prefix := range list.Items {
		if prefix.Known() && prefix.V.IsValid() {
			known = append(known, prefix.V.String())
		}
	}
	if len(known) > 0 {
		e.set(name, strings.Join(known, ", "))
	}
}

// edge adds an edge for a link.
func edge[N any, P interface {
	*N
	base() *Node
}](x *exporter, from, label string, l Link[N]) {
	switch {
	case l.To != nil:
		to := P(l.To).base().ID
		x.export.Edges = append(x.export.Edges, ExportEdge{From: from, To: to, Label: label})
	case l.Why != nil:
		text := cmp.Or(x.plain(l.Text), l.Why.What)
		x.export.Edges = append(x.export.Edges, ExportEdge{
			From: from, To: text, Label: label, Unseen: true,
		})
	}
}

// edges adds an edge for each link of a list.
func edges[N any, P interface {
	*N
	base() *Node
}](x *exporter, from, label string, list List[Link[N]]) {
	for _, l := range list.Items {
		edge[N, P](x, from, label, l)
	}
	if list.Open != nil {
		x.export.Edges = append(x.export.Edges, ExportEdge{
			From: from, To: list.Open.What, Label: label, Unseen: true,
		})
	}
}

// ruleText writes a security group rule on one line.
func (x *exporter) ruleText(rule *GroupRule) string {
	ports := x.known(rule.Protocol)
	if ports == "-1" {
		ports = "all"
	} else {
		ports += " " + portText(rule.From) + "-" + portText(rule.To)
	}
	var peers []string
	for _, list := range []List[Value[netip.Prefix]]{rule.CIDRs, rule.CIDRs6} {
		for _, prefix := range list.Items {
			if prefix.Known() {
				peers = append(peers, prefix.V.String())
			}
		}
	}
	for _, list := range rule.Lists.Items {
		peers = append(peers, x.plain(list.Text))
	}
	for _, group := range rule.Groups.Items {
		peers = append(peers, x.plain(group.Text))
	}
	return ports + ": " + strings.Join(peers, ", ")
}

func (x *exporter) known(v Value[string]) string {
	if v.Why != nil {
		return "?"
	}
	return x.plain(v.V)
}

func portText(v Value[int]) string {
	if v.Why != nil {
		return "?"
	}
	return strconv.Itoa(v.V)
}

// destination writes where a route goes.
func (x *exporter) destination(r *Route) string {
	switch {
	case r.Prefix.Given && r.Prefix.Known():
		return r.Prefix.V.String()
	case r.Prefix.Known() && r.Prefix.V.IsValid():
		return r.Prefix.V.String()
	case !r.PrefixList.None():
		return x.plain(r.PrefixList.Text)
	}
	return "?"
}
