package pull

import (
	"net/netip"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"go4.org/netipx"
)

// amazonServers are the addresses of Amazon's own name server beside VPC+2.
// https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
var amazonServers = map[string]bool{
	"AmazonProvidedDNS": true, "169.254.169.253": true, "fd00:ec2::253": true,
}

// resolver is who answers names in a VPC.
type resolver struct {
	// amazon answers whether Amazon's own server is among them.
	amazon answer
	// custom are the other ones.
	custom []netip.Addr
	by     string
	site   graph.Site
}

// resolver finds the name servers of the spot's VPC.
func (s *spot) resolver() resolver {
	link := s.vpc.DHCP
	r := resolver{amazon: yes(), by: s.vpc.ID, site: link.Site}
	switch {
	case link.Why != nil:
		r.amazon = perhaps(link.Why)
		return r
	case link.To == nil || len(link.To.Servers.Items) == 0 && link.To.Servers.Open == nil:
		return r
	}
	options := link.To
	r.by, r.site = options.ID, place(options.Servers.Site, options.Node)
	r.amazon = no().unlessMore(options.Servers.Open)
	for _, server := range options.Servers.Items {
		r.add(server, s.vpc)
	}
	return r
}

// add adds one server.
func (r *resolver) add(server graph.Value[string], vpc *graph.VPC) {
	if !server.Known() || parser.Holed(server.V) {
		r.amazon = r.amazon.or(perhaps(server.Why))
		return
	}
	text := strings.TrimSpace(server.V)
	addr, err := netip.ParseAddr(text)
	switch {
	case amazonServers[text] || err == nil && plusTwo(vpc, addr):
		r.amazon = yes()
	case err == nil:
		r.custom = append(r.custom, addr)
	}
}

// plusTwo reports whether the address is the VPC's base plus two.
func plusTwo(vpc *graph.VPC, addr netip.Addr) bool {
	for _, cidr := range vpc.CIDRs.Items {
		if cidr.Known() && cidr.V.IsValid() && cidr.V.Masked().Addr().Next().Next() == addr {
			return true
		}
	}
	return false
}

// dnsGate is the gate of name resolution, without what endpoints need of it.
func (s *spot) dnsGate() (Gate, []Doubt) {
	gate := Gate{Name: "dns", State: Open, Reason: "support_off", Detail: map[string]any{}}
	if s.vpc == nil {
		return gate, nil
	}
	gate.By, gate.Site = s.vpc.ID, place(s.vpc.DNSSupport.Site, s.vpc.Node)
	gate.Detail["vpc"] = s.vpc.ID
	r := s.resolver()
	support := is(s.vpc.DNSSupport)
	switch {
	case r.amazon.state == Open:
		gate.Detail["attributes"] = []string{"enable_dns_support"}
		gate.State, gate.Why = support.state, support.why
		return gate, nil
	case r.amazon.state == Unknown && support.state == Open:
		served := s.anyServer().or(r.amazon)
		gate.State, gate.Why = served.state, served.why
	case r.amazon.state == Unknown:
		gate.State, gate.Why = Unknown, merge(r.amazon.why, support.why)
	default:
		return s.customGate(gate, r)
	}
	return gate, nil
}

// customGate is the gate of servers of one's own: UDP 53 must pass; TCP 53 is needed for long
// answers only.
func (s *spot) customGate(gate Gate, r resolver) (Gate, []Doubt) {
	gate.Reason = "servers_blocked"
	gate.Detail["servers"] = addressTexts(r.custom)
	gate.Detail["port"] = 53
	gate.Detail["protocol"] = "udp"
	gate.Detail["options"] = r.by
	gate.Detail["groups"] = s.groups.ids()
	gate.Related = []Related{{Site: r.site, Message: "the name servers are chosen here"}}
	if len(r.custom) == 0 {
		return gate, nil
	}
	udp, blocker := s.serversOver(r, "udp")
	tcp, _ := s.serversOver(r, "tcp")
	gate.State, gate.Why = udp.state, udp.why
	gate.By, gate.Site = blocker.By, blocker.Site
	gate.Detail["by"] = blocker.Name
	if blocker.Name == "route" {
		gate.Reason = "servers_unreached"
	}
	if udp.state == Open && tcp.state == Closed {
		return gate, []Doubt{{
			Name: "dns_tcp_blocked", State: Closed, By: gate.By, Site: gate.Site, Detail: gate.Detail,
			Related: gate.Related,
		}}
	}
	return gate, nil
}

// anyServer answers whether name servers are reached wherever they are.
func (s *spot) anyServer() answer {
	gate := s.egressGate(destination{kind: toAnywhere}, 53, "udp")
	reached := answer{gate.State, gate.Why}
	everywhere := remote{kind: toEndpoint, addresses: all4}
	for _, g := range s.outward("udp", 53, everywhere).gates {
		reached = reached.and(answer{g.State, g.Why})
	}
	return reached
}

