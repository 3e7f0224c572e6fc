package pull

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// place finds the placements of a pull.
func (c *cutter) place(p *Pull) {
	w := p.Workload
	switch {
	case w.Kind == graph.WorkloadTaskDefinition:
		p.Nowhere = &parser.Origin{
			What: "network of " + w.ID, Why: "nothing in view starts the task definition",
		}
	case p.Launch.OnFargate():
		c.placeTask(p)
	case p.Launch.OnEC2() || p.Launch == graph.LaunchManaged:
		c.placeFleet(p)
	case p.Launch == graph.LaunchExternal:
		p.Nowhere = &parser.Origin{
			What: "network of " + w.ID, Why: "external instances are in a network of the customer's",
		}
	default:
		p.Nowhere = p.launch.Fleet.Why
		if p.Nowhere == nil {
			p.Nowhere = &parser.Origin{
				What: "launch type of " + w.ID, Why: "what its tasks run on is not in view",
			}
		}
	}
}

// ephemeralOf returns the ephemeral ports of the task's operating system.
func ephemeralOf(w *graph.Workload) clientPorts {
	task := w.Task.To
	switch {
	case task != nil && !task.OS.Known():
		return clientPorts{ports: linuxEphemeral, or: windowsEphemeral, why: task.OS.Why}
	case task != nil && strings.HasPrefix(task.OS.V, "WINDOWS"):
		return clientPorts{ports: windowsEphemeral}
	}
	return clientPorts{ports: linuxEphemeral}
}

// network returns the awsvpc configuration of a pull's tasks.
func (p *Pull) network() graph.Network {
	if p.launch.Network.Given {
		return p.launch.Network
	}
	return p.Workload.Network
}

// placeTask finds the placements of a Fargate task: its own network configuration.
func (c *cutter) placeTask(p *Pull) {
	n := p.network()
	if !n.Given && len(n.Subnets.Items) == 0 {
		p.Nowhere = n.Subnets.Open
		if p.Nowhere == nil {
			p.Nowhere = &parser.Origin{
				What: "network of " + p.Address, Why: "it has no network configuration",
			}
		}
		return
	}
	site := n.Site
	if site.Resource == nil {
		site = graph.Site{Resource: p.Workload.Resource}
	}
	c.placeIn(p, n.Subnets, iface{
		kind: "task", groups: n.Groups, ephemeral: ephemeralOf(p.Workload), site: site,
		by: p.Address, public: n.PublicIP,
	})
}

// placeFleet finds the placements of container instances: those of their group, with each launch
// template in use.
func (c *cutter) placeFleet(p *Pull) {
	fleet := p.launch.Fleet.To
	if fleet == nil {
		p.Nowhere = p.launch.Fleet.Why
		if p.Nowhere == nil {
			p.Nowhere = &parser.Origin{
				What: "container instances of " + p.Address,
				Why:  "no capacity provider in view says which they are",
				Hint: "instances may join the cluster by their user data",
			}
		}
		return
	}
	for i := range fleet.Hosts.Items {
		host := &fleet.Hosts.Items[i]
		site := host.Site
		if site.Resource == nil {
			site = graph.Site{Resource: host.Resource}
		}
		c.placeIn(p, fleet.Subnets, iface{
			kind: "instance", groups: host.Groups, ephemeral: ephemeralOf(p.Workload), site: site,
			by: host.ID, public: host.PublicIP, subnetDecides: true, noAddress: p.launch.NoAddress,
			masked: merge(masked(host), pointers([]*parser.Origin{p.launch.Joined})),
		})
	}
	if fleet.Hosts.Open != nil {
		p.MorePlacements = fleet.Hosts.Open
	}
	if len(p.Placements) == 0 {
		p.Nowhere = p.MorePlacements
		if p.Nowhere == nil {
			p.Nowhere = &parser.Origin{
				What: "network of " + fleet.ID, Why: "its subnets are not in view",
			}
		}
	}
}

// placeIn adds a placement for each subnet.
func (c *cutter) placeIn(p *Pull, subnets graph.List[graph.Link[graph.Subnet]], f iface) {
	seen := map[*spot]bool{}
	told := subnets.Open != nil && c.toldInternet(unseen(subnets)) != nil
	for _, link := range ordered(orUnseen(subnets, f, told)) {
		s := c.spotAt(link, f)
		if seen[s] {
			continue
		}
		seen[s] = true
		site := link.Site
		if site.Resource == nil {
			site = f.site
		}
		p.Placements = append(p.Placements, Placement{
			Subnet: s.subnet, VPC: s.vpc, Groups: s.groups.groups, PublicIP: s.public.state,
			Site: site, spot: s, masked: f.masked,
		})
	}
	if subnets.Open != nil && !told {
		p.MorePlacements = subnets.Open
	}
	if len(p.Placements) == 0 && p.Nowhere == nil {
		p.Nowhere = subnets.Open
		if p.Nowhere == nil {
			p.Nowhere = &parser.Origin{What: "subnets of " + f.by, Why: "none are given"}
		}
	}
}

