package graph

import (
	"slices"

	"github.com/ecrlint/ecrlint/parser"
)

// serviceReaders read what starts tasks.
var serviceReaders = []reader{
	node("aws_ecs_service", (*builder).declareService, (*builder).linkService),
	node("aws_ecs_task_set", (*builder).declareTaskSet, (*builder).linkService),

	node("AWS::ECS::Service", (*builder).declareService, (*builder).linkService).
		spelled(serviceNames),
	node("AWS::ECS::TaskSet", (*builder).declareTaskSet, (*builder).linkService).
		spelled(serviceNames),
}

// serviceNames are the properties of services and task sets.
var serviceNames = spelling{"vpc_configuration": "AwsvpcConfiguration|AwsVpcConfiguration"}

// serviceState is a workload with the block that it is read from.
type serviceState struct {
	*Workload
	block
}

// declareService reads a service. One with an external deployment controller starts nothing itself:
// its task sets do.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-external.html
func (b *builder) declareService(o block) *Workload {
	if controller, ok := o.first("deployment_controller"); ok {
		if kind := controller.text("type", "ECS"); kind.Known() && kind.V == "EXTERNAL" {
			return nil
		}
	}
	return b.workload(o, WorkloadService)
}

func (b *builder) declareTaskSet(o block) *Workload { return b.workload(o, WorkloadTaskSet) }

func (b *builder) workload(o block, kind WorkloadKind) *Workload {
	w := &Workload{
		Node: b.node(o.res), Kind: kind, Needs: o.res.Needs,
		PlatformVersion: o.text("platform_version", "LATEST"),
	}
	b.compute.services = append(b.compute.services, &serviceState{Workload: w, block: o})
	b.graph.Workloads = append(b.graph.Workloads, w)
	return w
}

func (b *builder) linkService(o block, w *Workload) {
	w.Task = link(o, "task_definition", findTask)
	w.Network = readNetwork(o, "network_configuration")
}

// readNetwork reads an awsvpc configuration. A task gets no public address unless it asks for one.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html
func readNetwork(o block, attr string) Network {
	inner, ok := o.first(attr)
	if ok && o.b.cloudFormation {
		maybe := inner.maybe
		if inner, ok = inner.first("vpc_configuration"); ok {
			inner.maybe = first(maybe, inner.maybe)
		}
	}
	if !ok {
		return Network{Site: o.here()}
	}
	network := Network{
		Given:    true,
		Subnets:  links(inner, "subnets", findSubnet),
		Groups:   links(inner, "security_groups", findGroup),
		PublicIP: inner.boolean("assign_public_ip", false),
		Site:     inner.here(),
	}
	if len(network.Groups.Items) == 0 && network.Groups.Open == nil {
		network.Groups.Given = false
	}
	if inner.maybe != nil {
		network.Subnets.Open = first(network.Subnets.Open, inner.maybe)
		network.Groups.Open = first(network.Groups.Open, inner.maybe)
		network.PublicIP.Why = first(network.PublicIP.Why, inner.maybe)
	}
	return network
}

// finishCompute finds out where each workload's tasks run, and makes workloads of the task
// definitions that nothing starts.
func (b *builder) finishCompute() {
	started := map[*TaskDefinition]bool{}
	for _, s := range b.compute.services {
		s.Launches = b.launches(s)
		if s.Task.To != nil {
			started[s.Task.To] = true
		}
	}
	b.finishBatch()
	b.graph.Workloads = filter(b.graph.Workloads, func(w *Workload) bool {
		return !w.Resource.Foreign
	})
	for _, t := range b.graph.TaskDefinitions {
		if started[t] || t.Resource.Foreign {
			continue
		}
		b.graph.Workloads = append(b.graph.Workloads, &Workload{
			Node: t.Node, Kind: WorkloadTaskDefinition, Needs: t.Resource.Needs,
			Task:            Link[TaskDefinition]{To: t, Text: t.ID, Site: Site{Resource: t.Resource}},
			PlatformVersion: Value[string]{V: "LATEST", Site: Site{Resource: t.Resource}},
		})
	}
}

