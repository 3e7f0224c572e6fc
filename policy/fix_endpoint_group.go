package policy

import (
	"slices"
)

// endpointGroup is a group that lets in the groups of the tasks, or the VPC where the module has
// none of them.
func (m *mending) endpointGroup() part {
	var groups list
	for i := range m.pull.Placements {
		for _, group := range m.pull.Placements[i].Groups {
			ref := m.ref(group.ID, "id")
			if ref.given == "" && group.Resource != nil && !slices.Contains(groups, value(ref)) {
				groups = append(groups, ref)
			}
		}
	}
	peers, single := argument{"security_groups", sorted(groups)}, "referenced_security_group_id"
	if len(groups) == 0 {
		groups, single = list{m.vpcRange()}, "cidr_ipv4"
		peers = argument{"cidr_blocks", groups}
	}
	ports := []argument{{"from_port", literal("443")}, {"to_port", literal("443")}}
	name := m.unused("aws_security_group", endpointGroupName, m.resource)
	if !m.template() {
		return block("aws_security_group", name, argument{"vpc_id", m.vpcID()},
			argument{"ingress", append(section(ports), argument{"protocol", text("tcp")}, peers)})
	}
	rules := make(list, 0, len(groups))
	for _, group := range groups {
		rules = append(rules, append(object{{"ip_protocol", text("tcp")}},
			append(slices.Clone(ports), argument{single, group})...))
	}
	return block("aws_security_group", name,
		argument{"description", text("endpoints of the registry")},
		argument{"vpc_id", m.vpcID()}, argument{"ingress", rules})
}

// endpointGroupName is the name of the group of new endpoints.
const endpointGroupName = "registry_endpoints"

// endpointGroupRef refers to the group of new endpoints.
func (m *mending) endpointGroupRef() reference {
	name := m.unused("aws_security_group", endpointGroupName, m.resource)
	if m.template() {
		id := m.logicalID(block("aws_security_group", name))
		return reference{call: "GetAtt", to: id + ".GroupId"}
	}
	return reference{terraform: "aws_security_group." + name + ".id"}
}

// vpcRange refers to the range of the VPC.
func (m *mending) vpcRange() reference {
	if vpc := m.vpc(); vpc != nil && vpc.Resource != nil {
		return m.ref(vpc.ID, "cidr_block")
	}
	return handed("vpc_cidr")
}
