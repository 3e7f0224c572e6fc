package pull

import (
	"regexp"
	"slices"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// mended finds the leg as it would be if what closes its exit were mended: a fault on that way can
// show only then. It is nil where the leg has an exit, or where nothing is known of what stands
// behind. The rest of the configuration is taken as it is.
func (s *spot) mended(t target, n *network) *network {
	if len(n.ways) == 1 && len(n.ways[0].hidden) > 0 {
		way := n.ways[0]
		way.Gates = slices.Concat(way.Gates, way.hidden)
		for i, gate := range way.Gates {
			if gate.Name == "nat" && gate.Reason == "private" {
				way.Gates[i].State = Open
			}
		}
		return &network{nearby: n.nearby, ways: []Way{way}}
	}
	if s.vpc == nil || s.subnet == nil || t.unsure || t.private || !stuck(n.ways) {
		return nil
	}
	dns := n.ways[0].Gates[0]
	if dns.Reason == "no_record" {
		dns.State = Open
	}
	out := &network{nearby: n.nearby}
	for _, e := range s.blamed(t, n) {
		out.ways = append(out.ways, s.mendedWay(t, e, n.nearby.Reason, dns))
	}
	if len(out.ways) == 0 {
		out.ways = []Way{s.anyWay(t, n, dns)}
	} else if n.nearby.Reason == "type" {
		out.nearby.Reason, out.nearby.Site = "private_dns", s.lackSite(s.endpoint(n), "private_dns")
	}
	return out
}

// stuck reports whether every way ends at a closed exit, whatever is not known, and the other
// family of addresses is not to blame.
func stuck(ways []Way) bool {
	for _, way := range ways {
		shut := false
		for _, gate := range way.Gates {
			shut = shut || gate.Name == "exit" && gate.State == Closed && gate.Reason != "other_vpc"
			if gate.Name == "family" && gate.State != Open {
				return false
			}
		}
		if !shut {
			return false
		}
	}
	return len(ways) > 0
}

// endpoint returns the endpoint that comes nearest to serving the leg.
func (s *spot) endpoint(n *network) *graph.Endpoint {
	for _, e := range s.vpc.Endpoints {
		if e.ID == n.nearby.ID {
			return e
		}
	}
	return nil
}

// blamed returns the endpoints that would serve the leg if one of their attributes were another:
// all that lack the same.
func (s *spot) blamed(t target, n *network) []*graph.Endpoint {
	nearest := s.endpoint(n)
	if nearest == nil || n.nearby.State != Closed || n.ways[0].ID != "" {
		return nil
	}
	switch n.nearby.Reason {
	case "private_dns", "route_table", "type":
	default:
		return nil
	}
	var list []*graph.Endpoint
	for _, e := range s.vpc.Endpoints {
		if _, reason := s.lacks(e, t); reason != n.nearby.Reason || !e.Service.Known() {
			continue
		}
		if e.Maybe != nil {
			return nil
		}
		list = append(list, e)
	}
	return list
}

// mendedWay is the way through an endpoint that lacks nothing more of what kept the leg from it.
func (s *spot) mendedWay(t target, e *graph.Endpoint, reason string, dns Gate) Way {
	if reason == "route_table" {
		way, _ := s.gatewayWay(t, captured{endpoint: e, state: yes(), gateway: true}, dns)
		return way
	}
	refused, attributes := s.refusesDNS()
	one := captured{endpoint: e, state: yes(), refused: refused, attributes: attributes}
	if is(e.PrivateDNS).state == Closed && reason == "type" {
		one.refused = no()
	}
	way, _ := s.endpointWay(t, one, dns)
	if is(e.PrivateDNS).state != Closed || reason != "type" {
		return way
	}
	for i, gate := range way.Gates { // of the right type it still does not answer to the name
		if gate.Name == "exit" {
			way.Gates[i] = s.exitGate(Closed, "no_way")
		}
	}
	return way
}

// anyWay holds the gates of every way that a leg without exit may be given. The layers come from
// the public addresses of Amazon S3 through a gateway endpoint as well as over the internet;
// endpoints of other services may be anywhere in the VPC.
func (s *spot) anyWay(t target, n *network, dns Gate) Way {
	way := Way{
		Kind: "other", Site: n.ways[0].Site, Gates: []Gate{dns, s.exitGate(Open, "no_way")},
	}
	d := s.publicDestination(t, false)
	switch {
	case t.name == Layers && n.nearby.Reason != "region":
		way.Kind = "gateway_endpoint"
	case t.name == Fetch && len(s.c.registryEndpoints(s.vpc)) == 0:
		way.Kind = "nat_gateway"
	default:
		way.Gates = append(way.Gates, s.egressGate(destination{kind: toAnywhere}, t.port, "tcp"))
		return way
	}
	way.Gates = append(way.Gates, s.egressGate(d, t.port, "tcp"))
	way.Gates = append(way.Gates, s.outward("tcp", t.port, publicRemote(d)).gates...)
	return way
}

// Masks reports whether faults of the placement are masked: something stands closed on the way
// that a leg without exit would have, or that one of an image without a valid reference takes.
func (p *Pull) Masks(placement int) bool {
	if placement < 0 || placement >= len(p.Placements) {
		return false
	}
	for _, leg := range p.Placements[placement].Hidden {
		if way := leg.at(Best); way != nil && closed(way.Gates) {
			return true
		}
	}
	for _, leg := range p.Placements[placement].Legs {
		if leg.Mended == nil {
			continue
		}
		now, then := leg.at(Best), leg.Mended.at(Best)
		if then != nil && shutOf(now) && worseBehind(now, then) {
			return true
		}
	}
	return false
}

// shutOf reports whether a way is closed so that more may stand behind.
func shutOf(way *Way) bool {
	return way != nil && (stuck([]Way{*way}) || len(way.hidden) > 0 && closed(way.Gates))
}

// worseBehind reports whether a gate is closed behind the exit, or is one that the way that is
// taken does not have.
func worseBehind(now, then *Way) bool {
	for i, gate := range then.Gates {
		if gate.State == Closed && (i > 0 || now.Gates[0].State != Closed) {
			return true
		}
	}
	return false
}

// meantForECR finds the region in a reference that is not valid and is meant for Amazon ECR.
var meantForECR = regexp.MustCompile(`\becr(?:-fips)?\.([a-z]{2,}(?:-[a-z]+)+-\d+)\.`)

// hiddenTargets are where the legs of a pull would go if its image reference were valid: to the
// registry that it names all the same, else to any.
func (c *cutter) hiddenTargets(p *Pull) []target {
	if p.fact.Valid != Closed {
		return nil
	}
	meant := *p
	if found := meantForECR.FindStringSubmatch(p.fact.text); found != nil {
		name, _, _ := cutImage(p.fact.text)
		meant.fact.Host, _ = cutHost(name)
		meant.fact.Region, meant.Registry = found[1], registryECR
	}
	meant.fact.Valid = Open
	if meant.Registry == registryECR && meant.fact.Region == "" {
		meant.Registry = registryUnknown
	}
	all := c.targets(&meant)
	own := all[:0]
	for _, t := range all {
		if t.name != Credentials { // that one is taken as it is
			own = append(own, t)
		}
	}
	return own
}

// hide adds the legs that an image without a valid reference hides.
func (c *cutter) hide(place *Placement, targets []target) {
	for _, t := range targets {
		n := place.spot.leg(t)
		place.Hidden = append(place.Hidden, Leg{
			Name: t.name, Host: c.text(t.host), Service: t.service, Region: c.text(t.region),
			Ways: c.withPolicies(nil, t, n.ways), Endpoint: n.nearby,
		})
	}
	place.softenHidden(place.masked)
}

// softenHidden softens the legs that an image without a valid reference hides.
func (p *Placement) softenHidden(why []parser.Origin) {
	for i := range p.Hidden {
		p.Hidden[i].soften(why)
	}
}

// unhide adds the legs that an image without a valid reference hides, and makes it valid.
func (p *Pull) unhide(place *Placement, d *Document) {
	for i := range place.Hidden {
		d.Legs = append(d.Legs, p.leg(&place.Hidden[i], Mended))
	}
	for i, gate := range d.Gates {
		if gate.Name == "reference" {
			d.Gates[i].State, d.Gates[i].Reason = Open, ""
		}
	}
}
