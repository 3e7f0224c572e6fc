package cloudformation

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

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
	t.each(ctx, len(all), func(i int) {
		if tpl := all[i]; tpl.exports || tpl.imports || tpl.nests {
			scans[i] = t.scan(tpl)
		}
	})
	t.findRoots(all, scans)
	for i, tpl := range all {
		if scans[i] != nil && (slices.Contains(t.roots, tpl) || t.quiet[tpl.path]) {
			t.links.exports = append(t.links.exports, scans[i].exports...)
			t.links.imports[tpl] = scans[i].imports
		}
	}
	t.links.connect(all)
}

// findRoots finds the templates that are nested in no other. One that the command line names is a
// root in any case; of templates that only nest each other the first is.
func (t *tree) findRoots(all []*template, scans []*scan) {
	nested := map[*template]bool{}
	for i := range all {
		if scans[i] != nil {
			for inner := range scans[i].nested {
				if inner != all[i] {
					nested[inner] = true
				}
			}
		}
	}
	reached := map[*template]bool{}
	var mark func(tpl *template)
	index := map[*template]int{}
	for i, tpl := range all {
		index[tpl] = i
	}
	mark = func(tpl *template) {
		if reached[tpl] {
			return
		}
		reached[tpl] = true
		if i, ok := index[tpl]; ok && scans[i] != nil {
			for inner := range scans[i].nested {
				mark(inner)
			}
		}
	}
	for pass := range 2 {
		for _, tpl := range all {
			root := !nested[tpl]
			if pass == 1 {
				root = !reached[tpl]
			}
			if (root || pass == 0 && t.given[tpl.path]) && !t.quiet[tpl.path] {
				t.roots = append(t.roots, tpl)
				mark(tpl)
			}
		}
	}
}

