// Package lint is the whole linter on one page: configuration is read, made into graphs, cut into
// pulls, judged by the rules, and what was found is put into one report. It knows no format and no
// shell.
package lint

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/sync/errgroup"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/terraform"
	"github.com/ecrlint/ecrlint/policy"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
)

// Run reads the configuration and judges every pull in it. An error means that nothing could be
// judged: a rule that does not compile, a run that was interrupted. What is wrong with the input
// is in the report.
func Run(ctx context.Context, o Options) (*report.Report, error) {
	var engine *policy.Engine
	var rules errgroup.Group
	rules.Go(func() (err error) {
		engine, err = compile(o)
		return err
	})
	roots, diags := terraform.Load(ctx, o.Input)
	if err := rules.Wait(); err != nil {
		return nil, err
	}
	parts, err := each(ctx, roots, func(root *parser.Root) (report.Report, error) {
		return judge(ctx, engine, root)
	})
	if err != nil {
		return nil, err
	}
	r := &report.Report{
		Diagnostics: diagnostics(diags),
		Rules:       engine.Rules(),
		Version:     o.Version,
		Sources:     sources(roots),
	}
	for i := range parts {
		r.Roots = append(r.Roots, roots[i].Path)
		r.Pulls = append(r.Pulls, parts[i].Pulls...)
		r.Findings = append(r.Findings, parts[i].Findings...)
		r.Diagnostics = append(r.Diagnostics, parts[i].Diagnostics...)
		r.NotJudged = append(r.NotJudged, parts[i].NotJudged...)
	}
	r.Sort()
	return r, nil
}

// judge judges one root.
func judge(ctx context.Context, engine *policy.Engine, root *parser.Root) (report.Report, error) {
	g, diags := build(root)
	judged, err := engine.Judge(ctx, pull.Cut(g))
	return report.Report{
		Pulls:       judged.Pulls,
		Findings:    judged.Findings,
		Diagnostics: diagnostics(append(root.Diags[:len(root.Diags):len(root.Diags)], diags...)),
		NotJudged:   notJudged(root, g),
	}, err
}

// Rules returns every rule, the user's own included, sorted by id.
func Rules(_ context.Context, o Options) ([]report.Rule, error) {
	engine, err := policy.Compile(policy.Options{Dirs: o.RuleDirs})
	if err != nil {
		return nil, err
	}
	return engine.Rules(), nil
}

// each does the work for every root, as many at once as there are cores. A panic is a fault of
// ours: it becomes an error that names the root, not the end of the process.
func each[T any](
	ctx context.Context, roots []*parser.Root, work func(*parser.Root) (T, error),
) ([]T, error) {
	results := make([]T, len(roots))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, root := range roots {
		group.Go(func() (err error) {
			defer func() {
				if fault := recover(); fault != nil {
					err = fmt.Errorf("internal error in root %s: %v%s", root.Path, fault, place())
				}
			}()
			if err := ctx.Err(); err != nil {
				return err
			}
			results[i], err = work(root)
			return err
		})
	}
	return results, group.Wait()
}

// place names the function that panicked, for bug reports.
func place() string {
	_, after, _ := strings.Cut(string(debug.Stack()), "panic(")
	for line := range strings.SplitSeq(after, "\n") {
		if _, at, found := strings.Cut(line, "ecrlint/ecrlint/"); found && !strings.HasPrefix(line, "\t") {
			return " (" + at + ")"
		}
	}
	return ""
}

// build makes the graph of a root.
func build(root *parser.Root) (*graph.Graph, hcl.Diagnostics) {
	return graph.Builder{ManagedPolicy: iam.Managed}.Build(root)
}

// notJudged names what was seen in a root and is not judged.
func notJudged(root *parser.Root, g *graph.Graph) []report.NotJudged {
	var list []report.NotJudged
	for _, skipped := range g.Skipped {
		at := skipped.Resource.At(nil)
		list = append(list, report.NotJudged{
			Root: root.Path, Resource: skipped.Resource.Address, What: skipped.What,
			Why: "only pulls of Amazon ECS services and task definitions are judged",
			Location: report.Location{
				File: at.Filename, Line: at.Start.Line, Column: at.Start.Column,
			},
		})
	}
	for _, opaque := range root.Opaque {
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

// sources returns the text of the files of the roots.
func sources(roots []*parser.Root) func(string) []byte {
	return func(file string) []byte {
		for _, root := range roots {
			if source, ok := root.Files[file]; ok && source != nil {
				return source.Bytes
			}
		}
		return nil
	}
}
