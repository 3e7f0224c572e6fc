package graph

import (
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// batchReaders read compute environments, job queues and job definitions of AWS Batch.
var batchReaders = []reader{
	node("aws_batch_compute_environment", (*builder).declareEnvironment,
		(*builder).linkEnvironment),
	join("data.aws_batch_compute_environment", (*builder).joinReadEnvironment),
	node("aws_batch_job_queue", (*builder).declareQueue, (*builder).linkQueue),
	join("data.aws_batch_job_queue", (*builder).joinReadQueue),
	node("aws_batch_job_definition", (*builder).declareJob, (*builder).linkJob),
	join("data.aws_batch_job_definition", (*builder).joinReadJob),

	node("AWS::Batch::ComputeEnvironment", (*builder).declareEnvironment,
		(*builder).linkEnvironment).spelled(spelling{
		"name": "ComputeEnvironmentName", "compute_environment_name": "",
	}),
	node("AWS::Batch::JobQueue", (*builder).declareQueue, (*builder).linkQueue).
		spelled(spelling{"name": "JobQueueName", "compute_environments": ""}),
	node("AWS::Batch::JobDefinition", (*builder).declareJob, (*builder).linkJob).
		spelled(spelling{"name": "JobDefinitionName"}),
}

// ComputeEnvironment is a compute environment of AWS Batch: where jobs run.
// https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeEnvironmentDetail.html
type ComputeEnvironment struct {
	Node
	// Kind is LaunchBatchFargate or LaunchBatchEC2, LaunchUnknown where that is not known (then
	// Why says why) or not one that is judged (EKS).
	Kind LaunchKind
	Why  *parser.Origin
	// EKS says that its jobs run on Amazon EKS.
	EKS bool
	// Spot says that it buys spare capacity.
	Spot Value[bool]
	// Enabled says whether it accepts jobs.
	Enabled Value[bool]
	// Network is that of jobs on Fargate; its public address is the job definition's to give.
	Network Network
	// Fleet is what its container instances are made of.
	Fleet Link[Fleet]
	Site  Site
}

// JobQueue is a job queue of AWS Batch: it hands jobs to compute environments.
// https://docs.aws.amazon.com/batch/latest/APIReference/API_JobQueueDetail.html
type JobQueue struct {
	Node
	Environments List[Link[ComputeEnvironment]]
	// Enabled says whether it accepts jobs.
	Enabled Value[bool]
}

func (e *ComputeEnvironment) base() *Node { return &e.Node }
func (q *JobQueue) base() *Node           { return &q.Node }

// batchState is what is gathered about AWS Batch before it can be concluded from.
type batchState struct {
	// unseen are the job queues that are only referred to.
	unseen []*parser.Origin
	// submitted holds the queues that something in view submits jobs to, by job definition.
	submitted map[*JobDefinition][]Link[JobQueue]
}

func (b *builder) declareEnvironment(o block) *ComputeEnvironment {
	e := &ComputeEnvironment{Node: b.node(o.res), Enabled: o.boolean("state", true), Site: o.here()}
	name := "name"
	if !o.given(name) && o.given("compute_environment_name") { // before version 6 of the provider
		name = "compute_environment_name"
	}
	b.register(kindEnvironment, b.ownText(o, name), e)
	b.graph.Environments = append(b.graph.Environments, e)
	return e
}

func (b *builder) linkEnvironment(o block, e *ComputeEnvironment) {
	e.Spot = Value[bool]{Site: o.here()}
	kind := o.text("type", "MANAGED")
	resources, ok := o.first("compute_resources")
	kubernetes, eks := o.first("eks_configuration")
	switch {
	case eks && kubernetes.maybe == nil:
		e.EKS, e.Kind = true, LaunchUnknown
	case eks:
		e.Kind, e.Why = LaunchUnknown, kubernetes.maybe
	case kind.Known() && strings.EqualFold(kind.V, "UNMANAGED"):
		e.Kind = LaunchBatchEC2
		e.Fleet = Link[Fleet]{Text: e.ID, Site: o.here(), Why: &parser.Origin{
			What: "the container instances of " + e.ID,
			Why:  "join by themselves: the compute environment is unmanaged",
		}}
	case kind.Known() && ok:
		b.linkResources(resources, e)
	default:
		e.Kind, e.Why = LaunchUnknown, first(kind.Why, resources.why,
			nonsense(e.Site, "has no compute resources"))
	}
}

// linkResources reads what a managed environment runs jobs on.
// https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html
func (b *builder) linkResources(o block, e *ComputeEnvironment) {
	kind := o.text("type", "")
	e.Site = o.here()
	e.Spot.V = strings.HasSuffix(strings.ToUpper(kind.V), "SPOT")
	e.Spot.Why = kind.Why
	subnets := links(o, "subnets", findSubnet)
	groups := someGroups(links(o, "security_group_ids", findGroup))
	switch {
	case first(kind.Why, o.maybe) != nil:
		e.Kind, e.Why = LaunchUnknown, first(kind.Why, o.maybe)
	case strings.HasPrefix(strings.ToUpper(kind.V), "FARGATE"):
		e.Kind = LaunchBatchFargate
		e.Network = Network{Given: true, Subnets: subnets, Groups: groups, Site: o.here()}
	default:
		e.Kind = LaunchBatchEC2
		fleet := &Fleet{Node: e.Node, Subnets: subnets}
		fleet.Hosts = List[Host]{Given: true, Site: o.here(), Items: b.jobHosts(o, e, groups)}
		e.Fleet = Link[Fleet]{To: fleet, Text: e.ID, Site: o.here()}
	}
}

// someGroups makes an empty list of groups one that is left out.
func someGroups(groups List[Link[SecurityGroup]]) List[Link[SecurityGroup]] {
	if len(groups.Items) == 0 && groups.Open == nil {
		groups.Given = false
	}
	return groups
}

// jobHosts returns what the instances of an environment are launched from: its launch template
// and those that replace it for some instance types. What the environment itself says of groups
// and of the instance profile goes before what the template says.
// https://docs.aws.amazon.com/batch/latest/userguide/launch-templates.html
func (b *builder) jobHosts(
	o block, e *ComputeEnvironment, groups List[Link[SecurityGroup]],
) []Host {
	plain := Host{
		Node: e.Node, Site: o.here(), Groups: groups, Profile: b.profile(o, "instance_role"),
		PublicIP: Value[bool]{Site: o.here()}, UserData: Value[string]{Site: o.here()},
	}
	specifications, open := o.blocks("launch_template")
	for _, specification := range specifications {
		overrides, more := specification.blocks("overrides")
		specifications, open = append(specifications, overrides...), first(open, more)
	}
	var hosts []Host
	for _, specification := range specifications {
		l := b.template(specification)
		if why := first(l.Why, specification.maybe); why != nil || l.To == nil {
			open = first(open, why)
			continue
		}
		hosts = append(hosts, plain.over(l.To))
	}
	if open != nil {
		hosts = append(hosts, plain.overUnseen(open))
	}
	if len(hosts) == 0 {
		hosts = append(hosts, plain)
	}
	return hosts
}

// over is the host with what it does not say itself taken from a launch template.
func (h Host) over(template *Host) Host {
	if !h.Groups.Given {
		h.Groups = template.Groups
	}
	if h.Profile.None() {
		h.Profile = template.Profile
	}
	h.PublicIP, h.UserData = template.PublicIP, template.UserData
	return h
}

// overUnseen is over for a launch template that is not in view.
func (h Host) overUnseen(why *parser.Origin) Host {
	if !h.Groups.Given {
		h.Groups.Open = first(h.Groups.Open, why)
	}
	if h.Profile.None() {
		h.Profile.Why = why
	}
	h.PublicIP.Why, h.UserData.Why = why, why
	return h
}

// findEnvironment finds a compute environment by its identity, its name or its ARN.
func findEnvironment(b *builder, r ref) *ComputeEnvironment {
	if e := at[ComputeEnvironment](b, r.address); e != nil {
		return e
	}
	if parts, ok := parseARN(r.text); ok {
		r.text = strings.TrimPrefix(parts.resource, "compute-environment/")
	}
	return called(b, kindEnvironment, r, (*ComputeEnvironment).base)
}

// joinReadEnvironment follows a data source that reads a compute environment declared here.
func (b *builder) joinReadEnvironment(o block) {
	name := "name"
	if !o.given(name) {
		name = "compute_environment_name"
	}
	if e := link(o, name, findEnvironment).To; e != nil {
		b.nodes[o.res.Address] = e
	}
}

func (b *builder) declareQueue(o block) *JobQueue {
	q := &JobQueue{Node: b.node(o.res), Enabled: o.boolean("state", true)}
	b.register(kindQueue, b.ownText(o, "name"), q)
	b.graph.JobQueues = append(b.graph.JobQueues, q)
	return q
}

func (b *builder) linkQueue(o block, q *JobQueue) {
	q.Environments = links(o, "compute_environments", findEnvironment)
	ordered, open := o.blocks("compute_environment_order")
	for _, inner := range ordered {
		l := link(inner, "compute_environment", findEnvironment)
		open = first(open, inner.maybe)
		if !l.None() {
			q.Environments.Items = append(q.Environments.Items, l)
		}
	}
	q.Environments.Open = first(q.Environments.Open, open)
}

// findQueue finds a job queue by its identity, its name or its ARN.
func findQueue(b *builder, r ref) *JobQueue {
	if q := at[JobQueue](b, r.address); q != nil {
		return q
	}
	if parts, ok := parseARN(r.text); ok {
		r.text = strings.TrimPrefix(parts.resource, "job-queue/")
	}
	return called(b, kindQueue, r, (*JobQueue).base)
}

// joinReadQueue follows a data source that reads a job queue; one that is not declared here may
// be where jobs are submitted to.
func (b *builder) joinReadQueue(o block) {
	l := link(o, "name", findQueue)
	if l.To != nil {
		b.nodes[o.res.Address] = l.To
		return
	}
	b.batch.unseen = append(b.batch.unseen, &parser.Origin{
		What: o.res.Address, Address: o.res.Address, Range: o.res.At(nil),
		Why:  "is read at plan time, and jobs may be submitted to it",
		Hint: "check it together with the configuration that declares it",
	})
}