// scan evaluates what a template exports, imports and nests.
func (t *tree) scan(tpl *template) *scan {
	found := &scan{nested: map[*template]bool{}}
	ev := newEvaluator(t)
	ev.quiet = 1 << 20
	s := ev.start(tpl, nil)
	ev.nestAll()
	for _, inner := range ev.stacks {
		if inner != s {
			found.nested[inner.tpl] = true
		}
		if inner.tpl.exports {
			for _, name := range sortedKeys(inner.outputs) {
				inner.scanExport(inner.outputs[name], found)
			}
		}
		if inner.tpl.imports {
			for _, r := range inner.order {
				inner.scanImports(r.node, found)
			}
			for _, name := range sortedKeys(inner.outputs) {
				inner.scanImports(inner.outputs[name].node, found)
			}
		}
	}
	slices.Sort(found.imports)
	found.imports = slices.Compact(found.imports)
	return found
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
	found.exports = append(found.exports, export{
		from: s.root().tpl, stack: s.prefix, output: o.name, pattern: s.ev.pattern(s.root(), text),
	})
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

// binding returns the name of the stack with which an export has the name that is asked for; ok is
// false where it cannot have it.
func (e export) binding(name string) (stack string, ok bool) {
	if strings.ContainsRune(name, otherRune) || strings.ContainsRune(name, stackRune) ||
		strings.ContainsRune(e.pattern, otherRune) {
		return "", false
	}
	before, after, dynamic := strings.Cut(e.pattern, string(stackRune))
	if !dynamic {
		return "", e.pattern == name
	}
	if strings.ContainsRune(after, stackRune) || len(name) <= len(before)+len(after) ||
		!strings.HasPrefix(name, before) || !strings.HasSuffix(name, after) {
		return "", false
	}
	return name[len(before) : len(name)-len(after)], true
}

// find returns the export that a template means by a name, or the candidates where there are
// several: one with that very name before those whose stack must be called so, of these the one
// whose stack exports most of what the template asks for from a stack of that name.
func (l *links) find(importer *template, name string) []export {
	if found, ok := l.found[importer][name]; ok {
		return found
	}
	var exact, bound []export
	best := 0
	for _, e := range l.exports {
		stack, ok := e.binding(name)
		switch {
		case !ok || e.from == importer:
		case stack == "":
			exact = append(exact, e)
		default:
			score := l.score(importer, e.from, stack)
			if score > best {
				bound, best = nil, score
			}
			if score == best {
				bound = append(bound, e)
			}
		}
	}
	candidates := exact
	if len(exact) == 0 {
		candidates = bound
	}
	if len(candidates) > 1 {
		if beside := slices.DeleteFunc(slices.Clone(candidates), func(e export) bool {
			return path.Dir(e.from.path) != path.Dir(importer.path)
		}); len(beside) == 1 {
			return beside
		}
	}
	return candidates
}

// score counts the names that a template asks for and that the stack of another one has if it is
// called so.
func (l *links) score(importer, exporter *template, stack string) int {
	count := 0
	for _, name := range l.imports[importer] {
		for _, e := range l.exports {
			if e.from != exporter {
				continue
			}
			if bound, ok := e.binding(name); ok && (bound == stack || bound == "") {
				count++
				break
			}
		}
	}
	return count
}

// connect finds out who imports from whom.
func (l *links) connect(all []*template) {
	for _, tpl := range all {
		if len(l.imports[tpl]) == 0 {
			continue
		}
		known := map[string][]export{}
		for _, name := range l.imports[tpl] {
			found := l.find(tpl, name)
			known[name] = found
			if len(found) != 1 || slices.Contains(l.needs[tpl], found[0].from) {
				continue
			}
			from := found[0].from
			l.needs[tpl] = append(l.needs[tpl], from)
			if tpl.attaches() {
				l.users[from] = append(l.users[from], tpl)
			}
		}
		l.found[tpl] = known
	}
}

// exporters returns the templates that a template imports from, and those that these import from.
func (l *links) exporters(tpl *template) []*template {
	return closure(tpl, func(t *template) []*template { return l.needs[t] })
}

// attachers returns the templates that may add to what the template or its exporters declare, and
// those that these import from.
func (l *links) attachers(tpl *template) []*template {
	return closure(tpl, func(t *template) []*template {
		return slices.Concat(l.needs[t], l.users[t])
	})
}

// closure returns what one template leads to, without itself, sorted.
func closure(from *template, next func(*template) []*template) []*template {
	seen := map[*template]bool{from: true}
	queue := []*template{from}
	for len(queue) > 0 {
		for _, t := range next(queue[0]) {
			if !seen[t] {
				seen[t] = true
				queue = append(queue, t)
			}
		}
		queue = queue[1:]
	}
	delete(seen, from)
	list := make([]*template, 0, len(seen))
	for t := range seen {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b *template) int { return strings.Compare(a.path, b.path) })
	return list
}

// exporter returns the stack whose export has a name; nil where it is not one.
func (ev *evaluator) exporter(s *stack, name string) *stack {
	if ev.links == nil {
		return nil
	}
	found := ev.links.find(s.root().tpl, ev.pattern(s.root(), name))
	if len(found) != 1 {
		return nil
	}
	return ev.stackAt(found[0])
}

// stackAt returns the stack of this evaluator that an export belongs to.
func (ev *evaluator) stackAt(e export) *stack {
	var root *stack
	if e.from == ev.own.tpl {
		root = ev.own
	} else if root = ev.foreign[e.from.path]; root == nil {
		root = ev.start(e.from, ev.own.tpl)
	}
	at := root
	rest := e.stack
	if root.foreign == nil {
		rest = strings.TrimPrefix(rest, root.prefix)
	}
	for rest != "" {
		id, after, _ := strings.Cut(rest, "/")
		r := at.resources[id]
		if r == nil || r.nested() == nil {
			return nil
		}
		at, rest = r.nested(), after
	}
	return at
}

