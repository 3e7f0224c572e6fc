package terraform

// shown reads a plan, or a state as it is shown.
func (p *Plan) shown(doc *planDocument) {
	p.variables = doc.Variables
	if doc.Values != nil { // a state
		p.state(doc.Values.Root, func(string) bool { return true }, 0)
		return
	}
	p.config, p.providers = doc.Configuration.Root, doc.Configuration.Providers
	for i := range doc.Changes {
		p.change(&doc.Changes[i])
	}
	if doc.PriorState.Values != nil {
		p.state(doc.PriorState.Values.Root, func(string) bool { return true }, 0)
		p.dropChanged(doc.Changes)
	}
	p.useKeys()
	if doc.Errored || doc.Complete != nil && !*doc.Complete ||
		doc.Complete == nil && p.leavesOut(doc.Changes) {
		p.partial = partOnly
	}
}

// dropChanged drops what a prior state holds of instances that the plan says something of: the rest
// stays as it is (-target, -refresh-only).
func (p *Plan) dropChanged(changes []planChange) {
	gone := map[string]bool{}
	for i := range changes {
		c := &changes[i]
		gone[c.Previous] = true
		if c.Deposed == "" {
			gone[c.instance().address()] = true
		}
	}
	seen := map[string]bool{}
	kept := p.instances[:0]
	for _, one := range p.instances {
		address := one.address()
		if seen[address] || one.prior && gone[address] && one.mode == "managed" {
			continue
		}
		seen[address] = true
		kept = append(kept, one)
	}
	p.instances = kept
}

// change reads what becomes of an instance.
func (p *Plan) change(c *planChange) {
	after, ok := c.Change.After.(map[string]any)
	gone := len(c.Change.Actions) == 1 &&
		(c.Change.Actions[0] == "delete" || c.Change.Actions[0] == "forget")
	if !ok || gone || c.Deposed != "" || c.Type == "" || c.Name == "" || c.Mode == "ephemeral" {
		return
	}
	one := c.instance()
	one.values, one.unknown = after, object(c.Change.Unknown)
	one.sensitive, one.created = object(c.Change.Sensitive), c.Change.Before == nil
	p.instances = append(p.instances, one)
}

// instance returns the instance that a change is about, without values.
func (c *planChange) instance() *planned {
	return &planned{
		module: c.Module, mode: c.Mode, typ: c.Type, name: c.Name, key: c.Index, provider: c.Provider,
	}
}

func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// state reads the instances of a module whose mode is wanted, and of the modules inside.
func (p *Plan) state(m *planStateModule, wanted func(mode string) bool, depth int) {
	if m == nil || depth > maxPlanNest {
		return
	}
	for _, r := range m.Resources {
		if r.Type == "" || r.Name == "" || r.Deposed != "" || !wanted(r.Mode) {
			continue
		}
		p.instances = append(p.instances, &planned{
			module: m.Address, mode: r.Mode, typ: r.Type, name: r.Name, key: r.Index,
			provider: r.Provider, values: r.Values, sensitive: object(r.Sensitive),
			depends: r.DependsOn, prior: true,
		})
	}
	for _, child := range m.Children {
		p.state(child, wanted, depth+1)
	}
}

// kept reads the resources of a state as it is kept.
func (p *Plan) kept(resources []keptResource) {
	for _, r := range resources {
		for _, one := range r.Instances {
			if r.Type == "" || r.Name == "" || one.Deposed != "" {
				continue
			}
			if one.Attributes == nil {
				p.partial = flatOnly
				continue
			}
			p.instances = append(p.instances, &planned{
				module: r.Module, mode: r.Mode, typ: r.Type, name: r.Name, key: one.Key,
				provider: r.Provider, values: one.Attributes,
				sensitive: sensitivePaths(one.Sensitive), depends: one.Depends,
			})
		}
	}
}

// sensitivePaths reads the paths of sensitive values as far as the attributes that hold them.
func sensitivePaths(paths []any) map[string]any {
	found := map[string]any{}
	for _, path := range paths {
		steps, _ := path.([]any)
		if len(steps) == 0 {
			continue
		}
		if name, ok := object(steps[0])["value"].(string); ok {
			found[name] = true
		}
	}
	return found
}

// useKeys gives each instance the key of its provider configuration.
func (p *Plan) useKeys() {
	keys := map[string]string{}
	var walk func(m *planModule, config string, depth int)
	walk = func(m *planModule, config string, depth int) {
		if m == nil || depth > maxPlanNest {
			return
		}
		for i := range m.Resources {
			keys[config+m.Resources[i].label()] = m.Resources[i].Provider
		}
		for name, call := range m.Calls {
			walk(call.Module, config+"module."+name+".", depth+1)
		}
	}
	walk(p.config, "", 0)
	for _, one := range p.instances {
		if key := keys[one.config()]; key != "" {
			one.provider = key
		}
	}
}