// ordered sorts subnets by their address: the order of a set depends on what else there is.
func ordered(subnets []graph.Link[graph.Subnet]) []graph.Link[graph.Subnet] {
	name := func(link graph.Link[graph.Subnet]) string {
		if link.To != nil {
			return link.To.ID
		}
		return link.Text
	}
	return slices.SortedStableFunc(slices.Values(subnets),
		func(a, b graph.Link[graph.Subnet]) int {
			return cmp.Or(cmp.Compare(name(a), name(b)))
		})
}

// orUnseen returns the subnets, or one that cannot be seen where there are some and none is known:
// what the interface's own groups keep back, they keep back in any of them. One that the user says
// something of stands beside those that are known.
func orUnseen(
	subnets graph.List[graph.Link[graph.Subnet]], f iface, told bool,
) []graph.Link[graph.Subnet] {
	kept := len(subnets.Items) == 0 && len(f.groups.Items) > 0
	if subnets.Open == nil || !told && !kept {
		return subnets.Items
	}
	return append(slices.Clone(subnets.Items), unseen(subnets))
}

// unseen stands for the subnets of a list that cannot be seen.
func unseen(subnets graph.List[graph.Link[graph.Subnet]]) graph.Link[graph.Subnet] {
	return graph.Link[graph.Subnet]{
		Why: subnets.Open, Text: subnets.Open.What, Site: subnets.Site,
	}
}

// legs finds the legs of every placement.
func (c *cutter) legs(p *Pull) {
	targets, hidden := c.targets(p), c.hiddenTargets(p)
	for i := range p.Placements {
		place := &p.Placements[i]
		place.Endpoints = c.registryEndpoints(place.VPC)
		for _, t := range targets {
			n := place.spot.leg(t)
			leg := Leg{
				Name: t.name, Host: c.text(t.host), Service: t.service, Region: c.text(t.region),
				Ways: c.withPolicies(p, t, n.ways), Why: n.why, Endpoint: n.nearby,
			}
			if n.mended != nil {
				leg.Mended = &Leg{
					Name: leg.Name, Host: leg.Host, Service: leg.Service, Region: leg.Region,
					Ways: c.withPolicies(p, t, n.mended.ways), Endpoint: n.mended.nearby,
				}
			}
			leg.soften(place.masked)
			if old := oldPlatform(p); t.name == Authorize || t.name == Credentials {
				leg.soften(old.why) // on an old platform the call is not made from here
			}
			for _, doubt := range n.doubts {
				doubt.Leg = t.name
				place.Doubts = append(place.Doubts, doubt)
			}
			place.Legs = append(place.Legs, leg)
		}
		c.hide(place, hidden)
		c.elsewhere(place)
		c.throughNetwork(p, place)
	}
}

// masked says why images may be on the hosts already, or come through a proxy: the user data set
// the agent's pull behaviour, or a proxy for it.
// https://github.com/aws/amazon-ecs-agent/blob/master/README.md
func masked(host *graph.Host) []parser.Origin {
	if !host.UserData.Known() {
		return nil
	}
	data := strings.ToLower(host.UserData.V)
	for _, behaviour := range []string{"prefer-cached", "once"} {
		if strings.Contains(data, "ecs_image_pull_behavior="+behaviour) {
			return []parser.Origin{{
				What: "images on " + host.ID,
				Why:  "its agent uses images that it has (ECS_IMAGE_PULL_BEHAVIOR=" + behaviour + ")",
			}}
		}
	}
	if strings.Contains(data, "http_proxy=") || strings.Contains(data, "https_proxy=") {
		return []parser.Origin{{
			What: "proxy of " + host.ID,
			Why:  "its user data sets one, and where it leads is not in view",
		}}
	}
	return nil
}

// soften softens the gates of a leg for reasons for which it may not be taken from here.
func (l *Leg) soften(why []parser.Origin) {
	if len(why) == 0 {
		return
	}
	for i := range l.Ways {
		for j, gate := range l.Ways[i].Gates {
			l.Ways[i].Gates[j] = soften(gate, why)
		}
	}
	if l.Mended != nil {
		l.Mended.soften(why)
	}
}

// elsewhere tells each egress gate whether the groups let another leg through.
func (c *cutter) elsewhere(place *Placement) {
	for i := range place.Legs {
		others := false
		for j := range place.Legs {
			others = others || i != j && reachesOut(place.Legs[j])
		}
		for _, way := range place.Legs[i].Ways {
			for k, gate := range way.Gates {
				if gate.Name == "egress" {
					way.Gates[k].Detail = with(gate.Detail, "elsewhere", others)
				}
			}
		}
	}
}

// with returns a copy of the detail with one more fact.
func with(detail map[string]any, name string, value any) map[string]any {
	out := make(map[string]any, len(detail)+1)
	for k, v := range detail {
		out[k] = v
	}
	out[name] = value
	return out
}

// reachesOut reports whether the groups let a leg through on some way.
func reachesOut(leg Leg) bool {
	for _, way := range leg.Ways {
		for _, gate := range way.Gates {
			if gate.Name == "egress" && gate.State == Open {
				return true
			}
		}
	}
	return false
}
