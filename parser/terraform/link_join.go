package terraform

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"golang.org/x/sync/errgroup"

	"github.com/ecrlint/ecrlint/parser"
)

// deployment names a configuration of the run as it is read: its folder, and the environment and
// workspace that are meant.
type deployment struct{ dir, environment, workspace string }

func (h *home) deployment() deployment { return deployment{h.dir, h.environment, h.workspace} }

// joint is a root that adds to what another one declares: a route to its table, an endpoint to its
// VPC.
type joint struct {
	from    deployment
	address string // of what is added to, in its root
	rule    bool   // a rule of a security group is added
	// doubt says why it may not be added; empty where it is.
	doubt string
}

// maxJoined bounds how many roots are evaluated beside one because they add to it.
const maxJoined = 16

// adders are the types of resources that change what another one does, with the arguments that
// name the latter.
var adders = map[string][]string{
	"aws_default_network_acl":                              {"default_network_acl_id", "subnet_ids"},
	"aws_default_route_table":                              {"default_route_table_id"},
	"aws_default_security_group":                           {"vpc_id"},
	"aws_ecr_lifecycle_policy":                             {"repository"},
	"aws_ecr_repository_policy":                            {"repository"},
	"aws_ecs_cluster_capacity_providers":                   {"cluster_name"},
	"aws_egress_only_internet_gateway":                     {"vpc_id"},
	"aws_iam_policy_attachment":                            {"roles"},
	"aws_iam_role_policies_exclusive":                      {"role_name"},
	"aws_iam_role_policy":                                  {"role"},
	"aws_iam_role_policy_attachment":                       {"role"},
	"aws_iam_role_policy_attachments_exclusive":            {"role_name"},
	"aws_internet_gateway":                                 {"vpc_id"},
	"aws_internet_gateway_attachment":                      {"vpc_id"},
	"aws_main_route_table_association":                     {"vpc_id"},
	"aws_network_acl":                                      {"vpc_id", "subnet_ids"},
	"aws_network_acl_association":                          {"network_acl_id", "subnet_id"},
	"aws_network_acl_rule":                                 {"network_acl_id"},
	"aws_route":                                            {"route_table_id"},
	"aws_route53_record":                                   {"zone_id"},
	"aws_route53_resolver_rule_association":                {"vpc_id"},
	"aws_route53_zone":                                     {"vpc"},
	"aws_route53_zone_association":                         {"vpc_id", "zone_id"},
	"aws_route_table_association":                          {"route_table_id", "subnet_id"},
	"aws_security_group_rule":                              {"security_group_id"},
	"aws_vpc_dhcp_options_association":                     {"vpc_id"},
	"aws_vpc_endpoint":                                     {"route_table_ids", "vpc_id"},
	"aws_vpc_endpoint_policy":                              {"vpc_endpoint_id"},
	"aws_vpc_endpoint_private_dns":                         {"vpc_endpoint_id"},
	"aws_vpc_endpoint_route_table_association":             {"route_table_id", "vpc_endpoint_id"},
	"aws_vpc_endpoint_security_group_association":          {"vpc_endpoint_id"},
	"aws_vpc_endpoint_subnet_association":                  {"subnet_id", "vpc_endpoint_id"},
	"aws_vpc_ipv4_cidr_block_association":                  {"vpc_id"},
	"aws_vpc_ipv6_cidr_block_association":                  {"vpc_id"},
	"aws_vpc_route_server_propagation":                     {"route_table_id"},
	"aws_vpc_security_group_egress_rule":                   {"security_group_id"},
	"aws_vpc_security_group_ingress_rule":                  {"security_group_id"},
	"aws_vpc_security_group_rules_exclusive":               {"security_group_id"},
	"aws_vpn_gateway_attachment":                           {"vpc_id"},
	"aws_vpn_gateway_route_propagation":                    {"route_table_id"},
	"aws_route53_resolver_firewall_rule_group_association": {"vpc_id"},
}

// ruleTypes are those of them that add a rule to a security group.
var ruleTypes = map[string]bool{
	"aws_security_group_rule": true, "aws_vpc_security_group_egress_rule": true,
	"aws_vpc_security_group_ingress_rule": true,
}

// join finds out which roots add to what others declare.
func (t *Tree) join(
	ctx context.Context, readings []rootReading, begun []*evaluator, group *errgroup.Group,
) {
	found := make([]map[deployment][]joint, len(readings))
	for i, one := range readings {
		group.Go(func() error {
			if ctx.Err() != nil {
				return nil
			}
			if begun[i].spoilt {
				begun[i] = t.begin(ctx, one)
			}
			begun[i].alone = false
			found[i] = begun[i].joints()
			return nil
		})
	}
	_ = group.Wait() // no job returns an error
	t.linker.joints = map[deployment][]joint{}
	t.linker.begun = map[deployment]*evaluator{}
	for i, one := range readings {
		if begun[i] != nil && !begun[i].spoilt && len(begun[i].scopes) > 0 {
			t.linker.begun[deployment{dir: one.root, environment: one.opts.environment}] = begun[i]
		}
	}
	for _, one := range found {
		for to, list := range one {
			t.linker.joints[to] = append(t.linker.joints[to], list...)
		}
	}
}

