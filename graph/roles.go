package graph

import (
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// roleReaders read roles, instance profiles, and every way of giving a role a policy.
var roleReaders = []reader{
	node("aws_iam_role", (*builder).declareRole, (*builder).linkRole),
	join("data.aws_iam_role", (*builder).joinReadRole),
	node("aws_iam_instance_profile", (*builder).declareProfile, (*builder).linkProfile),
	join("data.aws_iam_instance_profile", (*builder).joinReadProfile),
	join("aws_iam_role_policy", (*builder).joinInline),
	join("aws_iam_role_policy_attachment", (*builder).joinManaged),
	join("aws_iam_policy_attachment", (*builder).joinManagedOfMany),
	join("aws_iam_role_policies_exclusive", (*builder).joinInlineExclusive),
	join("aws_iam_role_policy_attachments_exclusive", (*builder).joinManagedExclusive),

	node("AWS::IAM::Role", (*builder).declareRole, (*builder).linkRole).spelled(spelling{
		"name":               "RoleName|PolicyName",
		"assume_role_policy": "AssumeRolePolicyDocument",
		"inline_policy":      "Policies",
		"policy":             "PolicyDocument",
	}),
	node("AWS::IAM::InstanceProfile", (*builder).declareProfile, (*builder).linkProfile).
		spelled(spelling{"name": "InstanceProfileName"}),
	join("AWS::IAM::Policy", (*builder).joinInline).spelled(spelling{
		"role": "Roles", "name": "PolicyName", "policy": "PolicyDocument",
	}),
	join("AWS::IAM::RolePolicy", (*builder).joinInline).spelled(spelling{
		"role": "RoleName", "name": "PolicyName", "policy": "PolicyDocument",
	}),
}

func (b *builder) declareRole(o block) *Role {
	r := &Role{Node: b.node(o.res), Account: o.res.Provider.Account}
	r.Name = o.holed("name", "")
	r.Name.V = b.ownText(o, "name")
	r.ARN = b.iamARN(o, "role", r.Name.V)
	r.Trust = b.policy(o, "assume_role_policy", o.res.Address+"."+o.label("assume_role_policy"))
	b.register(kindRole, r.Name.V, r)
	b.graph.Roles = append(b.graph.Roles, r)
	state := &roleState{Role: r}
	b.access.roles = append(b.access.roles, state)
	b.access.ofRole[r] = state
	return r
}

func (r *Role) base() *Node { return &r.Node }

// findRole finds a role by its identity, its name or its ARN.
func findRole(b *builder, r ref) *Role {
	if role := at[Role](b, r.address); role != nil {
		return role
	}
	parts, ok := parseARN(r.text)
	if !ok {
		return called(b, kindRole, r, (*Role).base)
	}
	if parts.service != "iam" || !strings.HasPrefix(parts.resource, "role/") {
		return nil
	}
	key := name{kindRole, lastSegment(parts.resource, "/")}
	fitting := filter(b.names[key], func(n any) bool {
		role, ok := n.(*Role)
		return ok && mayEqual(role.Account, parts.account)
	})
	if len(fitting) == 1 {
		return fitting[0].(*Role)
	}
	for _, n := range fitting {
		if role := n.(*Role); role.ARN == r.text || needs(r.from, role.Resource) {
			return role
		}
	}
	return nil
}

// joinReadRole follows a data source that reads a role declared here.
func (b *builder) joinReadRole(o block) {
	if role := link(o, "name", findRole).To; role != nil {
		b.nodes[o.res.Address] = role
	}
}

func (b *builder) declareProfile(o block) *InstanceProfile {
	p := &InstanceProfile{Node: b.node(o.res), Name: o.holed("name", "")}
	p.Name.V = b.ownText(o, "name")
	b.register(kindProfile, p.Name.V, p)
	b.graph.Profiles = append(b.graph.Profiles, p)
	return p
}

func (b *builder) linkProfile(o block, p *InstanceProfile) {
	p.Role = link(o, "role", findRole)
	if !p.Role.None() {
		return
	}
	if roles := links(o, "roles", findRole); len(roles.Items) > 0 {
		p.Role = roles.Items[0]
	} else {
		p.Role.Why = roles.Open
	}
}

func (p *InstanceProfile) base() *Node { return &p.Node }

// findProfile finds an instance profile by its identity, its name or its ARN.
func findProfile(b *builder, r ref) *InstanceProfile {
	if p := at[InstanceProfile](b, r.address); p != nil {
		return p
	}
	if parts, ok := parseARN(r.text); ok {
		if !strings.HasPrefix(parts.resource, "instance-profile/") {
			return nil
		}
		r.text = lastSegment(parts.resource, "/")
	}
	return called(b, kindProfile, r, (*InstanceProfile).base)
}

// joinReadProfile follows a data source that reads an instance profile declared here.
func (b *builder) joinReadProfile(o block) {
	if p := link(o, "name", findProfile).To; p != nil {
		b.nodes[o.res.Address] = p
	}
}

// unsaid reports whether part of a name is not known, so that a name written elsewhere may be it.
func (b *builder) unsaid(name string) bool {
	return slices.ContainsFunc(b.origins.In(name), func(hole parser.Origin) bool {
		return hole.Kind == parser.Unknown
	})
}

// finishAccess gives the roles their policies.
func (b *builder) finishAccess() {
	for _, state := range b.access.roles {
		for _, one := range b.access.lost {
			if mayEqual(one.role, state.Name.V) &&
				(b.mayBe(one.why, &state.Node) || b.unsaid(state.Name.V)) {
				state.Unresolved = append(state.Unresolved, one.why)
			}
		}
		if state.Open != nil {
			state.Unresolved = append(state.Unresolved, state.Open)
		}
		for _, one := range state.attached {
			state.settle(one)
		}
		slices.SortStableFunc(state.Attachments, func(x, y Attachment) int {
			return strings.Compare(x.Resource.Address, y.Resource.Address)
		})
	}
}
