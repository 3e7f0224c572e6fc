package graph

import (
	"net/netip"

	"github.com/ecrlint/ecrlint/parser"
)

// routeReaders read route tables, their routes and associations. The default tables come first:
// they say what the identity of a VPC's main table means.
var routeReaders = []reader{
	node("aws_default_route_table", (*builder).declareTable, (*builder).adoptTable),
	node("aws_route_table", (*builder).declareTable, (*builder).linkTable),
	join("aws_main_route_table_association", (*builder).joinMain),
	join("aws_route", (*builder).joinRoute),
	join("aws_vpn_gateway_route_propagation", (*builder).joinPropagation),
	join("aws_vpc_route_server_propagation", (*builder).joinPropagation),
	join("aws_route_table_association", (*builder).joinTable),

	node("AWS::EC2::RouteTable", (*builder).declareTable, (*builder).linkTable),
	join("AWS::EC2::Route", (*builder).joinRoute).spelled(spelling{
		"egress_only_gateway_id": "EgressOnlyInternetGatewayId",
	}),
	join("AWS::EC2::VPNGatewayRoutePropagation", (*builder).joinPropagation).spelled(spelling{
		"route_table_id": "RouteTableIds",
	}),
	join("AWS::EC2::RouteServerPropagation", (*builder).joinPropagation),
	join("AWS::EC2::SubnetRouteTableAssociation", (*builder).joinTable),
}

func (b *builder) declareTable(o block) *RouteTable {
	t := &RouteTable{Node: b.node(o.res)}
	b.graph.RouteTables = append(b.graph.RouteTables, t)
	return t
}

func (b *builder) linkTable(o block, t *RouteTable) {
	t.VPC = link(o, "vpc_id", findVPC)
	b.readTable(o, t)
}

// adoptTable reads aws_default_route_table: it takes every route off the table that AWS made with
// the VPC and then adds its own.
// https://registry.terraform.io/providers/hashicorp/aws (default_route_table)
func (b *builder) adoptTable(o block, t *RouteTable) {
	b.readTable(o, t)
	original := link(o, "default_route_table_id", findTable)
	site := o.site("default_route_table_id")
	if original.To == nil {
		t.VPC = Link[VPC]{Why: original.Why, Text: original.Text, Site: site}
		for _, v := range b.graph.VPCs {
			if b.mayBe(original.Why, &v.Node) {
				v.Main = Link[RouteTable]{Why: original.Why, Text: t.ID, Site: site}
			}
		}
		return
	}
	v := original.To.VPC.To
	t.VPC = Link[VPC]{To: v, Text: original.Text, Site: site}
	if v == nil {
		return
	}
	if beyond(t.Maybe, v.Maybe) != nil {
		v.Main = Link[RouteTable]{Why: t.Maybe, Text: t.ID, Site: site}
		return
	}
	v.original = t
	v.Main = Link[RouteTable]{To: t, Text: t.ID, Site: site}
}

// findTable finds a route table by its id, or a VPC's original main table by the VPC's attribute.
func findTable(b *builder, r ref) *RouteTable {
	if t := at[RouteTable](b, r.address); t != nil {
		return t
	}
	switch r.attr {
	case "main_route_table_id", "default_route_table_id":
		if v := at[VPC](b, r.address); v != nil {
			return v.original
		}
	}
	return nil
}

// readTable reads the routes that a table lists.
func (b *builder) readTable(o block, t *RouteTable) {
	routes, open := o.blocks("route")
	for _, inner := range routes {
		t.Routes = append(t.Routes, b.route(inner, inlineRoute))
	}
	t.Open = first(t.Open, open)
	gateways := o.items("propagating_vgws")
	if o.given("propagating_vgws") && (len(gateways.Items) > 0 || gateways.Open != nil) {
		t.Propagates = propagates(o)
	}
}

func propagates(o block) *parser.Origin {
	return &parser.Origin{
		What: o.res.Address, Why: "takes on routes that a gateway or route server propagates",
	}
}

// destinations names the attributes of a route's destination.
type destinations struct{ ipv4, ipv6, list string }

