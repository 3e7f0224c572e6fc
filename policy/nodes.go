package policy

import (
	"slices"
	"strconv"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/pull"
)

// nodes writes the raw resources that a document names, for rules of the user's own: their
// attributes as far as they are known, and the paths of those that are not. A reference to another
// resource is written as address.attribute.
type nodes struct {
	root   *parser.Root
	index  map[string]*parser.Resource
	cached map[string]pull.DocNode
}

// newNodes indexes the resources of a root.
func newNodes(root *parser.Root) *nodes {
	n := &nodes{root: root, index: map[string]*parser.Resource{}, cached: map[string]pull.DocNode{}}
	for _, resource := range root.Resources {
		n.index[resource.Address] = resource
	}
	return n
}

// add adds the nodes to a document, sorted by address.
func (n *nodes) add(doc *pull.Document) {
	ids := named(doc)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if resource := n.index[id]; resource != nil {
			doc.Nodes = append(doc.Nodes, n.node(resource))
		}
	}
}

// named returns the addresses that a document speaks of.
func named(doc *pull.Document) []string {
	ids := []string{
		doc.Workload.ID, doc.Workload.TaskDefinition, doc.Puller.Role, doc.Image.Declared,
		addressOf(doc.Image.At),
	}
	if place := doc.Placement; place != nil {
		ids = append(append(ids, place.Subnet, place.VPC, place.RouteTable), place.Groups...)
	}
	for _, endpoint := range doc.Endpoints {
		ids = append(ids, endpoint.ID)
	}
	for _, gate := range doc.Gates {
		ids = append(ids, gate.By)
	}
	for _, leg := range doc.Legs {
		ids = append(ids, leg.Exit.ID, leg.Endpoint.ID)
		for _, gate := range leg.Gates {
			ids = append(ids, gate.By)
		}
	}
	return ids
}

// node writes one resource.
func (n *nodes) node(resource *parser.Resource) pull.DocNode {
	if known, ok := n.cached[resource.Address]; ok {
		return known
	}
	node := pull.DocNode{
		ID: resource.Address, Type: resource.Type,
		Attributes: map[string]any{}, UnknownPaths: []string{},
	}
	if attrs, known := n.value(resource.Attrs, "", &node.UnknownPaths); known {
		if object, ok := attrs.(map[string]any); ok {
			node.Attributes = object
		}
	}
	n.cached[resource.Address] = node
	return node
}

// value writes a value; one that is not known is left out, and its path noted.
func (n *nodes) value(v cty.Value, path string, unknown *[]string) (out any, known bool) {
	v, _ = v.Unmark()
	switch {
	case !v.IsKnown():
		*unknown = append(*unknown, path)
		return nil, false
	case v.IsNull():
		return nil, true
	}
	kind := v.Type()
	switch {
	case kind == cty.String:
		return n.text(v.AsString(), path, unknown)
	case kind == cty.Bool:
		return v.True(), true
	case kind == cty.Number:
		number, _ := v.AsBigFloat().Float64()
		return number, true
	case kind.IsObjectType() || kind.IsMapType():
		return n.object(v, path, unknown), true
	case v.CanIterateElements():
		return n.list(v, path, unknown), true
	}
	*unknown = append(*unknown, path)
	return nil, false
}

// text writes a string.
func (n *nodes) text(s, path string, unknown *[]string) (out any, known bool) {
	if !parser.Holed(s) {
		return s, true
	}
	if origin, whole := n.root.Origins.Whole(s); whole && origin.Kind == parser.Reference {
		return origin.Address + "." + origin.Attr, true
	}
	if expanded := n.root.Origins.Expand(s); !parser.Holed(expanded) {
		return expanded, true
	}
	*unknown = append(*unknown, path)
	return nil, false
}

// object writes a map or an object.
func (n *nodes) object(v cty.Value, path string, unknown *[]string) map[string]any {
	out := map[string]any{}
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		key, _ = key.Unmark()
		name := key.AsString()
		inner := name
		if path != "" {
			inner = path + "." + name
		}
		if written, known := n.value(element, inner, unknown); known {
			out[name] = written
		}
	}
	return out
}

// list writes a list, tuple or set; an element that is not known is null, so that the others keep
// their places.
func (n *nodes) list(v cty.Value, path string, unknown *[]string) []any {
	out := []any{}
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		written, _ := n.value(element, path+"["+strconv.Itoa(len(out))+"]", unknown)
		out = append(out, written)
	}
	return out
}
