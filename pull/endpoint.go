package pull

import (
	"slices"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"go4.org/netipx"
)

// captured is an endpoint that a leg goes through, or may.
type captured struct {
	endpoint *graph.Endpoint
	state    answer
	// refused answers whether its private DNS is refused because of the VPC's attributes.
	refused    answer
	attributes []string
	zone       *graph.HostedZone
	gateway    bool
}

// interfaceEndpoints finds the interface endpoints that answer for the leg's name: those of the
// service and region with private DNS.
// https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
func (s *spot) interfaceEndpoints(t target) []captured {
	var out []captured
	for _, e := range s.vpc.Endpoints {
		state := s.serves(e, t).and(equals(e.Type, graph.EndpointInterface)).and(is(e.PrivateDNS))
		if t.service == "s3" {
			state = state.and(is(e.InboundOnly).not())
		}
		if e.Maybe != nil {
			state = state.and(perhaps(e.Maybe))
		}
		if state.state == Closed {
			continue
		}
		refused, attributes := s.refusesDNS()
		one := captured{endpoint: e, state: state, refused: refused, attributes: attributes}
		if amazon := s.resolver().amazon; amazon.state != Open {
			one.state = one.state.and(s.forwarding(amazon))
		}
		out = append(out, one)
		if one.state.state == Open {
			return out
		}
	}
	return out
}

// forwarding is the unknown of name servers of one's own: whether they forward to Amazon's.
func (s *spot) forwarding(amazon answer) answer {
	r := s.resolver()
	return because(merge(amazon.why, []parser.Origin{{
		What: "name servers of " + s.vpc.ID,
		Why:  "whether they forward names of endpoints to Amazon's resolver is not in view",
		Hint: "see " + r.by,
	}}))
}

// serves answers whether an endpoint is of the leg's service and region.
func (s *spot) serves(e *graph.Endpoint, t target) answer {
	service := equals(e.Service, t.service)
	if service.state == Closed {
		return no()
	}
	if !e.ServiceRegion.Known() {
		return service.and(perhaps(e.ServiceRegion.Why))
	}
	return service.and(s.c.same(e.ServiceRegion.V, t.region))
}

// refusesDNS answers whether AWS refuses private DNS in the VPC: both attributes must be on.
// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html
func (s *spot) refusesDNS() (answer, []string) {
	support, hostnames := is(s.vpc.DNSSupport), is(s.vpc.DNSHostnames)
	attributes := []string{}
	if hostnames.state != Open {
		attributes = append(attributes, "enable_dns_hostnames")
	}
	if support.state != Open {
		attributes = append(attributes, "enable_dns_support")
	}
	return support.and(hostnames).not(), attributes
}

// gatewayEndpoints finds the gateway endpoints of S3 whose route the subnet's table holds. They
// serve their own region only.
// https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
func (s *spot) gatewayEndpoints(t target) []captured {
	if s.table == nil || t.service != "s3" {
		return nil
	}
	var out []captured
	for _, e := range s.table.Endpoints {
		state := s.serves(e, t).and(equals(e.Type, graph.EndpointGateway))
		if e.Maybe != nil {
			state = state.and(perhaps(e.Maybe))
		}
		switch state.state {
		case Open:
			return append(out, captured{endpoint: e, state: state, refused: no(), gateway: true})
		case Unknown:
			out = append(out, captured{endpoint: e, state: state, refused: no(), gateway: true})
		default: // it does not serve the leg
		}
	}
	if len(s.table.LostEndpoints) == 0 || s.vpc == nil {
		return out
	}
	why := pointers(s.table.LostEndpoints)
	for _, e := range s.vpc.Endpoints {
		state := s.serves(e, t).and(equals(e.Type, graph.EndpointGateway)).and(because(why))
		if state.state != Closed && !associated(s.table, e) {
			out = append(out, captured{endpoint: e, state: state, refused: no(), gateway: true})
		}
	}
	return out
}

// associated reports whether the table holds the route of the endpoint.
func associated(table *graph.RouteTable, e *graph.Endpoint) bool {
	for _, other := range table.Endpoints {
		if other == e {
			return true
		}
	}
	return false
}

// endpointWay is the way through an endpoint.
func (s *spot) endpointWay(t target, one captured, dns Gate) (Way, []Doubt) {
	if one.gateway {
		return s.gatewayWay(t, one, dns)
	}
	e := one.endpoint
	way := Way{
		Kind: "interface_endpoint", ID: e.ID, Site: graph.Site{Resource: e.Resource}, endpoint: e,
	}
	way.Gates = append(way.Gates, dns)
	if one.refused.state != Closed && dns.State == Open {
		way.Gates[0] = s.refusedGate(one)
	}
	exit := s.exitGate(Open, "no_way")
	if s.subnet == nil { // its network ACL is not in view
		exit.State, exit.Why = Unknown, s.unseenSubnet
	}
	way.Gates = append(way.Gates, exit)
	if family := s.endpointFamily(t); family.State != Open {
		way.Gates = append(way.Gates, family)
	}
	d := destinationOf(e)
	egressGate := s.egressGate(d, t.port, "tcp")
	way.Gates = append(way.Gates, egressGate)
	x := s.endpointACLs(e)
	way.Gates = append(way.Gates, x.gates...)
	way.Gates = append(way.Gates, interfacesGate(e), s.ingressGate(e))
	doubts := slices.Concat(x.doubts, s.egressDoubts(d, t.port))
	if t.service == "s3" {
		doubts = append(doubts, Doubt{
			Name: "s3_interface", State: one.state.state.certain(), By: e.ID, Site: way.Site,
			Detail: map[string]any{"endpoint": e.ID},
		})
	}
	return way, doubts
}

