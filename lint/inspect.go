package lint

import (
	"context"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/terraform"
	"github.com/ecrlint/ecrlint/report"
)

// Graphs are the normalized graphs of the roots.
type Graphs struct {
	Pictures    []report.Picture
	Diagnostics []report.Diagnostic
}

// Graph reads the configuration and draws the graph of every root.
func Graph(ctx context.Context, o Options) (*Graphs, error) {
	roots, diags := terraform.Load(ctx, o.Input)
	complaints := report.Report{Diagnostics: diagnostics(diags)}
	type drawing struct {
		picture     report.Picture
		diagnostics []report.Diagnostic
	}
	drawings, err := each(ctx, roots, func(root *parser.Root) (drawing, error) {
		g, diags := build(root)
		all := append(root.Diags[:len(root.Diags):len(root.Diags)], diags...)
		return drawing{draw(g), diagnostics(all)}, nil
	})
	if err != nil {
		return nil, err
	}
	result := &Graphs{}
	for _, d := range drawings {
		result.Pictures = append(result.Pictures, d.picture)
		complaints.Diagnostics = append(complaints.Diagnostics, d.diagnostics...)
	}
	complaints.Sort()
	result.Diagnostics = complaints.Diagnostics
	return result, nil
}

// Encoded is what the evaluator made of the resources.
type Encoded struct {
	// Lines holds one JSON object for each resource instance, by root and address.
	Lines       [][]byte
	Diagnostics []report.Diagnostic
}

// Resources reads the configuration and writes each resource as one JSON object.
func Resources(ctx context.Context, o Options) (*Encoded, error) {
	roots, diags := terraform.Load(ctx, o.Input)
	complaints := report.Report{Diagnostics: diagnostics(diags)}
	lines, err := each(ctx, roots, encode)
	if err != nil {
		return nil, err
	}
	result := &Encoded{}
	for i, root := range roots {
		result.Lines = append(result.Lines, lines[i]...)
		complaints.Diagnostics = append(complaints.Diagnostics, diagnostics(root.Diags)...)
	}
	complaints.Sort()
	result.Diagnostics = complaints.Diagnostics
	return result, nil
}

// encode writes the resources of a root.
func encode(root *parser.Root) ([][]byte, error) {
	lines := make([][]byte, 0, len(root.Resources))
	for _, resource := range root.Resources {
		line, err := root.Encode(resource)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}
