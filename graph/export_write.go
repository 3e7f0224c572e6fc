package graph

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteJSON writes the exports as one indented JSON object: {"roots": [...]}.
func WriteJSON(w io.Writer, exports []Export) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Roots []Export `json:"roots"`
	}{append([]Export{}, exports...)})
}

// WriteDOT writes the exports in Graphviz' language, one cluster for each root.
// https://graphviz.org/doc/info/lang.html
func WriteDOT(w io.Writer, exports []Export) error {
	var b strings.Builder
	b.WriteString("digraph ecrlint {\n  rankdir=LR;\n  node [shape=box];\n")
	for i, export := range exports {
		fmt.Fprintf(&b, "  subgraph cluster_%d {\n    label=%s;\n", i, dotText(export.Root))
		ids := numberNodes(export, i)
		for _, node := range ids.nodes {
			style := ""
			if node.unseen {
				style = ", style=dashed"
			}
			fmt.Fprintf(&b, "    %s [label=%s%s];\n", node.id, dotText(node.label), style)
		}
		for _, e := range export.Edges {
			fmt.Fprintf(&b, "    %s -> %s [label=%s];\n", ids.of[e.From], ids.of[e.To],
				dotText(e.Label))
		}
		b.WriteString("  }\n")
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// dotText quotes text for Graphviz.
func dotText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

// WriteMermaid writes the exports as a Mermaid flowchart, one subgraph for each root.
// https://mermaid.js.org/syntax/flowchart.html
func WriteMermaid(w io.Writer, exports []Export) error {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	for i, export := range exports {
		fmt.Fprintf(&b, "  subgraph r%d[%s]\n", i, mermaidText(export.Root))
		ids := numberNodes(export, i)
		for _, node := range ids.nodes {
			left, right := "[", "]"
			if node.unseen {
				left, right = "([", "])"
			}
			fmt.Fprintf(&b, "    %s%s%s%s\n", node.id, left, mermaidText(node.label), right)
		}
		for _, e := range export.Edges {
			fmt.Fprintf(&b, "    %s -->|%s| %s\n", ids.of[e.From], mermaidText(e.Label),
				ids.of[e.To])
		}
		b.WriteString("  end\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// mermaidText quotes text for Mermaid.
func mermaidText(s string) string {
	return `"` + strings.NewReplacer("#", "#35;", `"`, "#quot;", "\n", " ").Replace(s) + `"`
}

// drawn is a node as pictures number it.
type drawn struct {
	id, label string
	unseen    bool
}

// numbering holds the nodes of an export, also those that only edges name.
type numbering struct {
	nodes []drawn
	of    map[string]string
}

// numberNodes numbers the nodes of the nth export.
func numberNodes(export Export, n int) numbering {
	all := numbering{of: map[string]string{}}
	add := func(id, label string, unseen bool) {
		if _, ok := all.of[id]; ok {
			return
		}
		name := "r" + strconv.Itoa(n) + "n" + strconv.Itoa(len(all.nodes))
		all.of[id] = name
		all.nodes = append(all.nodes, drawn{name, label, unseen})
	}
	for _, node := range export.Nodes {
		add(node.ID, node.Type+"\n"+node.Label, false)
	}
	for _, e := range export.Edges {
		add(e.From, e.From, true)
		add(e.To, e.To, true)
	}
	return all
}