// imported returns the value of the export with a name.
func (s *stack) imported(name string, n *node) cty.Value {
	label := "the export " + s.ev.plain(name)
	found := s.ev.links.find(s.root().tpl, s.ev.pattern(s.root(), name))
	switch {
	case len(found) > 1:
		return s.ev.origins.Unknown(cty.String, parser.Origin{
			What: label, Why: fmt.Sprintf("may be that of %s or of %s", found[0].from.path,
				found[1].from.path),
			Hint: "check one of them at a time", Range: n.span(),
		})
	case len(found) == 0:
		return s.ev.origins.Unknown(cty.String, s.unexported(label, name, n))
	}
	at := s.ev.stackAt(found[0])
	if at == nil || at.outputs[found[0].output] == nil {
		return s.vague(label, "is not known", n)
	}
	return at.valueOf(at.outputs[found[0].output])
}

// unexported says why an export is not known that no template has.
func (s *stack) unexported(label, name string, n *node) parser.Origin {
	origin := parser.Origin{
		What: label, Why: "is not declared here", Range: n.span(),
		Hint: "check it together with the template that exports it",
	}
	if id, ok := s.ev.tokenIn(name); ok {
		inner := s.ev.origins.Get(s.ev.because(id))
		if inner.Kind == parser.Unknown {
			origin.Why, origin.Hint = "has a name that is not known: "+inner.What+" "+inner.Why, inner.Hint
		}
	}
	return origin
}

// attachingTypes are the types that add to a resource that they refer to, so that a template with
// such resources may change what another one exports.
var attachingTypes = map[string]bool{
	"AWS::EC2::VPCEndpoint": true, "AWS::EC2::Route": true,
	"AWS::EC2::SubnetRouteTableAssociation": true, "AWS::EC2::SubnetNetworkAclAssociation": true,
	"AWS::EC2::NetworkAclEntry": true, "AWS::EC2::SecurityGroupIngress": true,
	"AWS::EC2::SecurityGroupEgress": true, "AWS::EC2::VPCGatewayAttachment": true,
	"AWS::EC2::VPCCidrBlock": true, "AWS::EC2::VPCDHCPOptionsAssociation": true,
	"AWS::EC2::GatewayRouteTableAssociation": true, "AWS::EC2::SubnetCidrBlock": true,
	"AWS::EC2::VPCEndpointSecurityGroupAssociation": true, "AWS::IAM::Policy": true,
	"AWS::IAM::RolePolicy": true, "AWS::IAM::ManagedPolicy": true,
	"AWS::ECS::ClusterCapacityProviderAssociations": true, "AWS::EC2::NatGateway": true,
	"AWS::EC2::InternetGateway": true, "AWS::EC2::EgressOnlyInternetGateway": true,
	"AWS::EC2::SecurityGroup": true, "AWS::EC2::RouteTable": true, "AWS::EC2::Subnet": true,
	"AWS::Route53::HostedZone": true, "AWS::EC2::TransitGatewayAttachment": true,
	"AWS::EC2::TransitGatewayVpcAttachment": true, "AWS::EC2::VPCPeeringConnection": true,
}

// attaches reports whether a resource of the type is of interest to those that it refers to.
func attaches(typ string) bool { return attachingTypes[typ] || nests(typ) || opaqueType(typ) }

// attaches reports whether the template has a resource that adds to others.
func (t *template) attaches() bool {
	if !t.resources.is(object) {
		return true
	}
	return slices.ContainsFunc(t.resources.items, func(r *node) bool {
		typ := r.get("Type")
		if !typ.is(text) || typ.text == "AWS::EC2::SecurityGroup" || typ.text == "AWS::EC2::Subnet" {
			return false
		}
		return attaches(typ.text)
	})
}

// foreignPrefix returns what addresses of another template begin with: its name, or its path where
// the name is taken.
func (ev *evaluator) foreignPrefix(tpl *template) string {
	base := path.Base(tpl.path)
	name, _, _ := strings.Cut(base, ".")
	if name == "" || ev.taken(name+"/") {
		name = tpl.path
	}
	return name + "/"
}

func (ev *evaluator) taken(prefix string) bool {
	if ev.own != nil && ev.own.resources[strings.TrimSuffix(prefix, "/")] != nil {
		return true
	}
	return slices.ContainsFunc(ev.stacks, func(s *stack) bool { return s.prefix == prefix })
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
