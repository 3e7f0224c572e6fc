package pull

import (
	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// natWay is the way through a NAT gateway: a public one, of the same VPC, in a subnet whose own
// traffic leaves by an internet gateway.
// https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
func (s *spot) natWay(t target, dns Gate, r *graph.Route, d destination) (Way, []Doubt) {
	nat := r.NATGateway
	way, doubts := s.begin(t, dns, r, d)
	way.Kind, way.ID = "nat_gateway", nat.ID
	regional := is(nat.Regional)
	subnet := nat.Subnet.To
	if regional.state == Closed && subnet != nil && subnet != s.subnet {
		x := s.natSide(subnet, publicRemote(destination{kind: d.kind}), s.natPort(t))
		way.Gates, doubts = append(way.Gates, x.gates...), append(doubts, x.doubts...)
	}
	if gate, ok := s.natAttached(nat); ok {
		way.Gates = append(way.Gates, gate)
	}
	private := s.natGate(nat, "private", is(nat.Public))
	private.Site = place(nat.Public.Site, nat.Node)
	way.Gates = append(way.Gates, private)
	if private.State != Closed {
		way.Gates = append(way.Gates, s.natExit(nat, regional, d)...)
	}
	if subnet != nil {
		way.Gates = append(way.Gates, s.publicAccessGate(nat.ID, subnet, false)...)
	} else if nat.VPC.To != nil {
		way.Gates = append(way.Gates, s.publicAccessGate(nat.ID, s.subnet, false)...)
	}
	return s.privately(t, way), doubts
}

// natPort is the port that a leg uses.
func (s *spot) natPort(t target) ports { return ports{t.port, t.port} }

// natAttached asks whether the NAT gateway is of the subnet's VPC; there is no gate where it has
// no subnet or VPC in view.
func (s *spot) natAttached(nat *graph.NATGateway) (Gate, bool) {
	link := nat.VPC
	if nat.Subnet.To != nil {
		link = nat.Subnet.To.VPC
	}
	if link.None() {
		return Gate{}, false
	}
	gate := s.attachment(nat.Node, link, s.subnet)
	gate.Detail["route_table"] = s.table.ID
	return gate, true
}

// natGate is a nat gate.
func (s *spot) natGate(nat *graph.NATGateway, reason string, state answer) Gate {
	gate := Gate{
		Name: "nat", State: state.state, Reason: reason, Why: state.why, By: nat.ID,
		Site:   graph.Site{Resource: nat.Resource},
		Detail: map[string]any{"gateway": nat.ID, "subnet": "", "route_table": ""},
	}
	if subnet := nat.Subnet.To; subnet != nil {
		gate.Detail["subnet"], gate.Detail["route_table"] = subnet.ID, tableOf(subnet)
	}
	return gate
}

// natExit asks how the NAT gateway itself leaves.
func (s *spot) natExit(nat *graph.NATGateway, regional answer, d destination) []Gate {
	switch {
	case regional.state == Open:
		return []Gate{s.natGate(nat, "no_internet_route", regionalExit(nat, s.vpc))}
	case regional.state == Unknown && nat.Subnet.To == nil:
		return []Gate{s.natGate(nat, "no_internet_route", regional)}
	case nat.Subnet.To == nil:
		why := pointers([]*parser.Origin{nat.Subnet.Why})
		return []Gate{s.natGate(nat, "no_internet_route", noUnless(why))}
	}
	subnet := nat.Subnet.To
	table := subnet.RouteTable.To
	if table == nil {
		why := orSynthetic(subnet.RouteTable.Why, "route table of "+subnet.ID, "it is not in view")
		return []Gate{s.natGate(nat, "no_internet_route", because(why))}
	}
	return s.natRoute(nat, subnet, routesTo(table, destination{kind: d.kind, region: d.region}))
}

// regionalExit answers whether a regional NAT gateway leaves: AWS routes it to the VPC's internet
// gateway. https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
func regionalExit(nat *graph.NATGateway, vpc *graph.VPC) answer {
	if nat.VPC.To != nil {
		vpc = nat.VPC.To
	}
	switch {
	case vpc == nil:
		return perhaps(nat.VPC.Why)
	case len(vpc.Gateways) > 0:
		return yes()
	}
	return no().unlessMore(vpc.Open)
}

// natRoute makes the gates of the routes that the NAT gateway's subnet has to the internet.
func (s *spot) natRoute(nat *graph.NATGateway, subnet *graph.Subnet, routes choices) []Gate {
	if !routes.certain() {
		why := routes.why
		for _, one := range routes.list {
			why = merge(why, one.maybe)
		}
		if len(why) == 0 {
			why = []parser.Origin{{
				What: "way of " + nat.ID, Why: "several routes lead out of its subnet",
			}}
		}
		return []Gate{s.natGate(nat, "no_internet_route", because(why))}
	}
	gate := s.natGate(nat, "no_internet_route", no())
	gate.Site = subnetSite(subnet)
	gate.By = nat.ID
	if len(routes.list) == 0 {
		return []Gate{gate}
	}
	r := routes.list[0].route
	gate.Detail["route"] = routeText(r)
	gate.Site = r.Site
	switch {
	case r.InternetGateway != nil:
		gate.State, gate.Site = Open, graph.Site{Resource: nat.Resource}
		return []Gate{gate, s.attachedGate(r, subnet)}
	case r.NATGateway == nat:
		gate.Reason = "loop"
	case r.NATGateway != nil, r.Kind == graph.TargetPeering, r.Kind == graph.TargetNone:
	default:
		why := pointers([]*parser.Origin{r.Why})
		if len(why) == 0 {
			why = []parser.Origin{{
				What: "network behind " + orText(s.c.text(r.Text), "the route's target"),
				Why:  "what lies behind a " + kindName(r.Kind) + " is not in view",
			}}
		}
		gate.State, gate.Why = Unknown, why
	}
	return []Gate{gate}
}

// subnetSite is where a subnet is declared.
func subnetSite(subnet *graph.Subnet) graph.Site { return graph.Site{Resource: subnet.Resource} }

// natSide asks the ACL of a NAT gateway's or instance's subnet in all four directions.
// https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
func (s *spot) natSide(subnet *graph.Subnet, outside remote, port ports) crossings {
	var x crossings
	client := subnetRemote(s.subnet)
	k := check{side: "nat", subnet: subnet, protocol: "tcp", ports: port}
	k.direction, k.remote = ingress, client
	x.add(s, k)
	k.direction, k.remote = egress, outside
	x.add(s, k)
	k.returning = true
	k.direction, k.ports = ingress, natEphemeral
	x.add(s, k)
	k.direction, k.ports, k.remote = egress, s.ephemeral, client
	x.add(s, k)
	return x
}

// instanceWay is the way through an instance: it must not check source and destination, its
// groups must let the traffic in and out, and its own subnet must lead out. Whether it forwards
// is not visible. https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html
func (s *spot) instanceWay(t target, dns Gate, r *graph.Route, d destination) (Way, []Doubt) {
	way, doubts := s.begin(t, dns, r, d)
	n, check, groups, subnet := instanceOf(r)
	way.Kind, way.ID = "nat_instance", n.ID
	exit := &way.Gates[1]
	exit.State = Unknown
	exit.Why = []parser.Origin{{What: "forwarding by " + n.ID, Why: "what the instance runs is not in view"}}
	exit.Detail["kind"], exit.Detail["target"] = string(r.Kind), n.ID
	gate := Gate{
		Name: "nat", Reason: "source_dest_check", By: n.ID, Site: place(check.Site, n),
		Detail: map[string]any{"gateway": n.ID, "subnet": "", "route_table": ""},
	}
	if subnet.To != nil {
		gate.Detail["subnet"], gate.Detail["route_table"] = subnet.To.ID, tableOf(subnet.To)
	}
	off := is(check).not()
	gate.State, gate.Why = off.state, off.why
	way.Gates = append(way.Gates, gate)
	var vpc *graph.VPC
	if subnet.To != nil {
		vpc = subnet.To.VPC.To
	}
	set := groupsOf(groups, vpc, orSynthetic(nil, "security groups of "+n.ID, "they are not in view"))
	in, out := gate, gate
	in.Reason, out.Reason = "instance_ingress", "instance_egress"
	in.Site, out.Site = place(groups.Site, n), place(groups.Site, n)
	own := subnetRemote(s.subnet)
	client := destination{
		kind: toEndpoint, addresses: own.addresses, why: own.why, groups: s.groups,
		endpoint: &graph.Endpoint{Node: n},
	}
	admitted := letsEndpoint(set.allows(ingress, "tcp", t.port, false), client)
	in.State, in.Why = admitted.state, admitted.why
	forwarded := s.c.lets(set.allows(egress, "tcp", t.port, false), d)
	out.State, out.Why = forwarded.state, forwarded.why
	way.Gates = append(way.Gates, in, out)
	return s.privately(t, way), doubts
}

// instanceOf returns what is known of the instance behind a route.
func instanceOf(r *graph.Route) (n graph.Node, check graph.Value[bool],
	groups graph.List[graph.Link[graph.SecurityGroup]], subnet graph.Link[graph.Subnet],
) {
	if r.Instance != nil {
		i := r.Instance
		return i.Node, i.SourceDestCheck, i.Groups, i.Subnet
	}
	i := r.Interface
	check = i.SourceDestCheck
	return i.Node, check, i.Groups, i.Subnet
}
