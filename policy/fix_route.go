package policy

import (
	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/report"
)

// natRouteFix routes the subnet to a NAT gateway.
func natRouteFix(m *mending) report.Fix {
	if turned, ok := m.leadOut(); ok {
		return turned
	}
	if table := m.leadingTable(); table != nil {
		return m.associate(table)
	}
	target := handed("nat_gateway_id")
	if nat := m.natGateway(); nat != nil {
		target = m.ref(nat.ID, "id")
	}
	if route := m.strandedRoute(); route != nil {
		address := route.Site.Resource.Address
		m.module = m.home(address)
		return m.say(one(in("aws_route", address, argument{"nat_gateway_id", target})),
			"Lead %s to a NAT gateway in a public subnet, in place of the target that it has.", address)
	}
	table := m.tableRef()
	return m.say(one(block("aws_route", m.unused("aws_route", "internet", m.subnet()),
		argument{"route_table_id", table},
		argument{"destination_cidr_block", text("0.0.0.0/0")},
		argument{"nat_gateway_id", target})),
		"Give the route table of %s a default route to a NAT gateway in a public subnet.", m.subnet())
}

// tableRef refers to the route table of the placement.
func (m *mending) tableRef() reference {
	place := m.bounds.placement
	if place == nil || place.Subnet == nil || place.Subnet.RouteTable.To == nil {
		return handed("route_table_id")
	}
	table := place.Subnet.RouteTable.To
	if table.Implicit && place.VPC != nil {
		return m.ref(place.VPC.ID, "main_route_table_id")
	}
	return m.ref(table.ID, "id")
}

// strandedRoute returns the route of the subnet's table that covers the internet and leads to
// nothing that carries there, where a resource of its own declares it; a second one for the same
// range would be refused.
func (m *mending) strandedRoute() *graph.Route {
	place := m.bounds.placement
	if place == nil || place.Subnet == nil || place.Subnet.RouteTable.To == nil {
		return nil
	}
	table := place.Subnet.RouteTable.To
	for _, route := range table.Routes {
		resource, prefix := route.Site.Resource, route.Prefix
		if prefix.Known() && prefix.V.IsValid() && prefix.V.Addr().Is4() && prefix.V.Bits() <= 1 &&
			route.InternetGateway == nil && route.NATGateway == nil && resource != nil &&
			(resource.Type == "aws_route" || resource.Type == "AWS::EC2::Route") &&
			m.modelled(resource.Address) == nil {
			return route
		}
	}
	return nil
}
