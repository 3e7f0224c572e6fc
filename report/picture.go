package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Picture is the normalized graph of one root: what the resources are in AWS and how they hang
// together.
type Picture struct {
	Root string `json:"root"`
	// Environment is the set of values that the root was read with; empty where it was read without.
	Environment string        `json:"environment,omitempty"`
	Nodes       []PictureNode `json:"nodes"` // sorted by Kind and ID
	Edges       []PictureEdge `json:"edges"` // sorted
}

// in names the root as it was read.
func (p *Picture) in() string { return RootName(p.Root, p.Environment) }

// PictureNode is one node.
type PictureNode struct {
	ID   string `json:"id"`
	Kind string `json:"kind"` // subnet, security_group, ...
	// Fields holds every field that has a value. A field that is not known is
	// {"$unknown": REASON}, a link to another node {"$link": ID}.
	Fields map[string]any `json:"fields"`
}

// PictureEdge is a link between two nodes.
type PictureEdge struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Label string `json:"label"`
}

// WritePicturesJSON writes graphs as one JSON array.
func WritePicturesJSON(w io.Writer, pictures []Picture) error {
	list := make([]Picture, len(pictures))
	for i, picture := range pictures {
		picture.Nodes, picture.Edges = full(picture.Nodes), full(picture.Edges)
		list[i] = picture
	}
	return encode(w, list)
}

// WritePicturesDOT writes graphs in Graphviz's language, a cluster for each root.
func WritePicturesDOT(w io.Writer, pictures []Picture) error {
	out := bufio.NewWriter(w)
	_, _ = fmt.Fprintln(out, "digraph ecrlint {\n  rankdir=LR;\n  node [shape=box];")
	next := 0
	for i, picture := range pictures {
		_, _ = fmt.Fprintf(out, "  subgraph cluster_%d {\n    label=%s;\n", i, dotText(picture.in()))
		names := map[string]string{}
		for _, node := range picture.Nodes {
			names[node.ID] = fmt.Sprintf("n%d", next)
			next++
			label := dotText(node.Kind + "\n" + node.ID)
			_, _ = fmt.Fprintf(out, "    %s [label=%s];\n", names[node.ID], label)
		}
		for _, edge := range picture.Edges {
			_, _ = fmt.Fprintf(out, "    %s -> %s [label=%s];\n",
				names[edge.From], names[edge.To], dotText(edge.Label))
		}
		_, _ = fmt.Fprintln(out, "  }")
	}
	_, _ = fmt.Fprintln(out, "}")
	return flushed(out)
}

// dotText quotes a text for DOT: https://graphviz.org/doc/info/lang.html.
func dotText(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(visible(line))
	}
	return `"` + strings.Join(lines, `\n`) + `"`
}

// WritePicturesMermaid writes graphs as a Mermaid flowchart, a subgraph for each root.
func WritePicturesMermaid(w io.Writer, pictures []Picture) error {
	out := bufio.NewWriter(w)
	_, _ = fmt.Fprintln(out, "flowchart LR")
	next := 0
	for i, picture := range pictures {
		_, _ = fmt.Fprintf(out, "  subgraph r%d[%s]\n", i, mermaidText(picture.in()))
		names := map[string]string{}
		for _, node := range picture.Nodes {
			names[node.ID] = fmt.Sprintf("n%d", next)
			next++
			label := mermaidText(node.Kind + "\n" + node.ID)
			_, _ = fmt.Fprintf(out, "    %s[%s]\n", names[node.ID], label)
		}
		_, _ = fmt.Fprintln(out, "  end")
		for _, edge := range picture.Edges {
			_, _ = fmt.Fprintf(out, "  %s -->|%s| %s\n",
				names[edge.From], mermaidText(edge.Label), names[edge.To])
		}
	}
	return flushed(out)
}

// mermaidEntities are what Mermaid means something by: also in quotes, %%{ begins a directive and `
// a text in Markdown.
var mermaidEntities = strings.NewReplacer(`#`, "#35;", `"`, "#quot;", "<", "#lt;", ">", "#gt;",
	"&", "#amp;", "%", "#37;", "`", "#96;")

// mermaidText quotes a text for Mermaid: quotes and markup are written as entities.
func mermaidText(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = mermaidEntities.Replace(visible(line))
	}
	return `"` + strings.Join(lines, "<br/>") + `"`
}