var (
	inlineRoute   = destinations{"cidr_block", "ipv6_cidr_block", "destination_prefix_list_id"}
	separateRoute = destinations{
		"destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id",
	}
)

// route reads one route.
func (b *builder) route(o block, names destinations) *Route {
	r := &Route{Maybe: o.maybe, Site: o.here()}
	r.Prefix = o.prefix(names.ipv4)
	if !r.Prefix.Given || !r.Prefix.Known() {
		if six := o.prefix(names.ipv6); six.Given && (six.Known() || !r.Prefix.Given) {
			r.Prefix = six
		}
	}
	r.PrefixList = link(o, names.list, findPrefixList)
	if r.PrefixList.To != nil && !r.Prefix.Known() {
		r.Prefix = Value[netip.Prefix]{Site: r.PrefixList.Site}
	}
	if r.Prefix.Given && r.Prefix.Known() {
		r.PrefixList = Link[PrefixList]{}
	}
	b.target(o, r)
	return r
}

// joinRoute reads a route that is a resource of its own.
func (b *builder) joinRoute(o block) {
	l := link(o, "route_table_id", findTable)
	r := b.route(o, separateRoute)
	r.Maybe = o.res.Maybe
	if l.To == nil {
		r.Maybe = first(r.Maybe, l.Why)
		for _, t := range b.mayBeTables(l.Why) {
			t.Open = first(t.Open, l.Why)
			t.Routes = append(t.Routes, r)
		}
		return
	}
	t := l.To
	if !t.Implicit && b.listsRoutes(t) {
		t.Mixed = true
	}
	t.Routes = append(t.Routes, r)
}

// listsRoutes reports whether the table itself lists routes.
func (b *builder) listsRoutes(t *RouteTable) bool {
	for _, r := range t.Routes {
		if r.Site.Resource == t.Resource {
			return true
		}
	}
	return false
}

// mayBeTables lists the tables that a reference may mean that could not be resolved.
func (b *builder) mayBeTables(why *parser.Origin) []*RouteTable {
	tables := filter(b.graph.RouteTables, func(t *RouteTable) bool { return b.mayBe(why, &t.Node) })
	for _, v := range b.graph.VPCs {
		if v.original.Implicit && b.mayBe(why, &v.original.Node) {
			tables = append(tables, v.original)
		}
	}
	return tables
}

// joinMain reads what makes a table the main one.
func (b *builder) joinMain(o block) {
	l := link(o, "vpc_id", findVPC)
	table := link(o, "route_table_id", findTable)
	for _, v := range b.mayBeVPC(l) {
		why := first(l.Why, o.res.Maybe)
		if why == nil && b.network.mains[v] > 0 {
			why = &parser.Origin{What: v.ID, Why: "has several main route tables"}
		}
		if why != nil {
			v.Main = Link[RouteTable]{Why: why, Text: table.Text, Site: o.here()}
			continue
		}
		b.network.mains[v]++
		v.Main = table
	}
}

func (b *builder) joinPropagation(o block) {
	all := links(o, "route_table_id", findTable)
	if all.Open != nil {
		all.Items = append(all.Items, Link[RouteTable]{Why: all.Open})
	}
	for _, l := range all.Items {
		if l.To != nil {
			l.To.Propagates = propagates(o)
			continue
		}
		for _, t := range b.mayBeTables(l.Why) {
			t.Propagates = l.Why
		}
	}
}

// joinTable reads the association of a subnet, or of a gateway, with a table.
func (b *builder) joinTable(o block) {
	if d := o.get("subnet_id"); d.null() {
		return // of a gateway: routes what comes in
	}
	subnet := link(o, "subnet_id", findSubnet)
	table := link(o, "route_table_id", findTable)
	if subnet.To == nil {
		one := lost{why: subnet.Why}
		if table.To != nil {
			one.vpc = table.To.VPC.To
		}
		b.network.lostTables = append(b.network.lostTables, one)
		return
	}
	b.network.tableClaims = append(b.network.tableClaims, subnetClaim{
		subnet: subnet.To, table: table, maybe: o.res.Maybe,
	})
}
