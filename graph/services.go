package graph

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// serviceReaders read what starts tasks.
var serviceReaders = concat([]reader{
	node("aws_ecs_service", (*builder).declareService, (*builder).linkService),
	node("aws_ecs_task_set", (*builder).declareTaskSet, (*builder).linkService),

	node("AWS::ECS::Service", (*builder).declareService, (*builder).linkService).
		spelled(serviceNames),
	node("AWS::ECS::TaskSet", (*builder).declareTaskSet, (*builder).linkService).
		spelled(serviceNames),
}, expressReaders, daemonReaders, eventReaders, scheduleReaders, pipeReaders, stateReaders)

// serviceNames are the properties of services and task sets.
var serviceNames = spelling{"vpc_configuration": "AwsvpcConfiguration|AwsVpcConfiguration"}

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
	b.launched(&launcher{Workload: w, block: o, home: o, cluster: "cluster"})
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
	if deeper := inner.deeper(); ok && deeper != "" {
		maybe := inner.maybe
		if inner, ok = inner.first(deeper); ok {
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

// deeper names the block inside of a network configuration that holds what counts; "" where there
// is none, as in most of Terraform's.
func (o block) deeper() string {
	const pipes = "aws_vpc_configuration"
	switch {
	case o.names != nil, o.res != nil && o.b.cloudFormation:
		return "vpc_configuration"
	case o.obj != cty.NilVal && o.obj.Type().HasAttribute(pipes):
		return pipes
	}
	return ""
}

// finishCompute finds out where each workload's tasks run, and makes workloads of the task
// definitions that nothing starts.
func (b *builder) finishCompute() {
	b.finishExpress()
	for _, s := range b.compute.launchers {
		s.Launches = b.launches(s)
	}
	started := map[*TaskDefinition]bool{}
	for _, w := range b.graph.Workloads {
		if w.Task.To != nil {
			started[w.Task.To] = true
		}
	}
	b.finishBatch()
	b.graph.Workloads = filter(b.graph.Workloads, func(w *Workload) bool {
		return !w.Resource.Foreign
	})
	changing := b.changing()
	for _, t := range b.graph.TaskDefinitions {
		if started[t] || t.Resource.Foreign {
			continue
		}
		b.graph.Workloads = append(b.graph.Workloads, &Workload{
			Node: t.Node, Kind: WorkloadTaskDefinition, Needs: t.Resource.Needs,
			Task:            Link[TaskDefinition]{To: t, Text: t.ID, Site: Site{Resource: t.Resource}},
			PlatformVersion: Value[string]{V: "LATEST", Site: Site{Resource: t.Resource}},
			Revised:         b.revised(t, changing),
		})
	}
}

// changing returns the workloads that start a task definition which cannot be seen, and not as it
// is declared: with another role, or another revision that a pipeline puts in its place. What
// cannot be seen of a request as a whole tells nothing of a role.
func (b *builder) changing() []*Workload {
	return filter(b.graph.Workloads, func(w *Workload) bool {
		role := w.ExecutionRole
		return w.Task.Why != nil && (w.Resource.Replaced != nil ||
			role.Given && (role.Role.Why == nil || *role.Role.Why != *w.Task.Why))
	})
}

// revised says why a task definition may not be started as it is declared.
func (b *builder) revised(t *TaskDefinition, changing []*Workload) *parser.Origin {
	for _, w := range changing {
		if b.mayBe(w.Task.Why, &t.Node) {
			return w.Task.Why
		}
	}
	return nil
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
