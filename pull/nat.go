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
		x := s.natSide(subnet, publicRemote(destination{kind: d.kind}), ports{t.port, t.port})
		way.Gates, doubts = append(way.Gates, x.gates...), append(doubts, x.doubts...)
	}
	if gate, ok := s.natAttached(nat); ok {
		way.Gates = append(way.Gates, gate)
	}
	by := relay{nat.Node, nat.Subnet, nat}
	private := s.privateGate(by, d)
	way.Gates = append(way.Gates, private)
	if is(nat.Public).state != Closed {
		way.Gates = append(way.Gates, s.addressGate(by, regional)...)
		way.Gates = append(way.Gates, s.natExit(by, regional, d)...)
	} else if !t.private {
		way.hidden = s.natExit(by, regional, d)
	}
	if subnet != nil {
		way.Gates = append(way.Gates, s.publicAccessGate(nat.ID, subnet, false)...)
	} else if nat.VPC.To != nil {
		way.Gates = append(way.Gates, s.publicAccessGate(nat.ID, s.subnet, false)...)
	}
	return s.privately(t, way), doubts
}

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

// relay is what forwards: a NAT gateway or an instance.
type relay struct {
	graph.Node
	subnet graph.Link[graph.Subnet]
	nat    *graph.NATGateway
}

// is reports whether a route leads to what forwards itself.
func (r relay) is(route *graph.Route) bool {
	switch {
	case route.NATGateway != nil:
		return route.NATGateway == r.nat
	case route.Instance != nil:
		return route.Instance.ID == r.ID
	case route.Interface == nil:
		return false
	}
	host := route.Interface.Instance.To
	return route.Interface.ID == r.ID || host != nil && host.ID == r.ID
}

// natGate is a nat gate.
func natGate(r relay, reason string, state answer) Gate {
	gate := Gate{
		Name: "nat", State: state.state, Reason: reason, Why: state.why, By: r.ID,
		Site:   graph.Site{Resource: r.Resource},
		Detail: map[string]any{"gateway": r.ID, "subnet": "", "route_table": ""},
	}
	if subnet := r.subnet.To; subnet != nil {
		gate.Detail["subnet"], gate.Detail["route_table"] = subnet.ID, tableOf(subnet)
	}
	return gate
}

// privateGate asks whether a NAT gateway is public. An internet gateway drops what a private one
// sends; a transit gateway or another appliance may lead it on.
// https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-scenarios.html
func (s *spot) privateGate(by relay, d destination) Gate {
	public := is(by.nat.Public)
	if public.state == Closed {
		public = public.unlessMore(s.onward(by, d)...)
	}
	gate := natGate(by, "private", public)
	gate.Site = place(by.nat.Public.Site, by.Node)
	return gate
}

// onward returns what a private NAT gateway's subnet may lead to beside internet gateways.
func (s *spot) onward(by relay, d destination) []*parser.Origin {
	subnet := by.subnet.To
	switch {
	case subnet == nil:
		return []*parser.Origin{by.subnet.Why}
	case subnet.RouteTable.To == nil:
		return []*parser.Origin{subnet.RouteTable.Why}
	}
	var why []*parser.Origin
	routes := s.c.routesTo(subnet.RouteTable.To, destination{kind: d.kind, region: d.region})
	for i := range routes.why {
		why = append(why, &routes.why[i])
	}
	for _, one := range routes.list {
		switch one.route.Kind {
		case graph.TargetInternetGateway, graph.TargetPeering, graph.TargetNone:
		default:
			if one.route.NATGateway != by.nat {
				why = append(why, &s.behind(one.route)[0])
			}
		}
	}
	return why
}

// addressGate is closed for a public NAT gateway in a subnet without an elastic IP address, which
// AWS refuses to make. A regional one is given addresses by AWS.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html
func (s *spot) addressGate(by relay, regional answer) []Gate {
	if by.subnet.None() {
		return nil
	}
	addressed := regional.or(is(by.nat.Allocation)).or(is(by.nat.Public).not())
	if addressed.state == Open || by.nat.Allocation.Why != nil { // who is asked for one gives one
		return nil
	}
	gate := natGate(by, "no_address", addressed)
	gate.Site = place(by.nat.Allocation.Site, by.Node)
	return []Gate{gate}
}

