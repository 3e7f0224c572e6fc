package graph

import (
	"slices"

	"github.com/ecrlint/ecrlint/parser"
)

// linkRole reads what a role itself lists. Where it lists policies of a style, Terraform removes
// others. https://registry.terraform.io/providers/hashicorp/aws (iam_role).
func (b *builder) linkRole(o block, r *Role) {
	state := b.access.ofRole[r]
	inline, open := o.blocks("inline_policy")
	state.inlineOnly = !b.cloudFormation && (len(inline) > 0 || open != nil)
	b.unresolved(r, open)
	for _, inner := range inline {
		policy := b.policy(inner, "policy", o.res.Address+"."+o.label("inline_policy"))
		if !policy.Text.Given {
			continue // an empty block: none
		}
		policy.Maybe = inner.maybe
		state.attached = append(state.attached, attachment{
			by: o.res, policy: policy, own: true, key: inner.holed("name", "").V,
		})
	}
	managed := links(o, "managed_policy_arns", findPolicy)
	state.managedOnly = !b.cloudFormation && managed.Given
	b.unresolved(r, managed.Open)
	for _, l := range managed.Items {
		b.attachManaged(state, l, o.res, nil, true)
	}
	r.Boundary = b.boundary(o)
}

// unresolved notes that a policy of the role cannot be seen.
func (b *builder) unresolved(r *Role, why *parser.Origin) {
	if why != nil {
		r.Unresolved = append(r.Unresolved, why)
	}
}

// boundary reads the permissions boundary.
func (b *builder) boundary(o block) Policy {
	l := link(o, "permissions_boundary", findPolicy)
	switch {
	case l.None():
		return Policy{Site: l.Site}
	case l.To == nil:
		return Policy{Name: l.Text, Site: l.Site, Text: Value[string]{
			Why: l.Why, Given: true, Site: l.Site,
		}}
	}
	return attachedPolicy(l)
}

// attachedPolicy is the document of a managed policy as it is attached: an AWS-managed one is
// written nowhere but where it is attached.
func attachedPolicy(l Link[managedPolicy]) Policy {
	policy := l.To.policy
	if l.To.aws {
		policy.Site, policy.Text.Site = l.Site, l.Site
	}
	policy.Text.Given = true
	return policy
}

// attachManaged attaches a managed policy to a role.
func (b *builder) attachManaged(
	state *roleState, l Link[managedPolicy], by *parser.Resource, maybe *parser.Origin, own bool,
) {
	if l.To == nil {
		b.unresolved(state.Role, l.Why)
		return
	}
	policy := attachedPolicy(l)
	policy.Maybe = first(maybe, beyond(l.To.Maybe, state.Maybe))
	state.attached = append(state.attached, attachment{
		by: by, policy: policy, managed: true, own: own, key: l.To.arn,
	})
}

// roles resolves who a policy is attached to; an attachment to a role that is not known may be
// any's.
func (b *builder) roles(all List[Link[Role]]) []*roleState {
	var found []*roleState
	for _, l := range all.Items {
		switch {
		case l.To != nil:
			found = append(found, b.access.ofRole[l.To])
		default:
			b.loseRole(l)
		}
	}
	if all.Open != nil {
		b.access.lost = append(b.access.lost, lostPolicy{why: all.Open})
	}
	return found
}

// loseRole notes an attachment to a role that is not known: it concerns the roles whose name may be
// the one that is written.
func (b *builder) loseRole(l Link[Role]) {
	b.access.lost = append(b.access.lost, lostPolicy{why: l.Why, role: lastSegment(l.raw, "/")})
}

func (b *builder) joinInline(o block) {
	policy := b.policy(o, "policy", o.res.Address)
	for _, state := range b.roles(links(o, "role", findRole)) {
		policy.Maybe = beyond(o.res.Maybe, state.Maybe)
		state.attached = append(state.attached, attachment{
			by: o.res, policy: policy, key: b.ownText(o, "name"),
		})
	}
}

func (b *builder) joinManaged(o block) {
	l := link(o, "policy_arn", findPolicy)
	for _, state := range b.roles(one(link(o, "role", findRole))) {
		b.attachManaged(state, l, o.res, beyond(o.res.Maybe, state.Maybe), false)
	}
}

func (b *builder) joinManagedOfMany(o block) {
	b.attachToMany(o, link(o, "policy_arn", findPolicy))
}

// linkPolicy reads the roles that a managed policy of a template attaches itself to.
func (b *builder) linkPolicy(o block, p *managedPolicy) {
	b.attachToMany(o, Link[managedPolicy]{To: p, Text: p.ID, Site: o.here()})
}

func (b *builder) attachToMany(o block, l Link[managedPolicy]) {
	for _, state := range b.roles(links(o, "roles", findRole)) {
		b.attachManaged(state, l, o.res, beyond(o.res.Maybe, state.Maybe), false)
	}
}

func (b *builder) joinInlineExclusive(o block) {
	for _, state := range b.roles(one(link(o, "role_name", findRole))) {
		state.keptInline = &exclusive{keys: o.texts("policy_names"), by: o.res}
	}
}

// joinManagedExclusive reads the list of all managed policies of a role: it attaches what is
// missing.
func (b *builder) joinManagedExclusive(o block) {
	listed := links(o, "policy_arns", findPolicy)
	for _, state := range b.roles(one(link(o, "role_name", findRole))) {
		kept := &exclusive{keys: List[Value[string]]{Open: listed.Open}, by: o.res}
		b.unresolved(state.Role, listed.Open)
		for _, l := range listed.Items {
			b.attachManaged(state, l, o.res, beyond(o.res.Maybe, state.Maybe), true)
			if l.To != nil {
				kept.keys.Items = append(kept.keys.Items, Value[string]{V: l.To.arn})
			}
		}
		state.keptManaged = kept
	}
}

// settle gives the role one policy, unless something else removes it.
func (s *roleState) settle(one attachment) {
	only, kept := s.inlineOnly, s.keptInline
	if one.managed {
		only, kept = s.managedOnly, s.keptManaged
	}
	if only && !one.own {
		return
	}
	if kept != nil && one.by != kept.by && !kept.holds(one.key) {
		why := first(kept.keys.Open, kept.unknown(), kept.by.Maybe)
		if why == nil {
			return
		}
		one.policy.Maybe = first(one.policy.Maybe, why)
	}
	if slices.ContainsFunc(s.Policies, func(p Policy) bool { return s.same(p, one.policy) }) {
		return
	}
	s.Policies = append(s.Policies, one.policy)
	if one.by != s.Resource {
		s.Attachments = append(s.Attachments, Attachment{Resource: one.by, Policy: one.policy})
	}
}

// same reports whether a policy is attached for the second time.
func (s *roleState) same(a, b Policy) bool {
	return a.Name == b.Name && a.Text.V == b.Text.V && a.Maybe == nil && a.Text.Why == nil
}

// holds reports whether the list certainly names the policy.
func (e *exclusive) holds(key string) bool {
	return slices.ContainsFunc(e.keys.Items, func(value Value[string]) bool {
		return value.Known() && value.V == key
	})
}

// unknown returns the origin of the first name in the list that is not known.
func (e *exclusive) unknown() *parser.Origin {
	for _, value := range e.keys.Items {
		if value.Why != nil {
			return value.Why
		}
	}
	return nil
}
