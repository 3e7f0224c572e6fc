package graph

import (
	"strconv"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// JobDefinition is a job definition of AWS Batch.
// https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html
type JobDefinition struct {
	Node
	// Platforms are the platform capabilities; left out: EC2.
	Platforms List[Value[string]]
	// Tasks holds what its jobs run: one task, or one for each range of nodes. Those that run on
	// Amazon EKS are left out.
	Tasks []*JobTask
}

// JobTask is one kind of task that a job runs.
type JobTask struct {
	// Part tells the tasks of a definition apart: "node 0:3"; empty where there is one.
	Part string
	// Task is what AWS Batch registers with Amazon ECS for it.
	Task *TaskDefinition
	// PublicIP is networkConfiguration.assignPublicIp, which only Fargate looks at.
	PublicIP Value[bool]
	// PlatformVersion is that of Fargate.
	PlatformVersion Value[string]
	// Multinode says that it is a range of nodes of a multi-node parallel job.
	Multinode bool

	job *JobDefinition
}

func (j *JobDefinition) base() *Node { return &j.Node }

func (b *builder) declareJob(o block) *JobDefinition {
	j := &JobDefinition{Node: b.node(o.res), Platforms: o.texts("platform_capabilities")}
	b.register(kindJob, b.ownText(o, "name"), j)
	b.graph.JobDefinitions = append(b.graph.JobDefinitions, j)
	return j
}

// linkJob reads a job definition in any of its forms.
// https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html
func (b *builder) linkJob(o block, j *JobDefinition) {
	const what = "Job definition"
	container := o.tree("container_properties", what)
	tasks := o.tree("ecs_properties", what)
	nodes := o.tree("node_properties", what)
	switch {
	case nodes.given():
		b.addNodes(j, nodes)
	case tasks.given():
		b.addTasks(j, tasks, JobTask{})
	case container.given() || !onKubernetes(o):
		b.addContainer(j, container, JobTask{})
	}
}

// onKubernetes reports whether the jobs of a definition run on Amazon EKS.
func onKubernetes(o block) bool {
	_, ok := o.first("eks_properties")
	return ok
}

// addNodes adds the ranges of nodes of a multi-node parallel job.
// https://docs.aws.amazon.com/batch/latest/APIReference/API_NodeRangeProperty.html
func (b *builder) addNodes(j *JobDefinition, nodes leaf) {
	ranges, open := nodes.in("nodeRangeProperties").list()
	for i, one := range ranges {
		t := JobTask{Multinode: true, Part: "nodes " + strconv.Itoa(i+1)}
		if target := one.in("targetNodes").text(""); target.Known() && target.V != "" {
			t.Part = "node " + target.V
		}
		if tasks := one.in("ecsProperties"); tasks.given() {
			b.addTasks(j, tasks, t)
		} else if container := one.in("container"); container.given() ||
			!one.in("eksProperties").given() {
			b.addContainer(j, container, t)
		}
	}
	if open != nil {
		b.addUnseen(j, JobTask{Multinode: true}, open, nodes.site)
	}
}

// addTasks adds the tasks of ecsProperties, of which AWS Batch takes one.
// https://docs.aws.amazon.com/batch/latest/APIReference/API_EcsTaskProperties.html
func (b *builder) addTasks(j *JobDefinition, tasks leaf, like JobTask) {
	all, open := tasks.in("taskProperties").list()
	for i, one := range all {
		t := like
		if len(all) > 1 {
			t.Part = strings.TrimSpace(t.Part + " task " + strconv.Itoa(i+1))
		}
		b.addTask(j, one, &t)
	}
	if open != nil {
		b.addUnseen(j, like, open, tasks.site)
	}
}

// addTask adds a task that may have several containers.
func (b *builder) addTask(j *JobDefinition, one leaf, t *JobTask) {
	b.addJobTask(j, t, one)
	t.PlatformVersion = one.in("platformVersion").text("LATEST")
	containers := one.in("containers")
	elements, open := containers.list()
	list := &t.Task.Containers
	list.Given, list.Site, list.Open = containers.given(), containers.site, open
	for _, element := range elements {
		fields, why := element.object()
		if why != nil || fields == nil {
			list.Open = first(list.Open, why, nonsense(element.site, "is not an object"))
			continue
		}
		list.Items = append(list.Items, b.container(fields, element.site))
	}
}

// addContainer adds a task of one container, which has no name.
// https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html
func (b *builder) addContainer(j *JobDefinition, one leaf, t JobTask) {
	b.addJobTask(j, &t, one)
	t.PlatformVersion = one.in("fargatePlatformConfiguration").in("platformVersion").text("LATEST")
	fields, why := one.object()
	list := &t.Task.Containers
	list.Given, list.Site, list.Open = one.given(), one.site, why
	if fields != nil {
		list.Items = []*Container{b.container(fields, one.site)}
	}
}

// addUnseen adds a task whose containers are not known.
func (b *builder) addUnseen(j *JobDefinition, t JobTask, why *parser.Origin, site Site) {
	b.addJobTask(j, &t, leaf{b: b, site: site, why: why})
	t.PlatformVersion = Value[string]{Why: why, Given: true, Site: site}
	t.Task.Containers = List[*Container]{Given: true, Open: why, Site: site}
}

// addJobTask adds a task with what every form has.
func (b *builder) addJobTask(j *JobDefinition, t *JobTask, one leaf) {
	t.job = j
	t.PublicIP = one.in("networkConfiguration").in("assignPublicIp").boolean(false)
	platform := one.in("runtimePlatform")
	t.Task = &TaskDefinition{
		Node:            j.Node,
		ExecutionRole:   leafLink(one.in("executionRoleArn"), findRole),
		Compatibilities: j.Platforms,
		Architecture:    platform.in("cpuArchitecture").text("X86_64"),
		OS:              platform.in("operatingSystemFamily").text("LINUX"),
	}
	j.Tasks = append(j.Tasks, t)
}

// findJob finds a job definition by its identity, or by NAME, NAME:REVISION or ARN as text. A
// revision that is written as a number may be another than the one that is declared, and finds
// none; one that is computed is taken for the declared one, which will be registered.
func findJob(b *builder, r ref) *JobDefinition {
	if j := at[JobDefinition](b, r.address); j != nil {
		return j
	}
	text := r.text
	if parts, ok := parseARN(text); ok {
		if parts.service != "batch" {
			return nil
		}
		text = strings.TrimPrefix(parts.resource, "job-definition/")
	}
	name, revision, _ := strings.Cut(text, ":")
	if _, err := strconv.Atoi(revision); err == nil {
		return nil
	}
	r.text = name
	return called(b, kindJob, r, (*JobDefinition).base)
}

// joinReadJob follows a data source that reads a job definition declared here.
func (b *builder) joinReadJob(o block) {
	for _, attr := range []string{"arn", "name"} {
		if j := link(o, attr, findJob).To; j != nil {
			b.nodes[o.res.Address] = j
			return
		}
	}
}