// natExit asks how the NAT gateway itself leaves.
func (s *spot) natExit(r relay, regional answer, d destination) []Gate {
	switch {
	case regional.state == Open:
		return []Gate{natGate(r, "no_internet_route", s.regionalExit(r.nat))}
	case regional.state == Unknown && r.subnet.To == nil:
		return []Gate{natGate(r, "no_internet_route", regional)}
	}
	return s.relayExit(r, d)
}

// relayExit asks how what forwards leaves by the route table of its own subnet.
func (s *spot) relayExit(r relay, d destination) []Gate {
	subnet := r.subnet.To
	if subnet == nil {
		why := pointers([]*parser.Origin{r.subnet.Why})
		return []Gate{natGate(r, "no_internet_route", noUnless(why))}
	}
	table := subnet.RouteTable.To
	if table == nil {
		why := orSynthetic(subnet.RouteTable.Why, "route table of "+subnet.ID, "it is not in view")
		return []Gate{natGate(r, "no_internet_route", because(why))}
	}
	return s.relayRoute(r, subnet, s.c.routesTo(table, destination{kind: d.kind, region: d.region}))
}

// regionalExit answers whether a regional NAT gateway leaves: AWS routes it to the VPC's internet
// gateway. https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
func (s *spot) regionalExit(nat *graph.NATGateway) answer {
	vpc := s.vpc
	if nat.VPC.To != nil {
		vpc = nat.VPC.To
	}
	if vpc == nil {
		return perhaps(nat.VPC.Why)
	}
	lost := []*parser.Origin{vpc.Open}
	for _, gate := range vpc.Gateways {
		if gate.Maybe == nil {
			return yes()
		}
		lost = append(lost, gate.Maybe)
	}
	for _, gate := range s.c.graph.InternetGates {
		if gate.VPC.To == nil {
			lost = append(lost, gate.VPC.Why) // it may be this VPC's
		}
	}
	return no().unlessMore(lost...)
}

// relayRoute makes the gates of the routes that the subnet of what forwards has to the internet.
func (s *spot) relayRoute(by relay, subnet *graph.Subnet, routes choices) []Gate {
	gate := natGate(by, "no_internet_route", no())
	gate.Site = subnetSite(subnet)
	if !routes.certain() {
		gate.State, gate.Site, gate.Why = Unknown, graph.Site{Resource: by.Resource}, routes.why
		for _, one := range routes.list {
			gate.Why = merge(gate.Why, one.maybe)
		}
		if len(gate.Why) == 0 {
			gate.Why = []parser.Origin{{
				What: "way of " + by.ID, Why: "several routes lead out of its subnet",
			}}
		}
		return []Gate{gate}
	}
	if len(routes.list) == 0 {
		return []Gate{gate}
	}
	r := routes.list[0].route
	gate.Detail["route"] = routeText(r)
	gate.Site = r.Site
	switch {
	case r.InternetGateway != nil:
		gate.State, gate.Site = Open, graph.Site{Resource: by.Resource}
		return []Gate{gate, s.attachedGate(r, subnet)}
	case by.is(r):
		gate.Reason = "loop"
	case r.NATGateway != nil, r.Kind == graph.TargetPeering, r.Kind == graph.TargetNone:
	default:
		gate.State, gate.Why = Unknown, s.behind(r)
	}
	return []Gate{gate}
}

// behind is the reason of a route whose target cannot be seen through.
func (s *spot) behind(r *graph.Route) []parser.Origin {
	if r.Why != nil {
		return []parser.Origin{*r.Why}
	}
	return []parser.Origin{{
		What: "network behind " + orText(s.c.text(r.Text), "the route's target"),
		Why:  "what lies behind a " + kindName(r.Kind) + " is not in view",
	}}
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
	k.direction, k.remote = egress, client
	x.answer(s, k)
	return x
}
