package lint

import (
	"cmp"
	"encoding"
	"reflect"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/report"
)

// artist draws a graph: it walks the nodes by their Go fields, so that a new field or kind of node
// is drawn without being told.
type artist struct {
	picture report.Picture
	origins *parser.Origins
	seen    map[string]bool
	waiting []reflect.Value // nodes to draw, as structs
	edges   map[report.PictureEdge]bool
	id      string // of the node being drawn
	kind    reflect.Type
}

// draw returns the picture of a graph: every node, those that no resource declares included.
func draw(g *graph.Graph) report.Picture {
	a := &artist{
		picture: report.Picture{Root: g.Root.Path},
		origins: g.Root.Origins,
		seen:    map[string]bool{},
		edges:   map[report.PictureEdge]bool{},
	}
	value := reflect.ValueOf(g).Elem()
	for i := range value.NumField() {
		if field := value.Field(i); field.Kind() == reflect.Slice {
			for j := range field.Len() {
				a.visit(field.Index(j))
			}
		}
	}
	for len(a.waiting) > 0 {
		node := a.waiting[0]
		a.waiting = a.waiting[1:]
		a.node(node)
	}
	for edge := range a.edges {
		if a.seen[edge.To] {
			a.picture.Edges = append(a.picture.Edges, edge)
		}
	}
	slices.SortFunc(a.picture.Nodes, func(x, y report.PictureNode) int {
		return cmp.Or(strings.Compare(x.Kind, y.Kind), strings.Compare(x.ID, y.ID))
	})
	slices.SortFunc(a.picture.Edges, func(x, y report.PictureEdge) int {
		return cmp.Or(strings.Compare(x.From, y.From), strings.Compare(x.To, y.To),
			strings.Compare(x.Label, y.Label))
	})
	return a.picture
}

// visit makes sure that a node is drawn and returns its ID; "" when the value is no node.
func (a *artist) visit(pointer reflect.Value) string {
	if pointer.Kind() != reflect.Pointer || pointer.IsNil() {
		return ""
	}
	value := pointer.Elem()
	if value.Kind() != reflect.Struct {
		return ""
	}
	field := value.FieldByName("Node")
	if !field.IsValid() {
		return ""
	}
	node, ok := field.Interface().(graph.Node)
	if !ok || node.ID == "" {
		return ""
	}
	id := nodeID(value, node)
	if !a.seen[id] {
		a.seen[id] = true
		a.waiting = append(a.waiting, value)
	}
	return id
}

// nodeID is the ID of a node; a workload that is one of several of its resource has its part in it.
func nodeID(value reflect.Value, node graph.Node) string {
	if w, ok := value.Interface().(graph.Workload); ok && w.Part != "" {
		return node.ID + ", " + w.Part
	}
	return node.ID
}

// node draws one node with its fields.
func (a *artist) node(value reflect.Value) {
	node := value.FieldByName("Node").Interface().(graph.Node)
	a.id, a.kind = nodeID(value, node), value.Type()
	fields := a.fields(value, "")
	if node.Maybe != nil {
		fields["exists"] = unknown(node.Maybe)
	}
	if node.Open != nil {
		fields["rest"] = unknown(node.Open)
	}
	if node.Home.Region != "" {
		fields["home_region"] = a.text(node.Home.Region)
	}
	if node.Home.Account != "" {
		fields["home_account"] = a.text(node.Home.Account)
	}
	a.picture.Nodes = append(a.picture.Nodes, report.PictureNode{
		ID: a.id, Kind: snake(value.Type().Name()), Fields: fields,
	})
}

// fields draws the exported fields of a struct that have a value.
func (a *artist) fields(value reflect.Value, label string) map[string]any {
	drawn := map[string]any{}
	for i := range value.NumField() {
		field := value.Type().Field(i)
		if !field.IsExported() || field.Name == "Node" {
			continue
		}
		name := snake(field.Name)
		path := name
		if label != "" {
			path = label + "." + name
		}
		if v := a.value(value.Field(i), path); v != nil {
			drawn[name] = v
		}
	}
	return drawn
}

// value draws any value; nil when there is nothing to say.
func (a *artist) value(value reflect.Value, label string) any {
	if text, ok := value.Interface().(encoding.TextMarshaler); ok && !value.IsZero() {
		encoded, err := text.MarshalText()
		if err != nil {
			return nil
		}
		return string(encoded)
	}
	switch value.Kind() {
	case reflect.Pointer:
		return a.pointer(value, label)
	case reflect.Slice:
		return a.slice(value, label)
	case reflect.Struct:
		return a.structure(value, label)
	case reflect.String:
		if value.Len() == 0 {
			return nil
		}
		return a.text(value.String())
	case reflect.Bool:
		if !value.Bool() {
			return nil
		}
		return true
	case reflect.Int:
		return value.Int()
	default:
		return nil
	}
}

// pointer draws an origin, another node, or what is owned: also what one resource makes besides its
// own node.
func (a *artist) pointer(value reflect.Value, label string) any {
	if value.IsNil() {
		return nil
	}
	switch v := value.Interface().(type) {
	case *parser.Origin:
		return unknown(v)
	case *parser.Resource:
		return v.Address
	}
	if id := a.visit(value); id != "" && (id != a.id || value.Elem().Type() == a.kind) {
		a.edges[report.PictureEdge{From: a.id, To: id, Label: label}] = true
		return map[string]any{"$link": id}
	}
	return a.value(value.Elem(), label)
}

// slice draws a list. A list of nodes holds the back references of links that other nodes draw.
func (a *artist) slice(value reflect.Value, label string) any {
	if value.Len() == 0 {
		return nil
	}
	drawn := make([]any, 0, value.Len())
	for i := range value.Len() {
		if id := a.visit(value.Index(i)); id != "" {
			drawn = append(drawn, map[string]any{"$link": id})
			continue
		}
		if v := a.value(value.Index(i), label); v != nil {
			drawn = append(drawn, v)
		}
	}
	return drawn
}

// structure draws a struct: the three shapes of the graph, or its fields.
func (a *artist) structure(value reflect.Value, label string) any {
	name := value.Type().Name()
	switch {
	case name == "Site" || value.IsZero():
		return nil
	case strings.HasPrefix(name, "Value["):
		if v := a.value(value.FieldByName("Why"), label); v != nil {
			return v
		}
		return a.known(value.FieldByName("V"), label)
	case strings.HasPrefix(name, "Link["):
		for _, field := range []string{"To", "Why"} {
			if v := a.value(value.FieldByName(field), label); v != nil {
				return v
			}
		}
		return nil
	case strings.HasPrefix(name, "List["):
		items, _ := a.value(value.FieldByName("Items"), label).([]any)
		if more := a.value(value.FieldByName("Open"), label); more != nil {
			items = append(items, more)
		}
		if items == nil {
			return nil
		}
		return items
	default:
		if fields := a.fields(value, label); len(fields) > 0 {
			return fields
		}
		return nil
	}
}

// known draws a value that is known: false and 0 are told, too.
func (a *artist) known(value reflect.Value, label string) any {
	switch value.Kind() {
	case reflect.Bool:
		return value.Bool()
	default:
		return a.value(value, label)
	}
}
