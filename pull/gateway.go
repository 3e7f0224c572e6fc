package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// routeWay is the way that a route takes.
func (s *spot) routeWay(t target, dns Gate, one choice, d destination) (Way, []Doubt) {
	r := one.route
	switch r.Kind {
	case graph.TargetInternetGateway:
		if r.InternetGateway != nil {
			return s.internetWay(t, dns, r, d)
		}
	case graph.TargetNATGateway:
		if r.NATGateway != nil {
			return s.natWay(t, dns, r, d)
		}
	case graph.TargetEgressOnly:
		if r.EgressOnly != nil {
			return s.egressOnlyWay(t, dns, r, d)
		}
	case graph.TargetInstance, graph.TargetInterface:
		if r.Instance != nil || r.Interface != nil {
			return s.instanceWay(t, dns, r, d)
		}
	case graph.TargetPeering:
		return s.deadWay(t, dns, r, "peering"), nil
	case graph.TargetNone:
		return s.deadWay(t, dns, r, "no_target"), nil
	default: // it cannot be seen through
	}
	if s.told != nil {
		way, doubts := s.toldWay(t, dns, d)
		if r.Kind == graph.TargetInternetGateway && !d.six {
			way.Gates = append(way.Gates, s.publicGate(s.c.text(r.Text)))
		}
		return s.privately(t, way), doubts
	}
	way := s.unseenWay(t, dns, s.behind(r))
	way.ID, way.Site = s.c.text(r.Text), r.Site
	return way, nil
}

// kindName writes the kind of a target.
func kindName(kind graph.TargetKind) string {
	switch kind {
	case graph.TargetTransitGateway:
		return "transit gateway"
	case graph.TargetVPNGateway:
		return "virtual private gateway"
	case graph.TargetInterface:
		return "network interface"
	case graph.TargetEndpoint:
		return "gateway or firewall endpoint"
	case graph.TargetUnknown:
		return "target that is not known"
	default:
		return strings.ReplaceAll(string(kind), "_", " ")
	}
}

// orText is the text, or the other one where it is empty.
func orText(text, other string) string {
	if text != "" {
		return text
	}
	return other
}

// deadWay is the way of a route that leads nowhere.
func (s *spot) deadWay(t target, dns Gate, r *graph.Route, reason string) Way {
	gate := s.exitGate(Closed, reason)
	gate.Site = r.Site
	gate.Detail["route"], gate.Detail["target"] = routeText(r), s.c.text(r.Text)
	gate.Detail["kind"], gate.Detail["registry"] = string(r.Kind), s.c.text(t.host)
	if t.private {
		gate = soften(gate, []parser.Origin{privateHost(s.c.text(t.host))})
	}
	return Way{Kind: "none", ID: s.c.text(r.Text), Site: r.Site, Gates: []Gate{dns, gate}}
}

// begin is a way by a route with the gates that every such way has: dns, exit, egress, acl.
func (s *spot) begin(t target, dns Gate, r *graph.Route, d destination) (Way, []Doubt) {
	exit := s.exitGate(Open, "no_way")
	exit.Detail["route"] = routeText(r)
	way := Way{Site: r.Site, Gates: []Gate{dns, exit}}
	doubts := s.across(&way, t, d)
	return way, doubts
}

// across adds the gates of the groups and of the network ACL of the interface to a way.
func (s *spot) across(way *Way, t target, d destination) []Doubt {
	to := d
	if t.private {
		to = destination{kind: toAnywhere, why: []parser.Origin{privateHost(s.c.text(t.host))}}
		if s.egressGate(d, t.port, "tcp").State == Open {
			to = d
		}
	}
	way.Gates = append(way.Gates, s.egressGate(to, t.port, "tcp"))
	x := s.outward("tcp", t.port, publicRemote(d))
	way.Gates = append(way.Gates, x.gates...)
	return append(x.doubts, s.egressDoubts(to, t.port)...)
}

// internetWay is the way through an internet gateway: it must be attached to the VPC and the
// interface must have a public address.
// https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
func (s *spot) internetWay(t target, dns Gate, r *graph.Route, d destination) (Way, []Doubt) {
	way, doubts := s.begin(t, dns, r, d)
	way.Kind, way.ID = "internet_gateway", r.InternetGateway.ID
	way.Gates = append(way.Gates, s.attachedGate(r, s.subnet))
	if !d.six {
		way.Gates = append(way.Gates, s.publicGate(way.ID))
	}
	way.Gates = append(way.Gates, s.publicAccessGate(way.ID, s.subnet, true)...)
	return s.privately(t, way), doubts
}

// privately softens the gates of a way whose host may be inside the network.
func (s *spot) privately(t target, way Way) Way {
	if !t.private {
		return way
	}
	for i, gate := range way.Gates {
		if gate.Name != "dns" && gate.Name != "egress" {
			way.Gates[i] = soften(gate, []parser.Origin{privateHost(s.c.text(t.host))})
		}
	}
	return way
}

// attachedGate asks whether an internet gateway is attached to the VPC of a subnet.
func (s *spot) attachedGate(r *graph.Route, subnet *graph.Subnet) Gate {
	igw := r.InternetGateway
	gate := s.attachment(igw.Node, igw.VPC, subnet)
	gate.Detail["route_table"] = tableOf(subnet)
	return gate
}