// certain turns a state of a fact into the state of the doubt it raises.
func (s State) certain() State {
	if s == Open {
		return Closed
	}
	return Unknown
}

// refusedGate is the dns gate of an endpoint whose private DNS AWS refuses.
func (s *spot) refusedGate(one captured) Gate {
	return Gate{
		Name: "dns", State: one.refused.not().state, Reason: "refused_attributes", By: s.vpc.ID,
		Site: graph.Site{Resource: s.vpc.Resource}, Why: one.refused.why,
		Detail: map[string]any{
			"vpc": s.vpc.ID, "attributes": one.attributes, "endpoint": one.endpoint.ID,
		},
		Related: []Related{{
			Site:    attribute(one.endpoint.Node, "private_dns_enabled"),
			Message: "private DNS is asked for here",
		}},
	}
}

// endpointFamily is the family gate of an endpoint: whether its addresses are dual-stack is not
// visible.
func (s *spot) endpointFamily(t target) Gate {
	gate := Gate{Name: "family", State: Open, Reason: "ipv6_only", Detail: map[string]any{}}
	if s.subnet == nil || is(s.subnet.IPv6Native).state == Closed {
		return gate
	}
	gate.State, gate.By, gate.Site = Unknown, s.subnet.ID, graph.Site{Resource: s.subnet.Resource}
	gate.Detail = map[string]any{"subnet": s.subnet.ID, "host": s.c.text(t.host)}
	gate.Why = is(s.subnet.IPv6Native).why
	if len(gate.Why) == 0 {
		gate.Why = []parser.Origin{{
			What: "IPv6 addresses of the endpoint", Why: "whether it answers over IPv6 is not in view",
		}}
	}
	return gate
}

// destinationOf is the network interfaces of an endpoint.
func destinationOf(e *graph.Endpoint) destination {
	subnets, why := subnetsOf(e)
	r := subnetRemote(subnets...)
	d := destination{kind: toEndpoint, addresses: r.addresses, endpoint: e}
	d.why = merge(why, r.why)
	if len(r.why) > 0 {
		d.addresses = nothing
	}
	d.within = rangesOf(e.VPC.To)
	d.groups = groupsOf(e.Groups, e.VPC.To, pointers([]*parser.Origin{e.VPC.Why}))
	return d
}

// subnetsOf returns the subnets of an endpoint in view, and why others are not.
func subnetsOf(e *graph.Endpoint) ([]*graph.Subnet, []parser.Origin) {
	var subnets []*graph.Subnet
	why := pointers([]*parser.Origin{e.Subnets.Open, e.Open})
	for _, link := range e.Subnets.Items {
		if link.To != nil {
			subnets = append(subnets, link.To)
		}
		why = merge(why, pointers([]*parser.Origin{link.Why}))
	}
	return subnets, why
}

// interfacesGate is closed for an endpoint without network interfaces.
func interfacesGate(e *graph.Endpoint) Gate {
	subnets, why := subnetsOf(e)
	gate := Gate{
		Name: "interfaces", State: Open, Reason: "no_subnets", By: e.ID,
		Site: place(e.Subnets.Site, e.Node), Detail: map[string]any{"endpoint": e.ID},
	}
	if len(subnets) == 0 && len(e.Subnets.Items) == 0 {
		answer := noUnless(why)
		gate.State, gate.Why = answer.state, answer.why
	}
	return gate
}

// ingressGate is the gate of the endpoint's groups: they must admit the puller's address or one of
// its groups. https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
func (s *spot) ingressGate(e *graph.Endpoint) Gate {
	d := destinationOf(e)
	r := d.groups.allows(ingress, "tcp", 443, false)
	client := destination{kind: toEndpoint, endpoint: e, groups: s.groups, addresses: nothing}
	if s.subnet == nil {
		client.addresses, client.why = s.anywhereInVPC()
	} else {
		own := subnetRemote(s.subnet)
		client.addresses, client.why = own.addresses, own.why
		if client.within = rangesOf(s.vpc); len(own.why) > 0 {
			client.addresses = nothing
		}
	}
	state := letsEndpoint(r, client)
	gate := Gate{
		Name: "ingress", State: state.state, Reason: "no_rule", Why: state.why, By: e.ID,
		Site: place(e.Groups.Site, e.Node),
		Detail: map[string]any{
			"endpoint": e.ID, "groups": d.groups.ids(), "puller_groups": s.groups.ids(),
			"puller_cidrs": texts(client.addresses), "port": 443, "style": r.style(),
			"reaches": r.reaches(), "group": "",
		},
		Related: []Related{{Site: graph.Site{Resource: e.Resource}, Message: "the endpoint"}},
	}
	if group := d.groups.first(ingress); group != nil && group.Resource != nil {
		gate.By, gate.Site = group.ID, groupSite(group, ingress)
		gate.Detail["group"] = group.ID
	}
	return gate
}

// anywhereInVPC returns the addresses of the VPC, in which the interface has one, and what is not
// known of them.
func (s *spot) anywhereInVPC() (*netipx.IPSet, []parser.Origin) {
	if s.vpc == nil || s.vpc.Open != nil {
		return nothing, s.unseenSubnet
	}
	ranges, why := prefixes(s.vpc.CIDRs)
	if len(why) > 0 || len(ranges) == 0 {
		return nothing, merge(why, s.unseenSubnet)
	}
	return setOf(ranges...), nil
}