// take returns the evaluation of a root that was begun, once; nil where there is none.
func (l *linker) take(dir string, opts Options) *evaluator {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	key := deployment{dir: dir, environment: opts.environment}
	ev := l.begun[key]
	delete(l.begun, key)
	return ev
}

// joints returns what one root adds to others.
func (ev *evaluator) joints() (found map[deployment][]joint) {
	defer func() {
		if recover() != nil { // the evaluation of the root says so
			found, ev.spoilt = nil, true
		}
	}()
	if len(ev.scopes) == 0 || !ev.scopes[0].looksAbroad() {
		return nil
	}
	top := ev.scopes[0]
	found = map[deployment][]joint{}
	top.joints(func(r *resourceInstance, handed map[string]bool) {
		for _, address := range sortedKeys(handed) {
			ev.addJoints(found, top.home.deployment(), r, address)
		}
	})
	return found
}

// looksAbroad reports whether anything in a module looks for what other roots declare.
func (s *scope) looksAbroad() bool {
	if u := s.ev.tree.units[s.home.dir]; u != nil && s.parent == nil {
		return true
	}
	for _, n := range s.resources {
		if looksAbroad(n.cfg) {
			return true
		}
	}
	for _, n := range s.calls {
		for _, t := range n.instances().list {
			if child, ok := t.(*scope); ok && child.looksAbroad() {
				return true
			}
		}
	}
	return false
}

// joints calls use with each thing in a module that adds to others, and what it is handed.
func (s *scope) joints(use func(r *resourceInstance, handed map[string]bool)) {
	for _, name := range sortedKeys(s.resources) {
		s.resources[name].joints(use)
	}
	for _, name := range sortedKeys(s.calls) {
		for _, t := range s.calls[name].instances().list {
			switch child := t.(type) {
			case *scope:
				child.joints(use)
			case *opaqueModule:
				use(nil, handedOf(child.entry()))
			}
		}
	}
}

// joints is that of a scope for what one block declares.
func (n *resourceNode) joints(use func(r *resourceInstance, handed map[string]bool)) {
	args, opaque := adders[n.cfg.Type], opaqueTypes[n.cfg.Type]
	if n.cfg.Type == "aws_subnet" {
		args = []string{"vpc_id"}
	}
	if n.cfg.Mode != "managed" || args == nil && !opaque {
		return
	}
	for _, t := range n.instances().list {
		r := t.(*resourceInstance)
		switch {
		case opaque:
			use(r, handedOf(r.opaque()))
		case n.cfg.Type == "aws_subnet":
			use(r, r.ev().ofDefault(r.addsTo(args)))
		default:
			use(r, r.addsTo(args))
		}
	}
}

// addsTo returns the addresses of what arguments name.
func (r *resourceInstance) addsTo(args []string) map[string]bool {
	r.evaluate()
	handed := map[string]bool{}
	for _, name := range args {
		if v, ok := r.fields[name]; ok {
			r.ev().addresses(v, handed)
			r.ev().holes(v, handed)
		}
	}
	if r.adoptsDefault() {
		handed[defaultVPC.dir] = true
	}
	return handed
}

// holes collects the resources and data sources because of which a value is not known.
func (ev *evaluator) holes(v cty.Value, found map[string]bool) {
	_ = cty.Walk(v, func(_ cty.Path, inner cty.Value) (bool, error) {
		for mark := range inner.Marks() {
			hole, ok := mark.(parser.Hole)
			if origin, known := ev.origins.Lookup(hole.ID); ok && known && origin.Address != "" {
				found[origin.Address] = true
			}
		}
		return true, nil
	})
}

// addJoints notes what something adds to: a resource of another root, or what a data source that
// was taken for none may be.
func (ev *evaluator) addJoints(
	found map[deployment][]joint, from deployment, r *resourceInstance, address string,
) {
	rule := r != nil && ruleTypes[r.node.cfg.Type]
	add := func(to deployment, one joint) {
		one.from, one.rule = from, rule
		if to.dir != from.dir && !slices.Contains(found[to], one) {
			found[to] = append(found[to], one)
		}
	}
	if ev.isDefault(address) {
		add(defaultVPC, joint{})
		return
	}
	h, rest := ev.homeOf(address)
	if h.foreign {
		add(h.deployment(), joint{address: rest})
		return
	}
	if !isDataAddress(rest) {
		return
	}
	data := ev.instance(rest)
	if data == nil {
		return
	}
	for _, c := range data.perhaps {
		add(deployment{dir: c.root, environment: c.environment}, joint{
			address: c.address,
			doubt:   fmt.Sprintf("may add to %s: whether that is its %s is not known", c.name(), rest),
		})
	}
}

// instance returns the resource or data source of the own configuration with an address; nil for
// none.
func (ev *evaluator) instance(address string) *resourceInstance {
	for _, s := range ev.scopes {
		rest, ok := strings.CutPrefix(address, s.address)
		if !ok || s.home.foreign {
			continue
		}
		name, _, _ := strings.Cut(rest, "[")
		n, ok := s.resources[name]
		if !ok {
			continue
		}
		for _, t := range n.instances().list {
			if r := t.(*resourceInstance); r.address == address {
				return r
			}
		}
	}
	return nil
}
