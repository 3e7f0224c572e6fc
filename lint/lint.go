// Package lint is the whole linter on one page: configuration is read, made into graphs, cut into
// pulls, judged by the rules, and what was found is put into one report. It knows no format and no
// shell.
package lint

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/cloudformation"
	"github.com/ecrlint/ecrlint/parser/terraform"
	"github.com/ecrlint/ecrlint/policy"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
)

// Run reads the configuration and judges every pull in it. An error means that nothing could be
// judged, such as a rule that does not compile; what is wrong with the input is in the report. When
// the context is done it returns its error with the report of what was judged until then.
func Run(ctx context.Context, o Options) (*report.Report, error) {
	r, err := known(ctx, o)
	if r != nil {
		r.Sort()
	}
	return r, err
}

// look is shown the graph of every root that is judged.
type look func(*parser.Root, *graph.Graph)

// run is Run with nothing suppressed, with what else looks at the graphs. Suppressions of the
// configuration are noted where somebody asks for them (nil: nobody does).
func run(ctx context.Context, o Options, m *marks, beside ...look) (*report.Report, error) {
	rules := m.compiler(o)
	if o.Input.Changed == nil { // else it may be that nothing is to be judged
		rules.start()
	}
	r := &report.Report{Version: o.Version, Part: o.Input.Changed != nil}
	texts := map[string][]byte{}
	var mu sync.Mutex
	ended := false
	o.count = &progress{tell: o.Progress}
	selected := newSelection(o.Input, o.count)
	diags, err := eachUntil(ctx, o, selected.through(func(root *parser.Root) error {
		engine, err := rules.engine()
		if err != nil {
			return err
		}
		shown := o.Input.wants(root.Environment)
		looks := beside
		if !shown {
			looks = nil
		}
		part, err := judge(ctx, engine, root, looks...)
		mu.Lock()
		defer mu.Unlock()
		if ended || err != nil {
			return err
		}
		gather(r, &part, root, shown)
		for name, file := range root.Files {
			texts[name] = file.Bytes
		}
		m.note(root)
		o.count.done()
		return nil
	}))
	mu.Lock()
	ended = true // what an interrupted run has still under way is of no use
	mu.Unlock()
	ready, failure := rules.ready()
	stopped := ctx.Err() != nil && errors.Is(err, context.Cause(ctx))
	if failure != nil || err != nil && !stopped {
		return nil, cmp.Or(failure, err)
	}
	if stopped {
		r.Diagnostics = append(r.Diagnostics, interrupted(o.count))
	}
	r.Diagnostics = append(r.Diagnostics, diagnostics(selected.concerning(diags))...)
	r.Rules = ready
	r.Sources = func(file string) []byte { return texts[file] }
	share(r)
	narrow(r, o.Input)
	o.Severities.apply(r)
	r.Sort()
	return r, err
}

// gather adds what was found in a root.
func gather(r, part *report.Report, root *parser.Root, shown bool) {
	if root.Environment != "" {
		stamp(part, root.Environment)
		r.Environments = append(r.Environments, report.RootEnvironment{
			Root: root.Path, Name: root.Environment,
		})
	}
	if shown {
		r.Roots = append(r.Roots, root.Path)
		r.Diagnostics = append(r.Diagnostics, part.Diagnostics...)
		r.NotJudged = append(r.NotJudged, part.NotJudged...)
		r.Modelled = append(r.Modelled, part.Modelled...)
	}
	r.Pulls = append(r.Pulls, part.Pulls...)
	r.Findings = append(r.Findings, part.Findings...)
}

// judge judges one root.
func judge(
	ctx context.Context, engine *policy.Engine, root *parser.Root, beside ...look,
) (report.Report, error) {
	g, diags := build(root)
	for _, see := range beside {
		see(root, g)
	}
	diags = append(diags, emptyTasks(g)...)
	if count := pull.Count(g); count > pull.MaxPulls {
		diags = append(diags, tooManyPulls(root.Path, count))
	}
	judged, err := engine.Judge(ctx, pull.Cut(g))
	return report.Report{
		Pulls:       judged.Pulls,
		Findings:    judged.Findings,
		Diagnostics: append(diagnostics(diags), faultyRules(judged.Faults)...),
		NotJudged:   notJudged(root, g),
		Modelled:    modelled(root),
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

// each reads the configuration and does the work for every root, as many at once as there are
// cores; a root is dropped when its work is done. The first error ends the run. A panic is a fault
// of ours: it becomes an error that names the root.
func each(
	ctx context.Context, o Options, work func(*parser.Root) error,
) (hcl.Diagnostics, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	guarded := func(root *parser.Root) {
		defer func() {
			if fault := recover(); fault != nil {
				cancel(fmt.Errorf("internal error in root %s: %v%s", root.Path, fault, place()))
			}
		}()
		if err := work(root); err != nil {
			cancel(err)
		}
	}
	rest, beside, plans, diags := o.Input.plans()
	var templates, seen paths
	if len(rest.Paths) > 0 || len(o.Input.Paths) == 0 {
		given := rest.cloudFormation()
		given.Expect = o.count.expect
		diags = append(diags, cloudformation.Each(ctx, given,
			func(root *parser.Root) {
				templates.add(root.Path)
				seen.add(root.Path)
				guarded(root)
			})...)
	}
	input := rest.terraform()
	input.Expect = o.count.expect
	input.Plans, input.Paths = plans, append(input.Paths, beside...)
	if len(input.Paths) == 0 && len(plans) == 0 && len(o.Input.Paths) > 0 {
		return diags, context.Cause(ctx) // each PATH is a plan that cannot be read
	}
	for _, d := range diags { // what cannot be read is configuration, too
		if d.Subject != nil {
			templates.add(d.Subject.Filename)
		}
	}
	input.Elsewhere = templates.below
	diags = append(diags, terraform.Each(ctx, input, func(root *parser.Root) {
		seen.add(root.Path)
		guarded(root)
	})...)
	if context.Cause(ctx) == nil {
		diags = append(diags, strayEnvironments(o.Input, &seen)...)
	}
	return diags, context.Cause(ctx)
}

// place names the function that panicked, for bug reports.
func place() string {
	_, after, _ := strings.Cut(string(debug.Stack()), "panic(")
	for line := range strings.SplitSeq(after, "\n") {
		_, at, found := strings.Cut(line, "ecrlint/ecrlint/")
		if found && !strings.HasPrefix(line, "\t") {
			return " (" + at + ")"
		}
	}
	return ""
}

// build makes the graph of a root; the diagnostics are those of the root and of the graph.
func build(root *parser.Root) (*graph.Graph, hcl.Diagnostics) {
	g, diags := graph.Builder{ManagedPolicy: iam.Managed}.Build(root)
	return g, append(root.Diags[:len(root.Diags):len(root.Diags)], diags...)
}

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
