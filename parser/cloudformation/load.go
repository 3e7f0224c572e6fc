// Package cloudformation reads and evaluates CloudFormation templates, those of the AWS SAM and
// those that the AWS CDK synthesizes among them. It knows no AWS type beyond what evaluation needs.
package cloudformation

import (
	"context"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser"
)

// Load reads the templates at the paths of the options and evaluates each that is nested in no
// other. The diagnostics are those of reading; those of evaluation are each root's own. The result
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
	t := readTree(ctx, opts)
	t.link(ctx)
	readings := slices.DeleteFunc(t.readings(), func(r reading) bool { return !t.concerns(r.tpl) })
	if opts.Expect != nil {
		opts.Expect(len(readings))
	}
	t.each(ctx, len(readings), func(i int) {
		root := t.evaluate(ctx, readings[i])
		if ctx.Err() == nil { // else it is not whole
			use(root)
		}
	})
	sortDiags(t.diags)
	return t.diags
}

// evaluate evaluates a template with what it nests, and with the templates that it has to do with.
func (t *tree) evaluate(ctx context.Context, with reading) *parser.Root {
	tpl, ev := with.tpl, newEvaluator(ctx, t)
	ev.given = with.given
	facts := t.opts.facts(tpl.path, with.name)
	assumes := ev.given.told(tpl, &facts)
	ev.links, ev.imports = t.links, (*stack).imported
	root := ev.start(tpl, nil)
	ev.own = root
	partial := map[*stack]bool{}
	for _, other := range t.links.exporters(tpl) {
		ev.start(other, tpl)
	}
	for _, other := range t.links.attachers(tpl) {
		if ev.foreign[other.path] == nil {
			partial[ev.start(other, tpl)] = true
		}
	}
	ev.nestAll()
	d := newDependencies(ev)
	result := &parser.Root{
		Path: tpl.path, Language: parser.CloudFormation, Origins: ev.origins,
		Environment: with.name,
		Files:       map[string]*hcl.File{}, Facts: facts, Assumes: assumes,
		Uses: ev.uses,
	}
	for _, s := range ev.stacks {
		result.Files[s.tpl.path] = &hcl.File{Bytes: s.tpl.file.bytes}
		ev.check(s)
		for _, r := range s.order {
			if !r.gone && (!partial[s.root()] || attaches(r.typ)) {
				ev.emit(r, d, result)
			}
		}
		result.Opaque = append(result.Opaque, s.unseen()...)
	}
	for _, piece := range ev.pieces {
		result.Files[piece.file.path] = &hcl.File{Bytes: piece.file.bytes}
	}
	slices.SortStableFunc(result.Resources, func(a, b *parser.Resource) int {
		return strings.Compare(a.Address, b.Address)
	})
	slices.SortStableFunc(result.Opaque, func(a, b parser.Opaque) int {
		return strings.Compare(a.Address, b.Address)
	})
	sortDiags(ev.diags)
	result.Diags = ev.diags
	return result
}

// start makes the stack of a template that is nested in no other; from is the root's template where
// this is another one.
func (ev *evaluator) start(tpl, from *template) *stack {
	prefix, address := "", tpl.path
	if from != nil {
		prefix = ev.foreignPrefix(tpl)
		address = strings.TrimSuffix(prefix, "/")
	}
	env := ev.newEnviron(tpl, address)
	if from != nil { // exports are those of one account and region
		shared := *ev.own.env
		shared.name, shared.id = env.name, env.id
		env = &shared
	}
	s := ev.newStack(tpl, prefix, nil, env)
	s.foreign = from
	if from != nil {
		s.foreign = tpl
		ev.foreign[tpl.path] = s
	}
	s.readParameters(ev.given.passed(tpl), nil)
	s.fill()
	return s
}

// nestAll makes the nested stacks, and those inside them.
func (ev *evaluator) nestAll() {
	for i := 0; i < len(ev.stacks); i++ {
		for _, r := range ev.stacks[i].order {
			r.nested()
		}
	}
}

// emit evaluates a resource and adds it to the root.
func (ev *evaluator) emit(r *resource, d *dependencies, to *parser.Root) {
	r.evaluate()
	if len(to.Resources) >= maxResources {
		r.stack.fail(r.key, "Limit reached", "There are too many resources; the rest is left out.")
		return
	}
	to.Resources = append(to.Resources, r.result(d))
	if why := r.creates(); why != "" {
		to.Opaque = append(to.Opaque, r.opaque(why))
	}
}

// unseen returns what in the stack itself creates resources that cannot be seen.
func (s *stack) unseen() []parser.Opaque {
	list := s.opaques
	if s.lost != nil {
		all := make([]string, 0, len(s.order))
		for _, r := range s.order {
			all = append(all, r.address())
		}
		slices.Sort(all)
		list = append(list, parser.Opaque{
			Address: s.prefix + "Transform", Origin: *s.lost, Handed: all,
		})
	}
	return list
}

// sortDiags orders diagnostics by where they are.
func sortDiags(diags hcl.Diagnostics) {
	at := func(d *hcl.Diagnostic) (string, int) {
		if d.Subject == nil {
			return "", 0
		}
		return d.Subject.Filename, d.Subject.Start.Byte
	}
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int {
		fileA, posA := at(a)
		fileB, posB := at(b)
		if order := strings.Compare(fileA, fileB); order != 0 {
			return order
		}
		if posA != posB {
			return posA - posB
		}
		return strings.Compare(a.Summary+a.Detail, b.Summary+b.Detail)
	})
}
