package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/report"
)

// endpointFix adds the endpoint that is missing.
func endpointFix(m *mending) report.Fix {
	if m.Service == "s3" {
		if place := m.bounds.placement; place != nil && place.Subnet != nil {
			if table := place.Subnet.RouteTable.To; table != nil {
				m.module = m.home(table.ID)
			}
		}
		return m.say(one(m.endpointBlock("s3")),
			"Add the S3 gateway endpoint, on the route tables of the subnets (here of %s).", m.subnet())
	}
	return m.say(m.endpointBlocks(m.Service),
		"Add an interface endpoint for %s with private DNS.", m.Service)
}

// endpointBlocks writes the endpoints of services, with a group of their own where the VPC has no
// endpoint whose group they could share.
func (m *mending) endpointBlocks(services ...string) []part {
	parts := make([]part, 0, len(services)+2)
	for _, service := range services {
		if !m.serves(service) {
			parts = append(parts, m.endpointBlock(service))
		}
	}
	shared := m.interfaceEndpoint()
	if shared == nil || len(refs(m, shared.Groups.Items, nil, groupID)) == 0 {
		parts = append(parts, m.endpointGroup())
	}
	vpc := m.vpc()
	if vpc == nil || vpc.Resource == nil || moduleOf(vpc.ID) != m.module {
		return parts
	}
	var names []argument
	for _, attribute := range []struct {
		name string
		is   graph.Value[bool]
	}{
		{"enable_dns_support", vpc.DNSSupport}, {"enable_dns_hostnames", vpc.DNSHostnames},
	} {
		if attribute.is.Known() && !attribute.is.V {
			names = append(names, argument{attribute.name, literal("true")})
		}
	}
	if len(names) > 0 { // without which the endpoints cannot have private DNS
		parts = append(parts, in(m.resourceType(vpc.ID), vpc.ID, names...))
	}
	return parts
}

// serves reports whether the VPC has an endpoint of the service already.
func (m *mending) serves(service string) bool {
	vpc := m.vpc()
	return vpc != nil && slices.ContainsFunc(vpc.Endpoints, func(e *graph.Endpoint) bool {
		return e.Service.V == service
	})
}

func groupID(g *graph.SecurityGroup) string { return g.ID }

// endpointBlock writes the endpoint of a service, with the subnets and groups of its neighbours.
func (m *mending) endpointBlock(service string) part {
	region := m.region()
	if m.Region != "" {
		region = m.Region
	}
	name := m.unused("aws_vpc_endpoint", strings.ReplaceAll(service, ".", "_"), m.resource)
	head := []argument{
		{"vpc_id", m.vpcID()},
		{"service_name", pattern("com.amazonaws." + orText(region, "{region}") + "." + service)},
	}
	if service == "s3" {
		return block("aws_vpc_endpoint", name, append(head,
			argument{"vpc_endpoint_type", text("Gateway")},
			argument{"route_table_ids", m.tableRefs()})...)
	}
	subnets, groups := m.subnetRefs(), list{m.endpointGroupRef()}
	all := value(subnets)
	if place := m.bounds.placement; place != nil && place.Subnet != nil {
		all = m.gathered(subnets, place.Subnet.ID, "id")
	}
	if e := m.interfaceEndpoint(); e != nil {
		all = refs(m, e.Subnets.Items, subnets, func(s *graph.Subnet) string { return s.ID })
		groups = refs(m, e.Groups.Items, groups, func(g *graph.SecurityGroup) string { return g.ID })
	}
	return block("aws_vpc_endpoint", name, append(head,
		argument{"vpc_endpoint_type", text("Interface")},
		argument{"subnet_ids", all},
		argument{"security_group_ids", groups},
		argument{"private_dns_enabled", literal("true")})...)
}

// tableRefs refers to the route tables of every placement of the pull, each once.
func (m *mending) tableRefs() value {
	refs := m.ofPlacements((*mending).tableRef)
	if place := m.bounds.placement; place != nil && place.Subnet != nil {
		if table := place.Subnet.RouteTable.To; table != nil && !table.Implicit {
			return m.gathered(refs, table.ID, "id")
		}
	}
	return refs
}

