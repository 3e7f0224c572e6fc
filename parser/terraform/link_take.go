package terraform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

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
	ev.spoilt = ev.spoilt || ev.alone && looksAbroad(r.node.cfg)
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
	top, why := r.ev().reach(root, "", found[0].environment, asked)
	if r.unlinked = why; why != "" {
		r.perhaps = found
		return nil
	}
	instances := make([]*resourceInstance, len(found))
	names := make([]string, len(found))
	for i, c := range found {
		names[i] = c.address
		if instances[i] = top.find(c.path); instances[i] == nil || !instances[i].evaluate() {
			r.unlinked = c.name() + " waits for this configuration"
			r.perhaps = found
			return nil
		}
	}
	answer := instances[0].answers(s.answers)
	for _, name := range sortedKeys(s.many) {
		list := make([]cty.Value, len(instances))
		for i, instance := range instances {
			list[i] = instance.attr(s.many[name], r.node.cfg.Decl)
			if list[i].Type() != cty.String {
				return nil
			}
		}
		if answer[name] = cty.ListVal(list); s.sets {
			answer[name] = cty.SetVal(list)
		}
	}
	if r.node.cfg.Type == "aws_ssm_parameter" {
		instances[0].parameterValue(answer)
	}
	r.linkTo(strings.Join(names, ", "), root, by)
	return answer
}

// answers returns attributes under the names that a data source has for them.
func (r *resourceInstance) answers(names map[string]string) map[string]cty.Value {
	answer := make(map[string]cty.Value, len(names))
	for _, name := range sortedKeys(names) { // in order: it numbers the origins
		answer[name] = r.attr(names[name], r.node.cfg.Decl)
	}
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