// launches says how the tasks of a workload are started: by its own strategy, else its launch type,
// else its cluster's default strategy, else on container instances.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
func (b *builder) launches(s *serviceState) List[Launch] {
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
	case kind.V == "EC2":
		list.Items = b.onInstances(s, kind.Site)
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
func (b *builder) clusterLaunches(s *serviceState) List[Launch] {
	site := s.site("cluster")
	l := link(s.block, "cluster", findCluster)
	if l.None() {
		l = resolve(b, s.res, datum{v: defaultCluster, known: true}, site, findCluster)
	}
	if l.To == nil {
		why := &parser.Origin{
			What: "the launch type of " + s.ID, Range: l.Why.Range,
			Why:  "is decided by the cluster " + l.Text + ", which is not declared here",
			Hint: "give the service a " + s.label("launch_type"),
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
	return List[Launch]{Items: b.onInstances(s, site), Site: site}
}

// onInstances is the launch on the cluster's container instances: those of the groups behind its
// capacity providers. Instances that join the cluster by themselves do so at boot, out of the
// configuration's reach; where there are no others no fleet is certain.
func (b *builder) onInstances(s *serviceState, site Site) []Launch {
	var found []Launch
	if l := link(s.block, "cluster", findCluster); l.To != nil {
		for _, provider := range l.To.providers.Items {
			if c := provider.To; c != nil && c.kind == LaunchEC2 && c.Maybe == nil {
				found = append(found, Launch{Kind: LaunchEC2, Fleet: c.fleet, Site: site})
			}
		}
	}
	if len(found) > 0 {
		return found
	}
	return []Launch{{Kind: LaunchEC2, Site: site, Fleet: Link[Fleet]{
		Text: "container instances", Site: site,
		Why: &parser.Origin{
			What: "the container instances of " + s.ID,
			Why:  "join the cluster at boot, not through a capacity provider",
			Hint: "use a capacity provider",
		},
	}}}
}

// sortGraph sorts every list of nodes by ID, so that equal configurations give equal graphs.
func (b *builder) sortGraph() {
	g := b.graph
	sortNodes(g.VPCs, (*VPC).base)
	for _, v := range g.VPCs {
		sortNodes(v.Subnets, (*Subnet).base)
		sortNodes(v.Endpoints, (*Endpoint).base)
		sortNodes(v.Gateways, (*InternetGateway).base)
		sortNodes(v.Zones, (*HostedZone).base)
	}
	sortNodes(g.Subnets, (*Subnet).base)
	sortNodes(g.RouteTables, (*RouteTable).base)
	sortNodes(g.NATGateways, (*NATGateway).base)
	sortNodes(g.InternetGates, (*InternetGateway).base)
	sortNodes(g.Groups, (*SecurityGroup).base)
	sortNodes(g.ACLs, (*NetworkACL).base)
	sortNodes(g.Endpoints, (*Endpoint).base)
	sortNodes(g.PrefixLists, (*PrefixList).base)
	sortNodes(g.Zones, (*HostedZone).base)
	sortNodes(g.Roles, (*Role).base)
	sortNodes(g.Profiles, (*InstanceProfile).base)
	sortNodes(g.Repositories, (*Repository).base)
	sortNodes(g.TaskDefinitions, (*TaskDefinition).base)
	sortNodes(g.Environments, (*ComputeEnvironment).base)
	sortNodes(g.JobQueues, (*JobQueue).base)
	sortNodes(g.JobDefinitions, (*JobDefinition).base)
	sortNodes(g.Workloads, (*Workload).base)
}

func sortNodes[N any](nodes []*N, base func(*N) *Node) {
	slices.SortStableFunc(nodes, func(a, b *N) int {
		return compareIDs(base(a).ID, base(b).ID)
	})
}
