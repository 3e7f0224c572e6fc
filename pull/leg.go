package pull

import (
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// leg finds the ways of a leg from the spot; what was found once is kept.
func (s *spot) leg(t target) network {
	if n, ok := s.legs[t]; ok {
		return n
	}
	n := s.trace(t)
	if t.unsure && s.groups.lets(egress) {
		otherPort(n.ways)
	}
	n.mended = s.mended(t, &n)
	s.addBlockers(&n)
	s.legs[t] = n
	return n
}

// otherPort softens the gates of the groups, which let something out, for a registry that is not
// known: it may be one on another port than that of HTTPS.
func otherPort(ways []Way) {
	for _, way := range ways {
		for i, gate := range way.Gates {
			if gate.Name == "egress" {
				way.Gates[i] = soften(gate, []parser.Origin{{
					What: "port of the registry", Why: "which registry it is is not in view",
				}})
			}
		}
	}
}

// trace follows a leg: first the name (private hosted zones, interface endpoints), then the
// route table (the gateway endpoint of S3, routes).
func (s *spot) trace(t target) network {
	dns, doubts := s.dnsGate()
	n := network{doubts: doubts}
	switch {
	case t.unsure && s.mayServe():
		n.ways, n.nearby = []Way{s.unseenWay(t, dns, nil)}, s.nearest(t)
		return n
	case s.told != nil && s.table == nil && s.vpc == nil:
		way, more := s.toldWay(t, dns, s.publicDestination(t, false))
		n.add(way, nil, more)
		s.mayAnswer(t, dns, &n)
		return n
	case s.told != nil && s.vpc == nil: // its endpoints are asked about below
	case s.vpc == nil:
		if t.service != "" || s.table == nil {
			n.add(s.unseenWay(t, dns, s.unseenVPC), s.unseenVPC, nil)
		}
		if s.table == nil {
			n.nearby = s.nearest(t)
			return n
		}
	case s.byName(t, dns, &n):
		if len(n.ways) > 0 && n.ways[0].endpoint == nil {
			n.nearby = s.nearest(t)
		}
		return n
	}
	n.nearby = s.nearest(t)
	if s.byGateway(t, dns, &n) {
		n.nearby = Nearby{}
		return n
	}
	ways, why, more := s.publicWays(t, dns)
	s.mayGain(t, ways)
	n.ways, n.why, n.doubts = append(n.ways, ways...), merge(n.why, why), append(n.doubts, more...)
	s.mayAnswer(t, dns, &n)
	s.refuse(t, &n)
	s.unused(t, &n)
	return n
}

// mayGain softens the lack of a way where something that cannot be seen may add an endpoint.
func (s *spot) mayGain(t target, ways []Way) {
	if s.vpc == nil || s.vpc.Open == nil || t.service == "" {
		return
	}
	for i := range ways {
		if ways[i].Kind != "none" {
			continue
		}
		for j, gate := range ways[i].Gates {
			if gate.Name == "exit" {
				ways[i].Gates[j] = soften(gate, pointers([]*parser.Origin{s.vpc.Open}))
			}
		}
	}
}

// add adds a way.
func (n *network) add(way Way, why []parser.Origin, doubts []Doubt) {
	n.ways, n.why = append(n.ways, way), merge(n.why, why)
	n.doubts = append(n.doubts, doubts...)
}

// mayServe reports whether the VPC has, or may have, an endpoint that serves some registry.
func (s *spot) mayServe() bool {
	if s.vpc == nil || len(s.vpc.LostEndpoints) > 0 || len(s.vpc.Zones) > 0 || s.vpc.Open != nil {
		return true
	}
	return slices.ContainsFunc(s.vpc.Endpoints, s.opens)
}

// opens reports whether an endpoint may be the registry's of a pull whose layers may come too.
func (s *spot) opens(e *graph.Endpoint) bool {
	service, isRegistry := strings.CutSuffix(e.Service.V, ".dkr")
	if !e.Service.Known() || !e.ServiceRegion.Known() {
		return true
	}
	region := e.ServiceRegion.V
	_, suffix := partitionOf(region)
	return isRegistry && !s.shut(target{
		name: Manifest, host: "registry.dkr." + service + "." + region + "." + suffix,
		service: e.Service.V, region: region, port: 443, kind: toAmazon,
	}) && !s.shut(target{
		name: Layers, host: "prod-" + region + "-starport-layer-bucket.s3." + region + "." + suffix,
		service: "s3", region: region, port: 443, kind: toS3,
	})
}

// shut reports whether a leg certainly has no exit.
func (s *spot) shut(t target) bool {
	leg := Leg{Ways: s.leg(t).ways}
	way := leg.at(Best)
	return way != nil && slices.ContainsFunc(way.Gates, func(gate Gate) bool {
		return gate.State == Closed && (gate.Name == "exit" || gate.Name == "interfaces")
	})
}

// registryService reports whether the service is one that a pull from ECR calls.
func registryService(service string) bool {
	switch service {
	case "ecr.api", "ecr.dkr", "ecr-fips.api", "ecr-fips.dkr", "s3":
		return true
	}
	return false
}

// byName adds the ways that name resolution captures; done says that nothing else can.
func (s *spot) byName(t target, dns Gate, n *network) (done bool) {
	if t.service != "" {
		for _, one := range s.interfaceEndpoints(t) {
			if t.six && t.service != "s3" {
				one.state = one.state.and(perhaps(&parser.Origin{
					What: "dual-stack names of " + one.endpoint.ID,
					Why:  "whether the endpoint answers for them is not in view",
				}))
			}
			way, doubts := s.endpointWay(t, one, dns)
			n.add(way, one.state.why, doubts)
			if one.state.state == Open {
				return true
			}
			s.customDoubt(one.endpoint, n)
		}
		if lost := pointers(s.vpc.LostEndpoints); len(lost) > 0 {
			n.add(s.unseenWay(t, dns, lost), lost, nil)
		}
	}
	return s.byZone(t, dns, n)
}

// customDoubt notes an endpoint whose names one's own servers must forward.
func (s *spot) customDoubt(e *graph.Endpoint, n *network) {
	r := s.resolver()
	if r.amazon.state == Open {
		return
	}
	n.doubts = append(n.doubts, Doubt{
		Name: "custom_dns_endpoints", State: r.amazon.not().state.certain(), By: r.by, Site: r.site,
		Detail: map[string]any{"endpoint": e.ID, "servers": addressTexts(r.custom), "vpc": s.vpc.ID},
	})
}

// byZone adds the ways that private hosted zones of the VPC lead.
func (s *spot) byZone(t target, dns Gate, n *network) (done bool) {
	found := s.zoneFor(t)
	if amazon := s.resolver().amazon; amazon.state != Open && found.captures.state != Closed {
		found.captures = found.captures.and(s.forwarding(amazon))
	}
	if found.captures.state == Closed {
		return false
	}
	done = found.captures.state == Open
	if found.zone == nil {
		n.add(s.unseenWay(t, dns, found.captures.why), found.captures.why, nil)
		return done
	}
	if found.recorded.state != Closed {
		way, doubts := s.recordWay(t, dns, found)
		n.add(way, merge(found.captures.why, found.recorded.why), doubts)
	}
	if found.recorded.state != Open {
		gate := Gate{
			Name: "dns", State: found.recorded.state, Reason: "no_record", Why: found.recorded.why,
			By: found.zone.ID, Site: graph.Site{Resource: found.zone.Resource},
			Detail: map[string]any{"zone": found.zone.ID, "vpc": s.vpc.ID, "host": s.c.text(t.host)},
		}
		exit := s.exitGate(found.recorded.state, "no_way")
		exit.Why = found.recorded.why
		n.add(Way{Kind: "none", Site: gate.Site, Gates: []Gate{gate, exit}},
			found.recorded.why, nil)
	}
	return done
}

// recordWay is the way to where a record of a private hosted zone leads.
func (s *spot) recordWay(t target, dns Gate, found zoneAnswer) (Way, []Doubt) {
	if found.record == nil {
		return s.unseenWay(t, dns, found.recorded.why), nil
	}
	e := found.record.Endpoint.To
	if e == nil {
		why := orSynthetic(found.record.Endpoint.Why, "addresses of "+found.record.ID,
			"where the record leads is not in view")
		return s.unseenWay(t, dns, why), nil
	}
	one := captured{endpoint: e, state: found.captures, refused: no(), zone: found.zone}
	way, doubts := s.endpointWay(t, one, dns)
	if s.c.theVPC(e.VPC) == s.vpc {
		return way, doubts
	}
	return s.abroad(way, e), doubts
}

// abroad is the way to an endpoint of another VPC: some route must lead there.
func (s *spot) abroad(way Way, e *graph.Endpoint) Way {
	exit := s.exitGate(Unknown, "other_vpc")
	exit.Detail["endpoint"] = e.ID
	exit.Why = []parser.Origin{{
		What: "way to the VPC of " + e.ID, Why: "what lies between the two VPCs is not in view",
	}}
	d := destinationOf(e)
	if s.table != nil && len(d.why) == 0 && e.VPC.To != nil && !s.leads(d) {
		exit.State, exit.Why = Closed, nil
		if open := pointers([]*parser.Origin{s.table.Open, s.table.Propagates}); len(open) > 0 {
			exit.State, exit.Why = Unknown, open
		}
	}
	for i, gate := range way.Gates {
		if gate.Name == "exit" {
			way.Gates[i] = exit
		}
	}
	return way
}

// leads reports whether some route of the table may lead to a part of the addresses.
func (s *spot) leads(d destination) bool {
	for _, route := range s.table.Routes {
		p := route.Prefix
		if !p.Known() || !p.V.IsValid() {
			return true
		}
		if route.Kind == graph.TargetInternetGateway || route.Kind == graph.TargetNATGateway ||
			route.Kind == graph.TargetEgressOnly {
			continue
		}
		if !empty(intersect(d.addresses, setOf(p.V.Masked()))) {
			return true
		}
	}
	return false
}

// byGateway adds the way through the gateway endpoint of S3.
func (s *spot) byGateway(t target, dns Gate, n *network) (done bool) {
	for _, one := range s.gatewayEndpoints(t) {
		way, doubts := s.gatewayWay(t, one, dns)
		n.add(way, one.state.why, doubts)
		if one.state.state == Open {
			return true
		}
	}
	return false
}