// serversOver answers whether any of the servers is reached, and by which gate not.
func (s *spot) serversOver(r resolver, protocol string) (answer, Gate) {
	out := no()
	var blocker Gate
	for _, addr := range r.custom {
		reached, gate, shut := s.serverOver(addr, protocol)
		if blocker.By == "" || shut {
			blocker = gate
		}
		out = out.or(reached)
	}
	return out, blocker
}

// serverOver answers whether a server is reached, and by which gate not; shut says that the gate is
// certainly closed.
func (s *spot) serverOver(addr netip.Addr, protocol string) (reached answer, by Gate, shut bool) {
	set := setOf(netip.PrefixFrom(addr, addr.BitLen()))
	by = s.egressGate(destination{kind: toServers, addresses: set}, 53, protocol)
	reached, shut = answer{by.State, by.Why}, by.State == Closed
	blocks := func(gate Gate, state answer) {
		reached = reached.and(state)
		if state.state == Closed && !shut {
			by, shut = gate, true
		}
	}
	way, gate := s.toServer(addr)
	blocks(gate, way)
	if s.outsideSubnet(set) {
		x := s.outward(protocol, 53, remote{kind: toEndpoint, addresses: set, six: addr.Is6()})
		for _, g := range x.gates {
			blocks(g, answer{g.State, g.Why})
		}
	}
	return reached, by, shut
}

// outsideSubnet reports whether addresses are outside of the spot's subnet, where ACLs count.
func (s *spot) outsideSubnet(set *netipx.IPSet) bool {
	if s.subnet == nil || !s.subnet.CIDR.Known() || !s.subnet.CIDR.V.IsValid() {
		return s.subnet != nil
	}
	return !covers(setOf(s.subnet.CIDR.V.Masked()), set)
}

// addressTexts writes addresses.
func addressTexts(list []netip.Addr) []string {
	out := []string{}
	for _, a := range list {
		out = append(out, a.String())
	}
	return distinct(out)
}

// zoneAnswer is what private hosted zones say of a host.
type zoneAnswer struct {
	// captures answers whether a zone of the VPC answers for the name.
	captures answer
	zone     *graph.HostedZone
	// record holds the answering record; recorded answers whether there is one.
	record   *graph.Record
	recorded answer
}

// zoneFor finds the private hosted zone of the VPC that answers for a host: the one with the
// longest name. See the Route 53 developer guide, "Considerations when working with a private
// hosted zone":
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html
func (s *spot) zoneFor(t target) zoneAnswer {
	out := zoneAnswer{captures: no()}
	longest := 0
	for _, zone := range s.vpc.Zones {
		name := strings.ToLower(strings.TrimSuffix(s.c.expand(zone.Name.V), "."))
		name, host := s.c.inRegion(name, t.region), s.c.inRegion(t.host, regionIn(name))
		if !zone.Name.Known() || s.c.vague(name) {
			if !zone.Name.Known() || s.c.similar(name, host) {
				out.captures = out.captures.or(s.zoneDoubt(zone))
			}
			continue
		}
		if !under(host, name) || out.zone != nil && len(name) <= longest {
			continue
		}
		out.zone, longest = zone, len(name)
		out.record, out.recorded = s.recordFor(zone, name, host)
	}
	if out.zone != nil {
		out.captures = yes()
		if out.zone.Maybe != nil {
			out.captures = perhaps(out.zone.Maybe)
		}
	}
	out.captures = out.captures.or(noUnless(pointers(s.vpc.LostZones)))
	return out
}

// zoneDoubt is the answer for a zone whose name is not known.
func (s *spot) zoneDoubt(zone *graph.HostedZone) answer {
	if zone.Name.Why != nil {
		return perhaps(zone.Name.Why)
	}
	return because(s.c.origins.In(zone.Name.V))
}

// under reports whether a host is a name or below it. A token is one label.
func under(host, name string) bool {
	return name != "" && (host == name || strings.HasSuffix(host, "."+name))
}

// recordFor finds the record of a zone that answers for a host: of that name, or a wildcard.
func (s *spot) recordFor(zone *graph.HostedZone, name, host string) (*graph.Record, answer) {
	recorded := no().unlessMore(append([]*parser.Origin{zone.Open}, zone.LostRecords...)...)
	for _, record := range zone.Records {
		if !record.Name.Known() {
			recorded = recorded.or(perhaps(record.Name.Why))
			continue
		}
		text := strings.ToLower(strings.TrimSuffix(s.c.expand(record.Name.V), "."))
		text = s.c.inRegion(text, regionIn(host))
		text = strings.Replace(text, `\052`, "*", 1)
		if !under(text, name) {
			text += "." + name
		}
		if text == host || strings.HasPrefix(text, "*.") && under(host, text[2:]) && host != text[2:] {
			if record.Maybe != nil {
				recorded = recorded.or(perhaps(record.Maybe))
				continue
			}
			return record, yes()
		}
	}
	return nil, recorded
}
