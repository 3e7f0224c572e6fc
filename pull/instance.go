package pull

import (
	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// forwarder is an instance, or a network interface of one, that a route leads to.
type forwarder struct {
	relay
	check  graph.Value[bool]
	groups graph.List[graph.Link[graph.SecurityGroup]]
}

// forwarderOf returns what is known of the instance behind a route.
func forwarderOf(r *graph.Route) forwarder {
	if i := r.Instance; i != nil {
		return forwarder{relay{Node: i.Node, subnet: i.Subnet}, i.SourceDestCheck, i.Groups}
	}
	i := r.Interface
	return forwarder{relay{Node: i.Node, subnet: i.Subnet}, i.SourceDestCheck, i.Groups}
}

// instanceWay is the way through an instance: it must not check source and destination, its
// groups must let the traffic in and out, and its own subnet must lead out. Whether it forwards
// is not visible. https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html
func (s *spot) instanceWay(t target, dns Gate, r *graph.Route, d destination) (Way, []Doubt) {
	way, doubts := s.begin(t, dns, r, d)
	f := forwarderOf(r)
	way.Kind, way.ID = "nat_instance", f.ID
	exit := &way.Gates[1]
	exit.State = Unknown
	exit.Why = []parser.Origin{{
		What: "forwarding by " + f.ID, Why: "what the instance runs is not in view",
	}}
	exit.Detail["kind"], exit.Detail["target"] = string(r.Kind), f.ID
	if subnet := f.subnet.To; subnet != nil && subnet != s.subnet {
		x := s.natSide(subnet, publicRemote(destination{kind: d.kind}), ports{t.port, t.port})
		way.Gates, doubts = append(way.Gates, x.gates...), append(doubts, x.doubts...)
	}
	check := natGate(f.relay, "source_dest_check", is(f.check).not())
	check.Site = place(f.check.Site, f.Node)
	way.Gates = append(way.Gates, check)
	way.Gates = append(way.Gates, s.forwarderGroups(t, f, d)...)
	way.Gates = append(way.Gates, s.relayExit(f.relay, d)...)
	return s.privately(t, way), doubts
}

// forwarderGroups asks the groups of an instance in both directions.
func (s *spot) forwarderGroups(t target, f forwarder, d destination) []Gate {
	var vpc *graph.VPC
	if f.subnet.To != nil {
		vpc = f.subnet.To.VPC.To
	}
	set := groupsOf(f.groups, vpc,
		orSynthetic(nil, "security groups of "+f.ID, "they are not in view"))
	own := subnetRemote(s.subnet)
	client := destination{
		kind: toEndpoint, addresses: own.addresses, why: own.why, groups: s.groups,
		endpoint: &graph.Endpoint{Node: f.Node},
	}
	in := natGate(f.relay, "instance_ingress",
		letsEndpoint(set.allows(ingress, "tcp", t.port, false), client))
	out := natGate(f.relay, "instance_egress",
		s.c.lets(set.allows(egress, "tcp", t.port, false), d))
	in.Site, out.Site = place(f.groups.Site, f.Node), place(f.groups.Site, f.Node)
	if len(set.groups) > 0 && set.groups[0].Resource != nil {
		in.By, out.By = set.groups[0].ID, set.groups[0].ID
		in.Site, out.Site = groupSite(set.groups[0], ingress), groupSite(set.groups[0], egress)
	}
	return []Gate{in, out}
}
