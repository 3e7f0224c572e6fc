package terraform

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"golang.org/x/sync/errgroup"

	"github.com/ecrlint/ecrlint/parser"
)

// linker knows what the roots of a run declare, for the data sources of the others.
type linker struct {
	places     []*place // where states are kept
	candidates map[string][]*candidate
}

// link gathers what data sources may be taken for. It costs nothing where there are none, and
// where there is one root only.
func (t *Tree) link(ctx context.Context, opts Options) {
	if opts.Isolated || len(t.roots) < 2 {
		return
	}
	types, states := t.asked()
	if len(types) == 0 && !states {
		return
	}
	l := &linker{candidates: map[string][]*candidate{}}
	found := make([]*survey, len(t.roots))
	places := make([][]*place, len(t.roots))
	jobs := opts.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	var group errgroup.Group
	group.SetLimit(jobs)
	for i, root := range t.roots {
		group.Go(func() error {
			if ctx.Err() != nil {
				return nil
			}
			if states {
				places[i] = t.places(ctx, opts, root)
			}
			if len(types) > 0 {
				found[i] = t.survey(ctx, opts, root, types)
			}
			return nil
		})
	}
	_ = group.Wait() // no job returns an error
	for i := range t.roots {
		l.places = append(l.places, places[i]...)
		if found[i] == nil {
			continue
		}
		for _, c := range found[i].list {
			l.candidates[c.typ] = append(l.candidates[c.typ], c)
		}
	}
	t.linker = l
}

// asked returns the types of resources that the data sources of the run look for, and whether any
// reads a state.
func (t *Tree) asked() (types map[string]bool, states bool) {
	types = map[string]bool{}
	for _, m := range t.modules {
		for _, r := range m.Resources {
			if r.Mode != "data" {
				continue
			}
			states = states || r.Type == "terraform_remote_state"
			if s, ok := searches[r.Type]; ok {
				for _, typ := range s.types {
					types[typ] = true
				}
			}
		}
	}
	return types, states
}

// survey is what one root declares of the types that are asked for.
type survey struct {
	list []*candidate
}

// candidate is a resource that a data source may be taken for.
type candidate struct {
	root    string
	typ     string
	address string // in its root
	path    []pathStep
	// uncertain says why it may not be one resource; empty where it is.
	uncertain       string
	region, account string // empty where nothing pins them
	credentials     string
	facts           map[string]fact
	tags            map[string]fact
	// openTags says that it may have more tags, or other values of them.
	openTags bool
	// shared says that something unseen is handed the resource.
	shared bool
}

// pathStep is one step to a resource: a module call, or the resource itself, and its instance.
type pathStep struct{ name, suffix string }

// fact is the value of an argument.
type fact struct {
	given, known bool
	text         string
	// of is the address of the resource whose id the value is.
	of string
}

// survey evaluates what a root declares of the types.
func (t *Tree) survey(
	ctx context.Context, opts Options, root string, types map[string]bool,
) (found *survey) {
	found = &survey{}
	defer func() {
		if recover() != nil { // the evaluation of the root says so
			found = nil
		}
	}()
	ev := newEvaluator(ctx, t, opts, root)
	ev.alone = true
	m, _ := ev.rootModule(root)
	if m == nil {
		return nil
	}
	top := ev.start(m, &home{dir: root})
	top.survey(found, types, nil)
	extra := ev.extraTags()
	handed := map[string]bool{}
	for _, o := range ev.opaque() {
		for _, address := range o.Handed {
			handed[address] = true
		}
	}
	for _, c := range found.list {
		c.openTags = c.openTags || extra
		c.shared = handed[c.address]
	}
	return found
}

// extraTags reports whether tags are put on resources apart from them.
func (ev *evaluator) extraTags() bool {
	return slices.ContainsFunc(ev.scopes, func(s *scope) bool {
		for _, r := range s.module.Resources {
			if r.Mode == "managed" && r.Type == "aws_ec2_tag" {
				return true
			}
		}
		return false
	})
}

// survey adds what a module instance declares, and what is called from it.
func (s *scope) survey(found *survey, types map[string]bool, path []pathStep) {
	for _, name := range sortedKeys(s.resources) {
		n := s.resources[name]
		if n.cfg.Mode != "managed" || !types[n.cfg.Type] {
			continue
		}
		for _, t := range n.instances().list {
			r := t.(*resourceInstance)
			c := r.candidate()
			c.path = append(path[:len(path):len(path)], pathStep{name, r.iter.suffix})
			found.list = append(found.list, c)
		}
	}
	for _, name := range sortedKeys(s.calls) {
		for _, t := range s.calls[name].instances().list {
			if child, ok := t.(*scope); ok {
				step := pathStep{name, child.iter.suffix}
				child.survey(found, types, append(path[:len(path):len(path)], step))
			}
		}
	}
}

// candidate reads what a resource may be found by.
func (r *resourceInstance) candidate() *candidate {
	r.evaluate()
	c := &candidate{
		root: r.node.scope.home.dir, typ: r.node.cfg.Type, address: r.address,
		credentials: r.provider.credentials,
		facts:       map[string]fact{}, tags: map[string]fact{},
	}
	if r.node.scope.maybe != nil || r.iter.maybe != nil {
		c.uncertain = "it is not known whether or how often it exists"
	}
	if !parser.Holed(r.region) {
		c.region = r.region
	}
	if account := r.ev().origins.Expand(r.provider.account); !parser.Holed(account) {
		c.account = account
	}
	for _, name := range candidateFacts {
		if v, ok := r.fields[name]; ok {
			c.facts[name] = r.fact(v)
		}
	}
	switch r.node.cfg.Type {
	case "aws_default_security_group":
		c.facts["name"] = fact{given: true, known: true, text: "default"}
	case "aws_default_vpc", "aws_default_subnet":
		c.facts["default"] = fact{given: true, known: true, text: "true"}
	}
	c.readTags(r, r.provider.defaultTags)
	c.readTags(r, r.field("tags"))
	return c
}

