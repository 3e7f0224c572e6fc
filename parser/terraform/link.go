package terraform

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"github.com/zclconf/go-cty/cty"
	"golang.org/x/sync/errgroup"

	"github.com/ecrlint/ecrlint/parser"
)

// linker knows what the roots of a run declare, for the data sources of the others.
type linker struct {
	mu         sync.Mutex // for begun
	places     []*place   // where states are kept
	candidates map[string][]*candidate
	// joints are the roots that add to what a configuration declares.
	joints map[deployment][]joint
	// begun are the evaluations of roots that go on where the search for links has left them.
	begun map[deployment]*evaluator
}

// link gathers what data sources may be taken for. It costs nothing where there are none, and
// where there is one root only.
func (t *Tree) link(ctx context.Context, opts Options, readings []rootReading) {
	if opts.Isolated || len(t.roots) < 2 {
		return
	}
	types, states := t.asked()
	if len(types) == 0 && !states {
		return
	}
	found, begun := make([]*survey, len(readings)), make([]*evaluator, len(readings))
	jobs := opts.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	var group errgroup.Group
	group.SetLimit(jobs)
	for i, one := range readings {
		group.Go(func() error {
			if ctx.Err() == nil {
				begun[i] = t.begin(ctx, one)
				begun[i].alone = true
				found[i] = begun[i].survey(types, states)
			}
			return nil
		})
	}
	_ = group.Wait() // no job returns an error
	t.linker = &linker{candidates: map[string][]*candidate{}}
	for _, one := range found {
		t.linker.add(one)
	}
	t.join(ctx, readings, begun, &group)
}

// add adds what one root has.
func (l *linker) add(found *survey) {
	if found == nil {
		return
	}
	l.places = append(l.places, found.places...)
	for _, c := range found.list {
		l.candidates[c.typ] = append(l.candidates[c.typ], c)
	}
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

// survey is what one root declares of the types that are asked for, and where it may keep its
// state.
type survey struct {
	list   []*candidate
	places []*place
}

// candidate is a resource that a data source may be taken for.
type candidate struct {
	root string
	// environment is the one that the root was read with; empty for none.
	environment string
	typ         string
	address     string // in its root
	path        []pathStep
	// uncertain says why it may not be one resource; empty where it is.
	uncertain string
	region    string // empty where nothing pins it
	whose     whose
	facts     map[string]fact
	tags      map[string]fact
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

// begin starts to evaluate a root.
func (t *Tree) begin(ctx context.Context, one rootReading) (ev *evaluator) {
	ev = newEvaluator(ctx, t, one.opts, one.root)
	defer func() {
		if recover() != nil { // the evaluation of the root says so
			ev.scopes, ev.spoilt = nil, true
		}
	}()
	ev.top()
	return ev
}

// survey evaluates what the root declares of the types, and where it may keep its state.
func (ev *evaluator) survey(types map[string]bool, states bool) (found *survey) {
	found = &survey{}
	if len(ev.scopes) == 0 {
		return found
	}
	defer func() {
		if recover() != nil { // the evaluation of the root says so
			found, ev.spoilt = &survey{}, true
		}
	}()
	if states {
		found.places = ev.places()
	}
	if len(types) == 0 {
		return found
	}
	ev.scopes[0].survey(found, types, nil)
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
			c.path = slices.Concat(path, []pathStep{{name, r.iter.suffix}})
			found.list = append(found.list, c)
		}
	}
	for _, name := range sortedKeys(s.calls) {
		for _, t := range s.calls[name].instances().list {
			if child, ok := t.(*scope); ok {
				child.survey(found, types, slices.Concat(path, []pathStep{{name, child.iter.suffix}}))
			}
		}
	}
}

// candidate reads what a resource may be found by.
func (r *resourceInstance) candidate() *candidate {
	r.evaluate()
	c := &candidate{
		root: r.node.scope.home.dir, environment: r.node.scope.home.environment,
		typ: r.node.cfg.Type, address: r.address,
		whose: r.ev().whose(r.provider),
		facts: map[string]fact{}, tags: map[string]fact{},
	}
	if r.node.scope.maybe != nil || r.iter.maybe != nil {
		c.uncertain = "it is not known whether or how often it exists"
	}
	if !parser.Holed(r.region) {
		c.region = r.region
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
	"availability_zone", "cidr_block", "family", "name", "name_prefix", "service_name",
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
	case plain.IsKnown() && plain.IsNull():
	case !plain.IsKnown() || len(marks) > 0, !plain.Type().IsMapType() && !plain.Type().IsObjectType():
		c.openTags = true
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
func (c *candidate) name() string {
	if c.environment != "" {
		return c.address + " of " + c.root + " (" + c.environment + ")"
	}
	return c.address + " of " + c.root
}