// subnetRefs refers to the subnets of every placement of the pull, each once.
func (m *mending) subnetRefs() list { return m.ofPlacements((*mending).subnetRef) }

// ofPlacements refers to something of every placement of the pull, each once.
func (m *mending) ofPlacements(of func(*mending) reference) list {
	found := list{of(m)}
	for i := range m.pull.Placements {
		there := *m
		there.bounds = &bounds{placement: &m.pull.Placements[i]}
		if ref := of(&there); !slices.Contains(found, value(ref)) {
			found = append(found, ref)
		}
	}
	return sorted(found)
}

// sorted puts references in the order of their text.
func sorted(refs list) list {
	slices.SortFunc(refs, func(a, b value) int {
		return cmp.Compare(expression(a)+templateKey(a), expression(b)+templateKey(b))
	})
	return refs
}

// templateKey is what a reference says in a template.
func templateKey(v value) string {
	ref, _ := v.(reference) // a list of references holds nothing else
	return ref.to
}

// subnetRef refers to the subnet of the placement.
func (m *mending) subnetRef() reference {
	if m.bounds.placement == nil || m.bounds.placement.Subnet == nil {
		return handed("subnet_id")
	}
	return m.ref(m.bounds.placement.Subnet.ID, "id")
}

// refs writes a list of references; otherwise where none of them can be seen.
func refs[N any](m *mending, links []graph.Link[N], otherwise list, id func(*N) string) list {
	var found list
	for _, link := range links {
		if link.To != nil {
			found = append(found, m.ref(id(link.To), "id"))
		}
	}
	if len(found) == 0 {
		return otherwise
	}
	return sorted(found)
}

// endpointSubnetsFix puts an endpoint into subnets.
func endpointSubnetsFix(m *mending) report.Fix {
	return m.say(one(in("aws_vpc_endpoint", m.Endpoint, argument{"subnet_ids", list{m.subnetRef()}})),
		"Put %s into a subnet of the VPC.", m.Endpoint)
}

// routeTableFix associates the gateway endpoint with the table, in the style that it has. A
// template has one style.
func routeTableFix(m *mending) report.Fix {
	m.module = m.home(m.Endpoint)
	listed := false
	var tables list
	if e := m.endpoint(m.Endpoint); e != nil && e.RouteTables.Given && len(e.RouteTables.Items) > 0 {
		listed = e.RouteTables.Items[0].Site.Resource == e.Resource
		tables = refs(m, e.RouteTables.Items, nil, func(t *graph.RouteTable) string { return t.ID })
	}
	if listed || m.template() {
		there := in("aws_vpc_endpoint", m.Endpoint,
			argument{"route_table_ids", append(tables, m.tableRef())})
		if m.template() && len(tables) > 0 {
			there.args[0].value, there.more = list{m.tableRef()}, true
		}
		return m.say(one(there), "Add the route table of %s to %s of %s.",
			m.subnet(), m.word("route_table_ids"), m.Endpoint)
	}
	return m.say(one(block("aws_vpc_endpoint_route_table_association", label(m.Endpoint),
		argument{"vpc_endpoint_id", m.ref(m.Endpoint, "id")},
		argument{"route_table_id", m.tableRef()})),
		"Associate %s with the route table of %s.", m.Endpoint, m.subnet())
}

// attributeFix sets one attribute.
func attributeFix(m *mending) report.Fix {
	set := value(literal(fmt.Sprint(m.Value)))
	if words, ok := m.Value.(string); ok {
		set = text(words)
	}
	return m.say(one(in("", m.resource, argument{m.Name, set})),
		"Set %s to %v on %s.", m.word(m.Name), m.Value, m.resource)
}

// dnsAttributesFix turns on what private DNS needs.
func dnsAttributesFix(m *mending) report.Fix {
	return m.say(one(in("aws_vpc", m.VPC, argument{"enable_dns_support", literal("true")},
		argument{"enable_dns_hostnames", literal("true")})),
		"Set %s and %s to true on %s.", m.word("enable_dns_support"),
		m.word("enable_dns_hostnames"), m.VPC)
}
