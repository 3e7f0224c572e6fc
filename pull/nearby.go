package pull

import (
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// nearest finds the endpoint that comes nearest to serving a leg, and why it does not.
func (s *spot) nearest(t target) Nearby {
	if s.vpc == nil {
		return Nearby{Reason: "none", State: Unknown, Why: s.unseenVPC}
	}
	best := Nearby{Reason: "none", State: Closed}
	rank := 0
	for _, e := range s.vpc.Endpoints {
		lacks := s.lacks
		if !e.Service.Known() {
			best.State, best.Why = Unknown, merge(best.Why, pointers([]*parser.Origin{e.Service.Why}))
			lacks = s.mayLack
		}
		if r, reason := lacks(e, t); r > rank {
			rank, best.Reason, best.ID, best.Site = r, reason, e.ID, s.lackSite(e, reason)
			best.maybe = e.Maybe
		}
	}
	if open := pointers(append([]*parser.Origin{s.vpc.Open}, s.vpc.LostEndpoints...)); len(open) > 0 {
		best.State, best.Why = Unknown, merge(best.Why, open)
	}
	if best.Reason == "private_dns" {
		s.misledZone(t, &best)
	}
	return best
}

// misledZone notes a private hosted zone of the VPC whose records lead to the endpoint under a name
// that nobody asks for: that of the service (ecr.api) where the host's is due (api.ecr).
// https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
func (s *spot) misledZone(t target, near *Nearby) {
	for _, zone := range s.vpc.Zones {
		leads := func(r *graph.Record) bool {
			return r.Endpoint.To != nil && r.Endpoint.To.ID == near.ID
		}
		if !zone.Name.Known() || zone.Maybe != nil || !slices.ContainsFunc(zone.Records, leads) {
			continue
		}
		near.Zone, near.ZoneName = zone.ID, s.c.text(strings.TrimSuffix(zone.Name.V, "."))
		near.WantedName = s.c.text(t.host)
		if _, domain, ok := strings.Cut(near.WantedName, "."); ok && t.service == "ecr.dkr" {
			near.WantedName = domain
		}
		return
	}
}

// lackSite is the attribute that a reason is about.
func (s *spot) lackSite(e *graph.Endpoint, reason string) graph.Site {
	switch reason {
	case "type", "interface":
		return place(e.Type.Site, e.Node)
	case "private_dns":
		return place(e.PrivateDNS.Site, e.Node)
	case "route_table":
		return place(e.RouteTables.Site, e.Node)
	case "region":
		return place(e.Service.Site, e.Node)
	}
	return graph.Site{Resource: e.Resource}
}

// lacks says why an endpoint does not serve a leg; the higher the rank, the nearer it comes.
func (s *spot) lacks(e *graph.Endpoint, t target) (rank int, reason string) {
	same := s.c.same(e.ServiceRegion.V, t.region)
	gateway := equals(e.Type, graph.EndpointGateway)
	switch {
	case t.service == "":
		return 0, "none"
	case e.Service.V != t.service:
		if registryService(e.Service.V) {
			return 1, "absent"
		}
		return 0, "none"
	case same.state == Closed:
		return 2, "region"
	case t.service == "s3" && gateway.state == Open:
		return 4, "route_table"
	case t.service == "s3" && gateway.state == Closed:
		return 3, "interface"
	case t.service == "s3":
		return 1, "absent"
	case gateway.state == Open:
		return 4, "type"
	}
	return 3, "private_dns"
}

// mayLack is lacks for an endpoint whose service is not known. It may be the leg's, and then there
// is an endpoint that does not serve it; it is never what AWS refuses.
func (s *spot) mayLack(e *graph.Endpoint, t target) (rank int, reason string) {
	gateway := equals(e.Type, graph.EndpointGateway).state == Open
	switch {
	case t.service == "":
		return 0, "none"
	case t.service == "s3" && gateway:
		return 4, "route_table"
	case gateway:
		return 0, "none"
	case t.service == "s3":
		return 1, "absent"
	}
	return 3, "private_dns"
}

// refuse closes the exit where AWS refuses an ECR endpoint of type Gateway: then nothing is
// deployed. https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
func (s *spot) refuse(t target, n *network) {
	if n.nearby.Reason != "type" {
		return
	}
	for i := range n.ways {
		for j, gate := range n.ways[i].Gates {
			if gate.Name == "exit" {
				gate.State, gate.Reason, gate.Why = Closed, "refused_type", nil
				if n.nearby.maybe != nil {
					gate = soften(gate, []parser.Origin{*n.nearby.maybe})
				}
				gate.By, gate.Site = n.nearby.ID, n.nearby.Site
				gate.Detail["endpoint"], gate.Detail["registry"] = n.nearby.ID, s.c.text(t.host)
				n.ways[i].Gates[j] = gate
			}
		}
	}
}

// unused notes an endpoint that the leg goes past.
func (s *spot) unused(t target, n *network) {
	if n.nearby.Reason != "private_dns" || len(n.ways) != 1 || n.ways[0].Kind == "none" ||
		n.ways[0].Kind == "other" {
		return
	}
	n.doubts = append(n.doubts, Doubt{
		Name: "unused_endpoint", State: n.nearby.State, By: n.nearby.ID, Site: n.nearby.Site,
		Detail: map[string]any{"endpoint": n.nearby.ID, "exit": n.ways[0].ID, "host": s.c.text(t.host)},
	})
}
