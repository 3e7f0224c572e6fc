package lint

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/report"
)

// Graphs are the normalized graphs of the roots.
type Graphs struct {
	Pictures    []report.Picture
	Diagnostics []report.Diagnostic
}

// Graph reads the configuration and draws the graph of every root.
func Graph(ctx context.Context, o Options) (*Graphs, error) {
	var mu sync.Mutex
	result := &Graphs{}
	diags, err := each(ctx, o, func(root *parser.Root) error {
		if !o.Input.wants(root.Environment) {
			return nil
		}
		g, diags := build(root)
		picture := draw(g)
		picture.Environment = root.Environment
		mu.Lock()
		defer mu.Unlock()
		result.Pictures = append(result.Pictures, picture)
		result.Diagnostics = append(result.Diagnostics, diagnostics(diags)...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(result.Pictures, func(a, b report.Picture) int {
		return cmp.Or(strings.Compare(a.Root, b.Root), strings.Compare(a.Environment, b.Environment))
	})
	result.Diagnostics = sorted(append(result.Diagnostics, diagnostics(diags)...))
	return result, nil
}

// sorted sorts diagnostics and drops those that say the same twice.
func sorted(list []report.Diagnostic) []report.Diagnostic {
	complaints := report.Report{Diagnostics: list}
	complaints.Sort()
	return complaints.Diagnostics
}

// Encoded is what the evaluator made of the resources.
type Encoded struct {
	// Lines holds one JSON object for each resource instance, by root and address.
	Lines       [][]byte
	Diagnostics []report.Diagnostic
}

// Resources reads the configuration and writes each resource as one JSON object.
func Resources(ctx context.Context, o Options) (*Encoded, error) {
	var mu sync.Mutex
	lines := map[string][][]byte{}
	result := &Encoded{}
	diags, err := each(ctx, o, func(root *parser.Root) error {
		if !o.Input.wants(root.Environment) {
			return nil
		}
		encoded, err := encode(root)
		mu.Lock()
		defer mu.Unlock()
		lines[root.Path+"\x00"+root.Environment] = encoded
		result.Diagnostics = append(result.Diagnostics, diagnostics(root.Diags)...)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, root := range slices.Sorted(maps.Keys(lines)) {
		result.Lines = append(result.Lines, lines[root]...)
	}
	result.Diagnostics = sorted(append(result.Diagnostics, diagnostics(diags)...))
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
