package terraform

import (
	"slices"
	"strings"
)

// planNeeds says what the resources of a plan or state wait for. Locals are not in a plan: what
// they refer to is missing.
type planNeeds struct {
	// direct holds what each resource waits for, and what each variable and output leads to, by
	// names as of refGraph.
	direct map[string][]string
	done   map[string][]string
	held   map[string]bool // the resources that have instances
}

func newPlanNeeds(p *Plan) *planNeeds {
	n := &planNeeds{
		direct: map[string][]string{}, done: map[string][]string{}, held: map[string]bool{},
	}
	n.module(p.config, "", 0)
	for _, one := range p.instances {
		n.held[one.config()] = true
		if len(one.depends) > 0 {
			n.direct[one.config()] = append(n.direct[one.config()], one.depends...)
		}
	}
	return n
}

// module notes what is in a module.
func (n *planNeeds) module(m *planModule, config string, depth int) {
	if m == nil || depth > maxPlanNest {
		return
	}
	for i := range m.Resources {
		r := &m.Resources[i]
		name := config + r.label()
		n.refer(name, config, r.Expressions)
		n.refer(name, config, r.Count)
		n.refer(name, config, r.ForEach)
		n.depend(name, config, r.DependsOn)
		n.direct[name] = append(n.direct[name], config+".")
	}
	for name, output := range m.Outputs {
		n.refer(config+"output."+name, config, output.Expression)
		n.depend(config+"output."+name, config, output.DependsOn)
	}
	for name, call := range m.Calls {
		inner := config + "module." + name + "."
		for variable, expr := range call.Expressions {
			n.refer(inner+"var."+variable, config, expr)
		}
		n.refer(inner+".", config, call.Count)
		n.refer(inner+".", config, call.ForEach)
		n.depend(inner+".", config, call.DependsOn)
		n.direct[inner+"."] = append(n.direct[inner+"."], config+".")
		n.module(call.Module, inner, depth+1)
	}
}

// refer notes the references anywhere in expressions.
func (n *planNeeds) refer(name, config string, expr any) {
	switch expr := expr.(type) {
	case []any:
		for _, one := range expr {
			n.refer(name, config, one)
		}
	case map[string]any:
		if refs, ok := expr["references"].([]any); ok {
			n.depend(name, config, referenceTexts(map[string]any{"references": refs}))
			return
		}
		for key, inner := range expr {
			if key != "constant_value" {
				n.refer(name, config, inner)
			}
		}
	}
}

func (n *planNeeds) depend(name, config string, refs []string) {
	for _, ref := range refs {
		n.direct[name] = append(n.direct[name], config+referredName(ref))
	}
}

// referredName is the name of what a reference is about, without instance keys.
func referredName(ref string) string {
	var b strings.Builder
	for ref != "" {
		at := strings.IndexByte(ref, '[')
		if at < 0 {
			b.WriteString(ref)
			break
		}
		b.WriteString(ref[:at])
		ref = ref[at+keyLength(ref[at:]):]
	}
	parts := strings.Split(b.String(), ".")
	size := 2
	switch {
	case parts[0] == "data":
		size = 3
	case parts[0] == "module" && len(parts) > 2:
		return "module." + parts[1] + ".output." + parts[2]
	}
	return strings.Join(parts[:min(size, len(parts))], ".")
}

// of returns the names of the resources that an instance waits for, sorted.
func (n *planNeeds) of(one *planned) []string {
	name := one.config()
	if done, ok := n.done[name]; ok {
		return done
	}
	seen := map[string]bool{}
	work := append([]string(nil), n.direct[name]...)
	for len(work) > 0 {
		next := work[len(work)-1]
		work = work[:len(work)-1]
		if !seen[next] {
			seen[next] = true
			work = append(work, n.direct[next]...)
		}
	}
	list := []string{}
	for config := range seen {
		if n.held[config] {
			list = append(list, config)
		}
	}
	slices.Sort(list)
	n.done[name] = list
	return list
}
