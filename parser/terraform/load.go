package terraform

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sort"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/sync/errgroup"

	"github.com/ecrlint/ecrlint/parser"
)

// Load reads the configurations at the paths of the options and evaluates every root module in
// them. The diagnostics are those of reading; those of evaluation are each root's own. The result
// is sorted by path. It stops early, with what it has, when the context is done.
func Load(ctx context.Context, opts Options) ([]*parser.Root, hcl.Diagnostics) {
	var mu sync.Mutex
	var roots []*parser.Root
	diags := Each(ctx, opts, func(root *parser.Root) {
		mu.Lock()
		defer mu.Unlock()
		roots = append(roots, root)
	})
	sort.SliceStable(roots, func(i, j int) bool { return roots[i].Path < roots[j].Path })
	return roots, diags
}

// Each is Load for those who need a root only once: it calls use with every root as soon as it is
// evaluated, in no order and from several goroutines at once, and keeps none of them.
func Each(ctx context.Context, opts Options, use func(*parser.Root)) hcl.Diagnostics {
	var tree *Tree
	var diags hcl.Diagnostics
	var names []string
	if len(opts.Paths) > 0 || len(opts.Plans) == 0 {
		tree, diags = readTree(ctx, opts)
		names = tree.Roots()
	}
	readings, more := tree.readings(opts, names)
	if tree != nil {
		tree.link(ctx, opts, readings)
	}
	beside, alone, strays := divide(ctx, tree, opts.Plans, readings)
	diags = append(diags, strays...)
	jobs := opts.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	var group errgroup.Group
	group.SetLimit(jobs)
	each := func(evaluate func() *parser.Root) {
		group.Go(func() error {
			if ctx.Err() == nil {
				root := evaluate()
				if ctx.Err() == nil { // else it is not whole
					use(root)
				}
			}
			return nil
		})
	}
	readings = concerning(opts, tree, readings)
	if opts.Expect != nil {
		opts.Expect(len(readings) + len(alone))
	}
	for _, one := range readings {
		each(func() *parser.Root {
			return evaluateRoot(ctx, tree, one.opts, one.root,
				beside[deployment{dir: one.root, environment: one.opts.environment}])
		})
	}
	for _, plan := range alone {
		each(func() *parser.Root { return plan.evaluate(ctx, opts) })
	}
	_ = group.Wait() // no job returns an error
	return append(diags, more...)
}

// evaluateRoot evaluates one root module. A fault of the program itself becomes a diagnostic of the
// root, so that the others are still judged.
func evaluateRoot(
	ctx context.Context, tree *Tree, opts Options, name string, plan *Plan,
) (root *parser.Root) {
	ev := tree.evaluator(ctx, opts, name, plan)
	root = &parser.Root{
		Path: name, Language: parser.Terraform, Origins: ev.origins, Files: map[string]*hcl.File{},
		Environment: opts.environment, Facts: opts.facts(name, opts.environment),
		Uses: ev.uses,
	}
	defer func() {
		if fault := recover(); fault != nil {
			root.Resources, root.Opaque = nil, nil
			ev.diags = append(ev.diags, &hcl.Diagnostic{
				Severity: hcl.DiagError, Summary: "Internal error",
				Detail: fmt.Sprintf("The root %s cannot be evaluated: %v.", name, fault),
			})
			root.Diags = ev.diags
		}
	}()
	top, missing := ev.top()
	if top == nil {
		unseen(ev, root, missing)
		return root
	}
	top.evaluate()
	foreign, more := ev.evaluateJoined()
	graph := newRefGraph(ev)
	graph.close()
	ev.adopted = ev.imported(top.module)
	root.Resources = ev.resources(graph)
	root.Links = ev.sortedLinks()
	root.Opaque = append(ev.opaque(), opaqueResources(ev)...)
	root.Opaque = append(root.Opaque, more...)
	root.Opaque = append(root.Opaque, ev.lost(root.Resources)...)
	sort.SliceStable(root.Opaque, func(i, j int) bool {
		return root.Opaque[i].Address < root.Opaque[j].Address
	})
	root.Modelled = ev.modelled()
	for _, s := range ev.scopes {
		if s.module.Model == nil {
			maps.Copy(root.Files, s.module.Files)
		}
	}
	ev.gruntSources(root)
	for _, dir := range append([]*home{top.home}, foreign...) {
		for _, file := range ev.varFiles(dir) {
			if file.File != nil {
				root.Files[file.Path] = file.File
			}
		}
	}
	ev.diags = slices.DeleteFunc(ev.diags, func(d *hcl.Diagnostic) bool {
		return d.Subject != nil && d.Subject.Filename == nowhere
	})
	root.Assumes = sortedKeys(ev.assumes)
	sortDiags(ev.diags)
	root.Diags = ev.diags
	return root
}

// evaluator returns what evaluates a root: where the search for links has begun to, the same.
func (t *Tree) evaluator(
	ctx context.Context, opts Options, root string, plan *Plan,
) *evaluator {
	if ev := t.linker.take(root, opts); ev != nil && plan == nil {
		return ev
	}
	ev := newEvaluator(ctx, t, opts, root)
	if plan != nil {
		ev.beside = newPlanBeside(plan)
	}
	return ev
}

// top returns the scope of the root, which is started at the first call; nil, and why, where it
// cannot be seen.
func (ev *evaluator) top() (*scope, *parser.Origin) {
	if len(ev.scopes) == 0 {
		module, missing := ev.rootModule(ev.root)
		if module == nil {
			return nil, missing
		}
		ev.start(module, &home{dir: ev.root, environment: ev.opts.environment})
	}
	return ev.scopes[0], nil
}

// resources returns every resource and data source, sorted by address.
func (ev *evaluator) resources(graph *refGraph) []*parser.Resource {
	var list []*parser.Resource
	needs := map[string][]string{}
	for _, s := range ev.scopes {
		for _, name := range slices.Sorted(maps.Keys(s.resources)) {
			n := s.resources[name]
			if n.cfg.Mode == "ephemeral" {
				continue
			}
			config := s.config + name
			if _, ok := needs[config]; !ok {
				needs[config] = graph.names(config)
			}
			for _, t := range n.instances().list {
				list = append(list, t.(*resourceInstance).result(config, needs[config]))
			}
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Address < list[j].Address })
	return list
}
