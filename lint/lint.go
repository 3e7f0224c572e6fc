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
	o.count = &progress{tell: o.Progress}
	c := &court{
		input: o.Input, rules: rules, beside: beside, marks: m,
		report: &report.Report{Version: o.Version, Part: o.Input.Changed != nil},
		texts:  map[string][]byte{},
	}
	selected := newSelection(o.Input, o.count)
	diags, err := eachUntil(ctx, o, selected.through(func(root *parser.Root) error {
		return c.judge(ctx, root)
	}))
	r := c.close()
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
	share(r)
	narrow(r, o.Input)
	o.Severities.apply(r)
	r.Sort()
	return r, err
}

// court judges the roots of a run, several at once, and gathers what was found.
type court struct {
	input  Input
	rules  *compiler
	beside []look

	mu     sync.Mutex // for what follows
	marks  *marks
	report *report.Report
	texts  map[string][]byte
	closed bool
}

// judge judges a root.
func (c *court) judge(ctx context.Context, root *parser.Root) error {
	engine, err := c.rules.engine()
	if err != nil {
		return err
	}
	shown := c.input.wants(root.Environment)
	looks := c.beside
	if !shown {
		looks = nil
	}
	part, err := judge(ctx, engine, root, looks...)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || err != nil {
		return err
	}
	gather(c.report, &part, root, shown)
	for name, file := range root.Files {
		c.texts[name] = file.Bytes
	}
	c.marks.note(root)
	return nil
}

// close returns what was found: what an interrupted run has still under way is of no use.
func (c *court) close() *report.Report {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	texts := c.texts
	c.report.Sources = func(file string) []byte { return texts[file] }
	return c.report
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
