package cloudformation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// dependencies finds what the resources of a root wait for.
type dependencies struct {
	ev     *evaluator
	direct map[*resource]map[*resource]bool
	closed map[*resource]map[*resource]bool
	path   []*resource // what is being closed
	spent  int
	full   bool
	// named holds what a nested stack itself names, which all inside it wait for.
	named map[*stack]map[*resource]bool
}

func newDependencies(ev *evaluator) *dependencies {
	return &dependencies{
		ev: ev, direct: map[*resource]map[*resource]bool{},
		closed: map[*resource]map[*resource]bool{}, named: map[*stack]map[*resource]bool{},
	}
}

// of returns the Config addresses of what a resource waits for, sorted.
func (d *dependencies) of(r *resource) []string {
	all := d.close(r)
	names := make([]string, 0, len(all))
	for needed := range all {
		if needed != r {
			names = append(names, needed.address())
		}
	}
	slices.Sort(names)
	return names
}

// close returns the transitive dependencies of a resource.
func (d *dependencies) close(r *resource) map[*resource]bool {
	if all, ok := d.closed[r]; ok {
		return all
	}
	all := map[*resource]bool{}
	d.closed[r] = all
	d.path = append(d.path, r)
	for _, needed := range sorted(d.directly(r)) {
		if i := slices.Index(d.path, needed); i >= 0 {
			d.report(d.path[i:])
			continue
		}
		all[needed] = true
		further := d.close(needed)
		if d.spent+len(further) > maxNeeds {
			d.exhausted(r)
			continue
		}
		d.spent += len(further)
		for one := range further {
			all[one] = true
		}
	}
	d.path = d.path[:len(d.path)-1]
	return all
}

// exhausted reports, once, that there are too many dependencies.
func (d *dependencies) exhausted(r *resource) {
	if !d.full {
		d.full = true
		r.stack.fail(r.key, "Limit reached", "The resources wait for too many others; what this one "+
			"and those after it wait for is not complete.")
	}
}

// report reports resources that wait for each other.
func (d *dependencies) report(circle []*resource) {
	first := 0
	for i, r := range circle {
		if r.address() < circle[first].address() {
			first = i
		}
	}
	var names []string
	for i := range circle {
		names = append(names, circle[(first+i)%len(circle)].address())
	}
	names = append(names, names[0])
	circle[first].stack.fail(circle[first].key, "Circular dependency",
		fmt.Sprintf("The resources wait for each other: %s.", strings.Join(names, " -> ")))
}

func sorted(set map[*resource]bool) []*resource {
	list := make([]*resource, 0, len(set))
	for r := range set {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b *resource) int {
		return strings.Compare(a.address(), b.address())
	})
	return list
}

// directly returns what a resource itself names, what the stack that it lies in waits for, and of a
// nested stack everything inside.
func (d *dependencies) directly(r *resource) map[*resource]bool {
	if found, ok := d.direct[r]; ok {
		return found
	}
	found := map[*resource]bool{}
	d.direct[r] = found
	d.collectAll(r, found)
	for needed := range d.around(r.stack) {
		found[needed] = true
	}
	if inner := r.nested(); inner != nil {
		for _, part := range inner.order {
			if !part.gone {
				found[part] = true
			}
		}
	}
	return found
}

// around returns what the nested stacks that a stack lies in wait for.
func (d *dependencies) around(s *stack) map[*resource]bool {
	if s.owner == nil {
		return nil
	}
	if found, ok := d.named[s]; ok {
		return found
	}
	found := map[*resource]bool{}
	d.named[s] = found
	d.collectAll(s.owner, found)
	for needed := range d.around(s.owner.stack) {
		found[needed] = true
	}
	return found
}

// collectAll adds what a resource names in its properties and with DependsOn.
func (d *dependencies) collectAll(r *resource, found map[*resource]bool) {
	s := r.stack
	if on := r.node.get("DependsOn"); on != nil {
		names := []*node{on}
		if on.kind == list {
			names = on.items
		}
		for _, name := range names {
			needed, ok := s.resources[name.text]
			switch {
			case ok:
				d.add(needed, found)
			case !name.is(text) || !s.hidden():
				s.fail(name, "Unknown name", fmt.Sprintf(
					"%s depends on %q, which the template does not have.%s", r.id, name.text,
					s.near(name.text)))
			}
		}
	}
	d.collect(s, r.properties(), found)
	delete(found, r)
}

func (d *dependencies) add(r *resource, found map[*resource]bool) {
	if !r.gone {
		found[r] = true
	}
}

// collect adds what a node names.
func (d *dependencies) collect(s *stack, n *node, found map[*resource]bool) {
	if n == nil || n.kind < list || len(n.items) == 0 {
		return
	}
	parts := n.items
	if n.kind == call {
		parts = d.called(s, n, found)
	}
	for _, item := range parts {
		d.collect(s, item, found)
	}
}

// called adds what a call of a function itself names, and returns the arguments that may name more.
func (d *dependencies) called(s *stack, n *node, found map[*resource]bool) []*node {
	args := n.args()
	switch n.text {
	case "Ref":
		d.name(s, n.arg().text, found)
	case "GetAtt":
		if len(args) > 0 {
			id, _, _ := strings.Cut(args[0].text, ".")
			d.name(s, id, found)
		}
		return nil
	case "Sub":
		d.variables(s, args, found)
	case "ImportValue":
		d.imported(s, n, found)
	case "If":
		if len(args) == 3 {
			if t, _ := s.condition(args[0]); t != undecided {
				return []*node{taken(args, t)}
			}
		}
	}
	return n.items
}

// variables adds what the text of Fn::Sub names.
func (d *dependencies) variables(s *stack, args []*node, found map[*resource]bool) {
	if len(args) == 0 {
		return
	}
	for _, part := range placeholders(args[0].text) {
		if part.variable {
			id, _, _ := strings.Cut(part.text, ".")
			d.name(s, id, found)
		}
	}
}

// name adds the resource of a name, or what an outer stack passes for the parameter of a name.
func (d *dependencies) name(s *stack, name string, found map[*resource]bool) {
	if r, ok := s.resources[name]; ok {
		d.add(r, found)
		return
	}
	if p, ok := s.params[name]; ok && p.given != nil && s.owner != nil {
		d.collect(s.owner.stack, p.given, found)
	}
}

// imported adds the resources of the stack whose export is imported: it was made before.
func (d *dependencies) imported(s *stack, n *node, found map[*resource]bool) {
	v := s.eval(n.arg())
	name, ok := s.ev.text(v)
	if v == cty.NilVal || !ok || s.ev.links == nil {
		return
	}
	if from := s.ev.exporter(s, name); from != nil && from.root() != s.root() {
		for _, other := range s.ev.stacks {
			if other.root() != from.root() {
				continue
			}
			for _, r := range other.order {
				d.add(r, found)
			}
		}
	}
}

// root returns the stack that is nested in no other.
func (s *stack) root() *stack {
	for s.owner != nil {
		s = s.owner.stack
	}
	return s
}
