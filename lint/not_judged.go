package lint

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/report"
)

// modelled names the modules of a root that models stand in for.
func modelled(root *parser.Root) []report.Modelled {
	var list []report.Modelled
	for i := range root.Modelled {
		call := &root.Modelled[i]
		one := report.Modelled{Root: root.Path, Module: call.Address, Model: call.Model}
		if at := location(&call.Range); at != nil {
			one.Location = *at
		}
		list = append(list, one)
	}
	return list
}

// notJudged names what was seen in a root and is not judged.
func notJudged(root *parser.Root, g *graph.Graph) []report.NotJudged {
	var list []report.NotJudged
	for _, skipped := range g.Skipped {
		at := skipped.Resource.At(nil)
		why := "only pulls of tasks on Amazon ECS, those of AWS Batch included, are judged"
		if skipped.Why != nil {
			why = strings.TrimSpace(skipped.Why.What + " " + skipped.Why.Why)
		}
		list = append(list, report.NotJudged{
			Root: root.Path, Resource: skipped.Resource.Address, What: skipped.What, Why: why,
			Location: report.Location{
				File: at.Filename, Line: at.Start.Line, Column: at.Start.Column,
			},
		})
	}
	for _, opaque := range root.Opaque {
		if opaque.Foreign { // it is said of its own root
			continue
		}
		n := report.NotJudged{
			Root: root.Path, Resource: opaque.Address, What: opaque.Origin.What,
			Why: opaque.Origin.Why,
		}
		if at := location(&opaque.Origin.Range); at != nil {
			n.Location = *at
		}
		list = append(list, n)
	}
	return list
}
