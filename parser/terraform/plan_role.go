package terraform

import "github.com/zclconf/go-cty/cty"

// wholeRole says of a role that lists its policies that it has those, too, that are attached to it
// apart: the list of a state or plan is what AWS has, not what the configuration says.
func (p *planRoot) wholeRole(s planSlot, fields map[string]cty.Value) {
	name, _ := s.one.values["name"].(string)
	if name == "" {
		return
	}
	fields["managed_policy_arns"] = p.withAttached(s, fields["managed_policy_arns"], name)
	fields["inline_policy"] = p.withInline(s, fields["inline_policy"], name)
}

// withAttached adds the managed policies that are attached by resources of their own.
func (p *planRoot) withAttached(s planSlot, listed cty.Value, name string) cty.Value {
	if len(elements(listed)) == 0 || holed(listed) && !listed.IsWhollyKnown() {
		return listed
	}
	list := append([]cty.Value(nil), elements(listed)...)
	for _, one := range p.plan.instances {
		arn, ok := one.values["policy_arn"].(string)
		if ok && one.typ == "aws_iam_role_policy_attachment" && one.values["role"] == name {
			list = append(list, cty.StringVal(p.linked(s.r, arn)))
		}
	}
	return s.fitted(cty.Set(cty.String), cty.TupleVal(list))
}

// withInline adds the policies that resources of their own write into the role.
func (p *planRoot) withInline(s planSlot, listed cty.Value, name string) cty.Value {
	if len(elements(listed)) == 0 {
		return listed
	}
	list := append([]cty.Value(nil), elements(listed)...)
	has := map[string]bool{}
	for _, policy := range list {
		text, _ := s.r.ev().textOf(attributeOrNull(policy, "name"))
		has[text] = true
	}
	for _, one := range p.plan.instances {
		policy, _ := one.values["name"].(string)
		if one.typ != "aws_iam_role_policy" || one.values["role"] != name || has[policy] {
			continue
		}
		list = append(list, cty.ObjectVal(map[string]cty.Value{
			"name":   cty.StringVal(policy),
			"policy": s.any(one.values["policy"], one.unknown["policy"], nil),
		}))
	}
	return cty.TupleVal(list)
}
