package terraform

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// result returns the instance as other packages see it.
func (r *resourceInstance) result(config string, needs []string) *parser.Resource {
	r.evaluate()
	mode := parser.Managed
	if r.node.cfg.Mode == "data" {
		mode = parser.Data
	}
	maybe := r.node.scope.maybe
	if r.iter.maybe != nil {
		maybe = r.iter.maybe
	}
	result := &parser.Resource{
		Address: r.address, Config: config, Mode: mode, Type: r.node.cfg.Type,
		Attrs: r.attrs(), Maybe: maybe, Replaced: r.replaced,
		Imported: r.ev().adopted[r.address] || r.ev().adopted[config],
		Provider: parser.Provider{
			Region: r.region, Account: r.provider.account, Partition: r.partition(),
		},
		Unlinked: r.unlinked, AsMade: r.asMade, Foreign: r.node.scope.home.foreign,
		Needs: needs, Callers: r.node.scope.callers, Decl: r.node.cfg.Decl, Locate: r.locate,
	}
	if r.node.scope.module.Model == nil {
		return result
	}
	// What is modelled is written where the module is called.
	result.Decl, result.Callers = result.Callers[0], result.Callers[1:]
	result.Locate = nil
	return result
}

// attrs returns the arguments, and the identities that AWS gives the resource.
func (r *resourceInstance) attrs() cty.Value {
	fields := r.fields
	for name, v := range r.identities() {
		if old, given := fields[name]; !given || old.IsKnown() && !old.IsMarked() && old.IsNull() {
			fields[name] = v
		}
	}
	return cty.ObjectVal(fields)
}

// identities returns what the resource is known by besides its arguments, and what a data source
// answers.
func (r *resourceInstance) identities() map[string]cty.Value {
	found := map[string]cty.Value{}
	if r.schema == nil {
		r.bareIdentities(found)
		return found
	}
	for _, name := range r.schema.names {
		attr := r.schema.attrs[name]
		v, answered := r.computed[name]
		answered = answered && r.node.cfg.Mode == "data" && v.IsKnown()
		if attr.argument && name != "id" && !answered {
			continue
		}
		if answered {
			found[name] = v
		} else if identities[name] || accounts[name] {
			if v, ok := r.identity(name); ok {
				found[name] = v
			}
		}
	}
	return found
}

// bareIdentities adds what is known of a type without a schema: the id, and the list of a data
// source that the provider has no more.
func (r *resourceInstance) bareIdentities(found map[string]cty.Value) {
	if v, ok := r.identity("id"); ok {
		found["id"] = v
	}
	if v, ok := r.computed["ids"]; ok {
		found["ids"] = v
	}
}

// opaqueTypes are resources that create others, which cannot be seen.
var opaqueTypes = map[string]bool{
	"aws_cloudformation_stack": true, "aws_cloudformation_stack_set": true,
	"aws_cloudformation_stack_set_instance":                    true,
	"aws_cloudformation_stack_instances":                       true,
	"aws_servicecatalog_provisioned_product":                   true,
	"aws_serverlessapplicationrepository_cloudformation_stack": true,
}

// opaqueResources lists the resources that create others.
func opaqueResources(ev *evaluator) []parser.Opaque {
	var list []parser.Opaque
	for _, s := range ev.scopes {
		for _, n := range s.resources {
			typ := n.cfg.Type
			if n.cfg.Mode != "managed" || !opaqueTypes[typ] && !strings.HasPrefix(typ, "awscc_") {
				continue
			}
			for _, t := range n.instances().list {
				list = append(list, t.(*resourceInstance).opaque())
			}
		}
	}
	return list
}

func (r *resourceInstance) opaque() parser.Opaque {
	handed := map[string]bool{}
	for _, v := range r.fields {
		r.ev().addresses(v, handed)
	}
	delete(handed, r.address)
	return parser.Opaque{
		Address: r.address, Handed: sortedKeys(handed),
		Foreign: r.node.scope.home.foreign,
		Origin: parser.Origin{
			What: r.address, Why: "creates resources that its own template says",
			Range: r.node.cfg.Decl,
		},
	}
}

// object implements target.
func (r *resourceInstance) object() cty.Value {
	if !r.evaluate() {
		return r.ev().cyclic(r.address)
	}
	if r.whole == cty.NilVal {
		fields := r.names()
		for _, name := range sortedKeys(fields) { // in order: it numbers the origins
			fields[name] = r.attr(name, r.node.cfg.Decl)
		}
		r.whole = cty.ObjectVal(fields)
	}
	return r.whole
}

// names returns the names of all attributes, without values.
func (r *resourceInstance) names() map[string]cty.Value {
	fields := make(map[string]cty.Value, len(r.fields))
	for name := range r.fields {
		fields[name] = cty.NilVal
	}
	if r.schema != nil {
		for _, name := range r.schema.names {
			fields[name] = cty.NilVal
		}
	}
	for name := range r.computed {
		fields[name] = cty.NilVal
	}
	if r.state != nil {
		fields["outputs"] = cty.NilVal
	}
	fields["id"] = cty.NilVal
	return fields
}
