package terraform

import (
	"github.com/ecrlint/ecrlint/parser"
)

// Why something may be missing in a plan or state.
const (
	partOnly = "is not in this plan, which is of a part of it (-target) or ended with an error"
	// flatOnly is said of a state that keeps attributes in the form of state version 3.
	flatOnly = "is in this state in a form of Terraform 0.11, which is rewritten when it is refreshed"
)

// hint says what would tell what may be missing.
func (p *Plan) hint() string {
	if p.partial == flatOnly {
		return "run terraform apply -refresh-only"
	}
	return "plan the whole configuration, or pass the folder with the .tf files beside the plan"
}

// leavesOut reports whether a plan leaves out what must be there: a resource of the configuration
// that is neither repeated nor in a module that is. Plans have said so themselves ("complete")
// since format version 1.2 of Terraform 1.8; those of OpenTofu and of older versions do not.
// https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
func (p *Plan) leavesOut(changes []planChange) bool {
	seen := map[string]bool{}
	for _, one := range p.instances {
		seen[one.config()] = true
	}
	for i := range changes {
		seen[changes[i].instance().config()] = true
	}
	return p.config.lacks(seen, "", 0)
}

// lacks reports whether a module declares what has no instance though it has exactly one.
func (m *planModule) lacks(seen map[string]bool, config string, depth int) bool {
	if m == nil || depth > maxPlanNest {
		return false
	}
	for i := range m.Resources {
		r := &m.Resources[i]
		if r.Mode == "managed" && r.Count == nil && r.ForEach == nil && !seen[config+r.label()] {
			return true
		}
	}
	for name, call := range m.Calls {
		if call.Count == nil && call.ForEach == nil &&
			call.Module.lacks(seen, config+"module."+name+".", depth+1) {
			return true
		}
	}
	return false
}

// unplanned says of a plan or state of a part that the rest may add to any resource.
func (p *planRoot) unplanned(resources []*parser.Resource) []parser.Opaque {
	if p.plan.partial == "" {
		return nil
	}
	rest := parser.Opaque{Address: p.plan.Path, Origin: parser.Origin{
		What: "the rest of the configuration", Range: p.decl,
		Why:  p.plan.partial,
		Hint: p.plan.hint(),
	}}
	for _, r := range resources {
		if r.Mode == parser.Managed {
			rest.Handed = append(rest.Handed, r.Address)
		}
	}
	return []parser.Opaque{rest}
}