// attachment asks whether a gateway is attached to the VPC of a subnet.
func (s *spot) attachment(n graph.Node, link graph.Link[graph.VPC], subnet *graph.Subnet) Gate {
	gate := Gate{
		Name: "attached", State: Open, Reason: "detached", By: n.ID, Site: place(link.Site, n),
		Detail: map[string]any{"gateway": n.ID, "vpc": s.c.text(subnet.VPC.Text), "subnet": subnet.ID},
	}
	if subnet.VPC.To != nil {
		gate.Detail["vpc"] = subnet.VPC.To.ID
	}
	switch {
	case link.None():
		state := no().unlessMore(n.Open)
		gate.State, gate.Why = state.state, state.why
	default:
		gate.Reason = "other_vpc"
		state := sameVPC(link, subnet.VPC)
		gate.State, gate.Why = state.state, state.why
	}
	return gate
}

// sameVPC answers whether two links name one VPC. Two that say the same and cannot be seen do.
func sameVPC(a, b graph.Link[graph.VPC]) answer {
	switch {
	case a.To != nil && b.To != nil:
		return truth(a.To == b.To)
	case a.To == nil && b.To == nil && a.Text != "" && a.Text == b.Text:
		return yes()
	case a.Why != nil && b.Why != nil && *a.Why == *b.Why:
		return yes()
	}
	return perhaps(a.Why, b.Why)
}

// tableOf names the route table of a subnet.
func tableOf(subnet *graph.Subnet) string {
	if subnet.RouteTable.To != nil {
		return subnet.RouteTable.To.ID
	}
	return ""
}

// egressOnlyWay is the way through an egress-only internet gateway, for IPv6.
func (s *spot) egressOnlyWay(t target, dns Gate, r *graph.Route, d destination) (Way, []Doubt) {
	way, doubts := s.begin(t, dns, r, d)
	way.Kind, way.ID = "egress_only_gateway", r.EgressOnly.ID
	way.Gates = append(way.Gates, s.attachment(r.EgressOnly.Node, r.EgressOnly.VPC, s.subnet))
	way.Gates = append(way.Gates, s.publicAccessGate(way.ID, s.subnet, false)...)
	return s.privately(t, way), doubts
}

// gatewayWay is the way through the gateway endpoint of S3.
func (s *spot) gatewayWay(t target, one captured, dns Gate) (Way, []Doubt) {
	e := one.endpoint
	way := Way{
		Kind: "gateway_endpoint", ID: e.ID, Site: graph.Site{Resource: e.Resource}, endpoint: e,
		Gates: []Gate{dns, s.exitGate(Open, "no_way")},
	}
	if family := s.endpointFamily(t); family.State != Open {
		way.Gates = append(way.Gates, family)
	}
	d := destination{kind: toS3, region: t.region, endpoint: nil}
	gate := s.egressGate(d, t.port, "tcp")
	gate.Detail["endpoint"] = e.ID
	way.Gates = append(way.Gates, gate)
	x := s.outward("tcp", t.port, publicRemote(d))
	way.Gates = append(way.Gates, x.gates...)
	return way, append(x.doubts, s.egressDoubts(d, t.port)...)
}

// publicAccessGate asks VPC Block Public Access. Its mode block-ingress stops internet gateways
// but not NAT gateways and egress-only gateways.
// https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
func (s *spot) publicAccessGate(gateway string, subnet *graph.Subnet, direct bool) []Gate {
	var gates []Gate
	for _, b := range s.c.graph.PublicAccess {
		if s.c.same(b.Home.Region, subnet.Home.Region).state == Closed ||
			s.c.same(b.Home.Account, subnet.Home.Account).state == Closed {
			continue
		}
		both, in := equals(b.Mode, "block-bidirectional"), equals(b.Mode, "block-ingress")
		blocked := both
		if direct {
			blocked = both.or(in)
		}
		for _, exclusion := range b.Exclusions {
			exempt := excludes(exclusion, subnet)
			if direct {
				exempt = exempt.and(outbound(exclusion, both))
			}
			blocked = blocked.and(exempt.not())
		}
		gate := Gate{
			Name: "bpa", Reason: "bidirectional", By: b.ID, Site: place(b.Mode.Site, b.Node),
			Detail: map[string]any{"mode": s.c.text(b.Mode.V), "gateway": gateway, "subnet": subnet.ID},
		}
		if in.state == Open {
			gate.Reason = "ingress"
		}
		open := blocked.not()
		gate.State, gate.Why = open.state, open.why
		gates = append(gates, gate)
	}
	return gates
}

// outbound answers whether an exclusion lets an interface with a public address of its own out. One
// that allows egress only counts in the mode block-bidirectional alone, and is documented to let
// calls out, as the mode block-ingress is, which stops such interfaces.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcBlockPublicAccessExclusion.html
func outbound(e *graph.BlockExclusion, both answer) answer {
	if narrow := equals(e.Mode, "allow-egress"); narrow.state != Open {
		return narrow.not()
	}
	return both.and(because([]parser.Origin{{
		What: "calls from public addresses that " + e.ID + " exempts",
		Why:  "whether an exclusion for egress lets them out is not documented",
	}}))
}

// excludes answers whether an exclusion exempts the subnet or its VPC.
func excludes(e *graph.BlockExclusion, subnet *graph.Subnet) answer {
	out := no()
	if e.VPC.To != nil || e.VPC.Why != nil {
		out = sameVPC(e.VPC, subnet.VPC)
	}
	if e.Subnet.To != nil {
		out = out.or(truth(e.Subnet.To == subnet))
	} else if e.Subnet.Why != nil {
		out = out.or(perhaps(e.Subnet.Why))
	}
	if e.Maybe != nil {
		out = out.and(perhaps(e.Maybe))
	}
	return out
}
