package graph

import "github.com/ecrlint/ecrlint/parser"

// launcher is a workload that says how its tasks are started, and where it says so.
type launcher struct {
	*Workload
	// block holds the launch type or the strategy.
	block
	// home and cluster are the block and the attribute that name the cluster.
	home    block
	cluster string
}

// launched adds a workload whose launches are found out at the end.
func (b *builder) launched(l *launcher) {
	b.compute.launchers = append(b.compute.launchers, l)
	b.graph.Workloads = append(b.graph.Workloads, l.Workload)
}

// launches says how the tasks of a workload are started: by its own strategy, else its launch type,
// else its cluster's default strategy, else on container instances.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
func (b *builder) launches(s *launcher) List[Launch] {
	if items, open := readStrategy(s.block, "capacity_provider_strategy"); len(items) > 0 ||
		open != nil {
		return b.strategy(items, open, s.site("capacity_provider_strategy"))
	}
	kind := s.text("launch_type", "")
	list := List[Launch]{Given: kind.Given, Site: kind.Site}
	switch {
	case kind.Why != nil:
		list.Open = kind.Why
	case kind.V == "FARGATE":
		list.Items = []Launch{{Kind: LaunchFargate, Site: kind.Site}}
	case kind.V == "EXTERNAL":
		list.Items = []Launch{{Kind: LaunchExternal, Site: kind.Site}}
	case kind.V == "EC2", kind.V == "MANAGED_INSTANCES":
		list.Items = b.onInstances(s, kind.V, kind.Site)
	default:
		return b.clusterLaunches(s)
	}
	return list
}

// strategy follows the items of a capacity provider strategy.
func (b *builder) strategy(items []strategyItem, open *parser.Origin, site Site) List[Launch] {
	list := List[Launch]{Given: true, Open: open, Site: site}
	for _, item := range items {
		const attr = "capacity_provider"
		at := item.site(attr)
		text := item.holed(attr, "")
		if item.doubt != nil {
			list.Items = append(list.Items, Launch{Kind: LaunchUnknown, Site: at, Fleet: Link[Fleet]{
				Why: item.doubt, Text: text.V, Site: at,
			}})
			continue
		}
		if text.Why == nil && (text.V == "FARGATE" || text.V == "FARGATE_SPOT") {
			list.Items = append(list.Items, Launch{Kind: LaunchFargate, Site: at})
			continue
		}
		launch := Launch{Kind: LaunchUnknown, Site: at}
		if l := link(item.block, attr, findCapacity); l.To != nil {
			launch.Kind, launch.Fleet = l.To.kind, l.To.fleet
		} else {
			launch.Fleet = Link[Fleet]{Why: l.Why, Text: l.Text, Site: at}
		}
		list.Items = append(list.Items, launch)
	}
	return list
}

// clusterLaunches follows the default strategy of the workload's cluster.
func (b *builder) clusterLaunches(s *launcher) List[Launch] {
	site := s.home.site(s.cluster)
	l := link(s.home, s.cluster, findCluster)
	if l.None() {
		l = resolve(b, s.res, datum{v: defaultCluster, known: true}, site, findCluster)
	}
	if l.To == nil {
		why := &parser.Origin{
			What: "the launch type of " + s.ID, Range: l.Why.Range,
			Why:  "is decided by the cluster " + l.Text + ", which is not declared here",
			Hint: "give it a " + s.label("launch_type"),
		}
		return List[Launch]{Open: why, Site: site}
	}
	if len(l.To.strategy) > 0 || l.To.open != nil {
		return b.strategy(l.To.strategy, l.To.open, l.To.site)
	}
	for _, lost := range b.compute.lostStrategies {
		if b.mayBe(lost.why, &l.To.Node) {
			return List[Launch]{Open: lost.why, Site: site}
		}
	}
	if l.To.Open != nil {
		return List[Launch]{Open: l.To.Open, Site: site}
	}
	return List[Launch]{Items: b.onInstances(s, "EC2", site), Site: site}
}

// onInstances is the launch on the cluster's instances: those of the groups behind its capacity
// providers, or managed ones. Where it has none, they are those of the groups whose user data name
// the cluster; what else joins it at boot is out of the configuration's reach.
func (b *builder) onInstances(s *launcher, launchType string, site Site) []Launch {
	kind, joined := LaunchEC2, "join the cluster at boot, not through a capacity provider"
	if launchType != "EC2" {
		kind, joined = LaunchManaged, "no capacity provider of the cluster is in view"
	}
	var found []Launch
	l := link(s.home, s.cluster, findCluster)
	if l.To != nil {
		found = l.To.provided(kind, site)
	}
	if len(found) > 0 {
		return found
	}
	why := &parser.Origin{
		What: "the container instances of " + s.ID, Why: joined, Hint: "use a capacity provider",
	}
	if l.To != nil && kind == LaunchEC2 {
		var open *parser.Origin
		if found, open = b.joined(l.To, s.Workload, site); len(found) > 0 && open == nil {
			return found
		}
		why = first(open, why)
	}
	return append(found, Launch{Kind: kind, Site: site, Fleet: Link[Fleet]{
		Text: "container instances", Site: site, Why: why,
	}})
}

// provided returns the launches of a kind that the cluster's capacity providers make for certain.
func (c *cluster) provided(kind LaunchKind, site Site) (found []Launch) {
	for _, provider := range c.providers.Items {
		if p := provider.To; p != nil && p.kind == kind && p.Maybe == nil {
			found = append(found, Launch{Kind: kind, Fleet: p.fleet, Site: site})
		}
	}
	return found
}
