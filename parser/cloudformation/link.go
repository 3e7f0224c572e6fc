package cloudformation

import (
	"context"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// links says which template exports what and which one imports it.
type links struct {
	exports []export
	imports map[*template][]string    // the patterns of the names that are asked for
	needs   map[*template][]*template // whose exports a template imports, sorted by path
	users   map[*template][]*template // the reverse, of those that may add to what they import
	found   map[*template]map[string][]export
}

// export is an output with an export name.
type export struct {
	from    *template // the template that is nested in no other
	stack   string    // the prefix of the stack that has the output
	output  string
	pattern string
}

// The runes of a pattern: what stands for the name of the stack, region and account, and for
// anything else that is not known.
const (
	stackRune   = '\uE100'
	regionRune  = '\uE101'
	accountRune = '\uE102'
	otherRune   = '\uE103'
)

// scan is what one template exports, imports and nests.
type scan struct {
	exports []export
	imports []string
	nested  map[*template]bool
}

// link finds out which templates are nested in others, and which import from which.
func (t *tree) link(ctx context.Context) {
	all := make([]*template, 0, len(t.templates))
	for _, name := range sortedKeys(t.templates) {
		all = append(all, t.templates[name])
	}
	t.links = &links{
		imports: map[*template][]string{}, needs: map[*template][]*template{},
		users: map[*template][]*template{}, found: map[*template]map[string][]export{},
	}
	scans := make([]*scan, len(all))
	read := make([][]reading, len(all)) // one after the other
	for i, tpl := range all {
		read[i] = t.readingsOf(tpl)
	}
	t.each(ctx, len(all), func(i int) {
		if tpl := all[i]; tpl.exports || tpl.imports || tpl.nests {
			scans[i] = t.scan(ctx, read[i])
		}
	})
	t.findRoots(all, scans)
	for i, tpl := range all {
		if scans[i] != nil && !t.opts.Isolated && (slices.Contains(t.roots, tpl) || t.quiet[tpl.path]) {
			t.links.exports = append(t.links.exports, scans[i].exports...)
			t.links.imports[tpl] = scans[i].imports
		}
	}
	t.links.connect(all)
}

// findRoots finds the templates that are nested in no other. One that the command line names is a
// root in any case; of templates that only nest each other the first is.
func (t *tree) findRoots(all []*template, scans []*scan) {
	inside, nested := insides(all, scans)
	reached := map[*template]bool{}
	add := func(tpl *template) {
		t.roots = append(t.roots, tpl)
		reached[tpl] = true
		for inner := range inside[tpl] { // those that these nest are among them
			reached[inner] = true
		}
	}
	for _, tpl := range all {
		if (!nested[tpl] || t.given[tpl.path]) && !t.quiet[tpl.path] {
			add(tpl)
		}
	}
	for _, tpl := range all {
		if !reached[tpl] && !t.quiet[tpl.path] {
			add(tpl)
		}
	}
}

// insides returns which templates each one nests, and all that are nested in another.
func insides(
	all []*template, scans []*scan,
) (inside map[*template]map[*template]bool, nested map[*template]bool) {
	inside, nested = map[*template]map[*template]bool{}, map[*template]bool{}
	for i, tpl := range all {
		if scans[i] == nil {
			continue
		}
		inside[tpl] = scans[i].nested
		for inner := range scans[i].nested {
			nested[inner] = nested[inner] || inner != tpl
		}
	}
	return inside, nested
}

// scan evaluates what a template exports, imports and nests, with whatever values it is read.
func (t *tree) scan(ctx context.Context, readings []reading) *scan {
	found := &scan{nested: map[*template]bool{}}
	for _, with := range readings {
		t.scanWith(ctx, with, found)
	}
	slices.Sort(found.imports)
	found.imports = slices.Compact(found.imports)
	return found
}

// scanWith notes what a template exports, imports and nests when it is read with some values.
func (t *tree) scanWith(ctx context.Context, with reading, found *scan) {
	ev := newEvaluator(ctx, t)
	ev.quiet, ev.given = 1<<20, with.given
	s := ev.start(with.tpl, nil)
	ev.nestAll()
	for _, inner := range ev.stacks {
		if inner != s {
			found.nested[inner.tpl] = true
		}
		inner.scanOutputs(found)
		for _, r := range inner.order {
			if inner.tpl.imports {
				inner.scanImports(r.node, found)
			}
		}
	}
}

// scanOutputs notes what the outputs of a stack export and import.
func (s *stack) scanOutputs(found *scan) {
	for _, name := range sortedKeys(s.outputs) {
		if s.tpl.exports {
			s.scanExport(s.outputs[name], found)
		}
		if s.tpl.imports {
			s.scanImports(s.outputs[name].node, found)
		}
	}
}

// scanExport notes the export name of an output.
func (s *stack) scanExport(o *output, found *scan) {
	name := o.node.get("Export").get("Name")
	if name == nil {
		return
	}
	if condition := o.node.get("Condition"); condition != nil {
		if t, _ := s.named(condition); t == no {
			return
		}
	}
	text, ok := s.ev.text(s.eval(name))
	if !ok || text == "" {
		return
	}
	one := export{
		from: s.root().tpl, stack: s.prefix, output: o.name, pattern: s.ev.pattern(s.root(), text),
	}
	if !slices.Contains(found.exports, one) {
		found.exports = append(found.exports, one)
	}
}

// scanImports notes the names that a node asks for.
func (s *stack) scanImports(n *node, found *scan) {
	if n == nil {
		return
	}
	if n.isCall("ImportValue") {
		if text, ok := s.ev.text(s.eval(n.arg())); ok && text != "" {
			found.imports = append(found.imports, s.ev.pattern(s.root(), text))
		}
	}
	for _, item := range n.items {
		s.scanImports(item, found)
	}
}

// pattern writes a text with the tokens of one evaluator as one that others understand.
func (ev *evaluator) pattern(root *stack, s string) string {
	if !parser.Holed(s) {
		return s
	}
	var b strings.Builder
	for _, part := range parser.Parts(ev.origins.Expand(s)) {
		origin, _ := ev.origins.Lookup(part.ID)
		switch {
		case !part.Hole:
			b.WriteString(part.Text)
		case parser.TokenOf(part.ID) == root.env.name:
			b.WriteRune(stackRune)
		case origin.Kind == parser.Region:
			b.WriteRune(regionRune)
		case origin.Kind == parser.Account:
			b.WriteRune(accountRune)
		default:
			b.WriteRune(otherRune)
		}
	}
	return b.String()
}
