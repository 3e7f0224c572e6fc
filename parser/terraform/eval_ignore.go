package terraform

import (
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// lasting are arguments that nobody can change elsewhere, since AWS fixes them when it makes the
// resource: to ignore their changes costs nothing.
var lasting = map[string]bool{
	"availability_zone": true, "capacity_provider_name": true, "cidr_block": true, "cluster": true,
	"ecr_repository_prefix": true, "family": true, "id": true, "key_name": true, "name": true,
	"name_prefix": true, "policy_arn": true, "prefix_list_id": true, "region": true, "role": true,
	"route_table_id": true, "security_group_id": true, "service_name": true, "type": true,
	"upstream_registry_url": true, "user": true, "vpc_endpoint_id": true,
	"vpc_endpoint_type": true, "vpc_id": true, "destination_cidr_block": true,
	"repository": true, "tags": true, "tags_all": true, "desired_count": true,
	"network_acl_id": true, "default_network_acl_id": true, "default_route_table_id": true,
}

// revised are the resources of which the configuration makes the first revision only, by the
// argument that names or is what a pipeline replaces.
var revised = map[string]string{
	"aws_ecs_service": "task_definition", "aws_ecs_task_set": "task_definition",
	"aws_ecs_task_definition": "container_definitions",
}

// revisedInside are the resources whose nested block names what a pipeline replaces.
var revisedInside = map[string]string{
	"aws_cloudwatch_event_target": "ecs_target.task_definition_arn",
	"aws_scheduler_schedule":      "target.ecs_parameters.task_definition_arn",
	"aws_pipes_pipe":              "target_parameters.ecs_task_parameters.task_definition_arn",
}

// ignore makes unknown the arguments whose changes are ignored: they may be set elsewhere. What a
// pipeline replaces as a whole is kept, and the resource says so.
// https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes
func (r *resourceInstance) ignore(fields map[string]cty.Value) {
	cfg := r.node.cfg
	if cfg.Mode != "managed" || !cfg.IgnoreAll && len(cfg.Ignored) == 0 {
		return
	}
	names := cfg.Ignored
	if cfg.IgnoreAll {
		names = slices.Sorted(maps.Keys(fields))
	}
	for _, path := range names {
		name, inner := cutPath(path)
		if _, ok := fields[name]; !ok || r.lasts(name) {
			continue
		}
		origin := parser.Origin{
			What: r.address + "." + path, Range: cfg.Decl,
			Why: "may be set elsewhere, since lifecycle ignores its changes",
		}
		if revised[cfg.Type] == name ||
			revisedInside[cfg.Type] == strings.ReplaceAll(path, "[0]", "") {
			r.replaced = &origin
			continue
		}
		fields[name] = r.ignored(fields[name], name, inner, origin)
	}
}

// lasts reports whether to ignore the changes of an argument costs nothing.
func (r *resourceInstance) lasts(name string) bool {
	cfg := r.node.cfg
	switch cfg.Type {
	case "aws_default_network_acl": // the subnets of it are those that no other list has
		return lasting[name] || name == "subnet_ids"
	case "aws_ecs_task_definition": // revisions differ as a whole
		return lasting[name] || cfg.IgnoreAll && name != revised[cfg.Type]
	case "aws_route_table_association":
		return lasting[name] && name != "route_table_id"
	}
	return lasting[name]
}

// cutPath cuts network_configuration[0].subnets into its first name and the name behind the index
// of a nested block, if that is all there is.
func cutPath(path string) (name, inner string) {
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		return path, ""
	}
	name = path[:end]
	if rest, ok := strings.CutPrefix(path[end:], "[0]."); ok && !strings.ContainsAny(rest, ".[") {
		return name, rest
	}
	return name, ""
}

// ignored returns an argument, or a nested block, with what is ignored of it unknown.
func (r *resourceInstance) ignored(
	v cty.Value, name, inner string, origin parser.Origin,
) cty.Value {
	ev := r.ev()
	id := ev.origins.Add(origin)
	plain, marks := v.Unmark()
	if nested, block := r.schema.blockNamed(name); block {
		list := elements(plain)
		if inner == "" || len(list) == 0 || !list[0].Type().HasAttribute(inner) {
			return ev.unknown(cty.DynamicPseudoType, id)
		}
		first, mine := list[0].Unmark()
		block := first.AsValueMap()
		block[inner] = ev.unknown(nested.block.typeOf(inner), id)
		list[0] = cty.ObjectVal(block).WithMarks(mine)
		return cty.TupleVal(list).WithMarks(marks)
	}
	if r.schema == nil {
		return ev.unknown(cty.DynamicPseudoType, id)
	}
	return ev.unknown(r.schema.typeOf(name), id)
}

// typeOf returns the type of an attribute; any for nested blocks and what is not known.
func (s *blockSchema) typeOf(name string) cty.Type {
	if attr, ok := s.attrs[name]; ok {
		return attr.typ
	}
	return cty.DynamicPseudoType
}