// candidateFacts are the arguments that resources are found by.
var candidateFacts = []string{
	"availability_zone", "cidr_block", "name", "name_prefix", "service_name",
	"vpc_endpoint_type", "vpc_id",
}

// fact reads an argument.
func (r *resourceInstance) fact(v cty.Value) fact {
	text, ok := r.ev().textOf(v)
	if !ok {
		plain, _ := v.Unmark()
		return fact{given: !plain.IsNull()}
	}
	if origin, whole := r.ev().origins.Whole(text); whole && origin.Kind == parser.Reference &&
		origin.Attr == "id" && origin.What == "" && origin.Shape == "" {
		return fact{given: true, known: true, of: origin.Address}
	}
	text = r.ev().origins.Expand(text)
	return fact{given: true, known: !parser.Holed(text), text: text}
}

// readTags adds tags, the later the stronger.
func (c *candidate) readTags(r *resourceInstance, v cty.Value) {
	plain, marks := v.Unmark()
	switch {
	case !plain.IsKnown() || len(marks) > 0:
		c.openTags = true
	case plain.IsNull() || !plain.CanIterateElements():
	default:
		for it := plain.ElementIterator(); it.Next(); {
			key, value := it.Element()
			if name := r.ev().origins.Expand(key.AsString()); parser.Holed(name) {
				c.openTags = true
			} else {
				c.tags[name] = r.fact(value)
			}
		}
	}
}

// name names the candidate for a report.
func (c *candidate) name() string { return c.address + " of " + c.root }

// find returns the instance that a path leads to.
func (s *scope) find(path []pathStep) *resourceInstance {
	for len(path) > 1 {
		call, ok := s.calls[path[0].name]
		if !ok {
			return nil
		}
		var next *scope
		for _, t := range call.instances().list {
			if child, ok := t.(*scope); ok && child.iter.suffix == path[0].suffix {
				next = child
			}
		}
		if next == nil {
			return nil
		}
		s, path = next, path[1:]
	}
	n, ok := s.resources[path[0].name]
	if !ok {
		return nil
	}
	for _, t := range n.instances().list {
		if r := t.(*resourceInstance); r.iter.suffix == path[0].suffix {
			return r
		}
	}
	return nil
}

// linked links a data source, and returns what it answers then.
func (r *resourceInstance) linked() map[string]cty.Value {
	ev := r.ev()
	if ev.alone || ev.beside != nil || ev.tree.linker == nil {
		return nil
	}
	if r.node.cfg.Type == "terraform_remote_state" {
		r.linkState()
		return nil
	}
	s, ok := searches[r.node.cfg.Type]
	if !ok {
		return nil
	}
	if r.iter.maybe != nil && r.iter.suffix == "[*]" {
		return nil
	}
	found, by, why := r.search(s)
	if r.unlinked = why; why != "" {
		return nil
	}
	return r.take(s, found, by)
}

// take answers with what was found.
func (r *resourceInstance) take(s *searched, found []*candidate, by string) map[string]cty.Value {
	asked := &providerState{
		region: r.region, account: r.provider.account, credentials: r.provider.credentials,
	}
	root := found[0].root
	top, why := r.ev().reach(root, "", asked)
	if r.unlinked = why; why != "" {
		return nil
	}
	instances := make([]*resourceInstance, len(found))
	names := make([]string, len(found))
	for i, c := range found {
		names[i] = c.address
		if instances[i] = top.find(c.path); instances[i] == nil || !instances[i].evaluate() {
			r.unlinked = c.name() + " waits for this configuration"
			return nil
		}
	}
	answer := map[string]cty.Value{}
	if s.many == nil {
		for name, from := range s.answers {
			if v := instances[0].attr(from, r.node.cfg.Decl); v.IsKnown() || v.IsMarked() {
				answer[name] = v
			}
		}
		if r.node.cfg.Type == "aws_ssm_parameter" {
			instances[0].parameterValue(answer)
		}
	} else {
		for name, from := range s.many {
			list := make([]cty.Value, len(instances))
			for i, instance := range instances {
				list[i] = instance.attr(from, r.node.cfg.Decl)
				if list[i].Type() != cty.String {
					return nil
				}
			}
			answer[name] = cty.ListVal(list)
		}
	}
	r.linkTo(strings.Join(names, ", "), root, by)
	return answer
}

// parameterValue answers with the value of a parameter, which may be given as one of two.
func (r *resourceInstance) parameterValue(answer map[string]cty.Value) {
	for _, name := range []string{"value", "insecure_value"} {
		v := r.field(name)
		if plain, _ := v.Unmark(); !plain.IsKnown() || !plain.IsNull() {
			answer["value"] = v
			return
		}
	}
}

// describe joins what a data source was matched by.
func describe(words []string) string {
	slices.Sort(words)
	return "its " + strings.Join(slices.Compact(words), " and ")
}

// several says that more than one fits.
func several(list []*candidate) string {
	names := make([]string, 0, 3)
	for _, c := range list[:min(len(list), 2)] {
		names = append(names, c.name())
	}
	if len(list) > 2 {
		return fmt.Sprintf("%d resources of this run match it, %s among them", len(list),
			strings.Join(names, " and "))
	}
	return strings.Join(names, " and ") + " both match it"
}
