package graph

import (
	"strconv"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// daemonReaders read daemons, which run one task on each instance of a capacity provider of
// managed instances.
var daemonReaders = []reader{
	node("AWS::ECS::DaemonTaskDefinition", (*builder).declareDaemonTask, (*builder).linkTask),
	node("AWS::ECS::Daemon", (*builder).declareDaemon, (*builder).linkDaemon),
}

const kindDaemonFamily = "daemon family"

// declareDaemonTask reads a daemon's task definition, which is for managed instances only.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
// aws-resource-ecs-daemontaskdefinition.html.
func (b *builder) declareDaemonTask(o block) *TaskDefinition {
	here := o.here()
	t := &TaskDefinition{
		Node: b.node(o.res), NetworkMode: Value[string]{V: "host", Site: here},
		Compatibilities: List[Value[string]]{
			Items: []Value[string]{{V: "MANAGED_INSTANCES", Site: here}}, Site: here,
		},
		Architecture: Value[string]{V: "X86_64", Site: here},
		OS:           Value[string]{V: "LINUX", Site: here},
		Containers:   b.containers(o),
	}
	t.family = b.ownText(o, "family")
	b.register(kindDaemonFamily, t.family, t)
	b.graph.TaskDefinitions = append(b.graph.TaskDefinitions, t)
	return t
}

// findDaemonTask finds a daemon's task definition by its identity, or by its family as text. A
// revision that is written as a number may be another than the declared one.
func findDaemonTask(b *builder, r ref) *TaskDefinition {
	if t := at[TaskDefinition](b, r.address); t != nil {
		return t
	}
	if parts, ok := parseARN(r.text); ok {
		r.text = strings.TrimPrefix(parts.resource, "daemon-task-definition/")
	}
	family, revision, _ := strings.Cut(r.text, ":")
	if _, err := strconv.Atoi(revision); err == nil {
		return nil
	}
	r.text = family
	return called(b, kindDaemonFamily, r, (*TaskDefinition).base)
}

func (b *builder) declareDaemon(o block) *Workload {
	w := &Workload{
		Node: b.node(o.res), Kind: WorkloadDaemon, Needs: o.res.Needs,
		PlatformVersion: Value[string]{V: "LATEST", Site: o.here()},
		Network:         Network{Site: o.here()},
	}
	b.graph.Workloads = append(b.graph.Workloads, w)
	return w
}

// linkDaemon finds the capacity providers on whose instances the daemon runs.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
// aws-resource-ecs-daemon.html.
func (b *builder) linkDaemon(o block, w *Workload) {
	const attr = "capacity_provider_arns"
	w.Task = link(o, "daemon_task_definition_arn", findDaemonTask)
	providers := links(o, attr, findCapacity)
	w.Launches = List[Launch]{Given: providers.Given, Site: providers.Site, Open: providers.Open}
	for _, provider := range providers.Items {
		launch := Launch{Kind: LaunchManaged, Site: provider.Site}
		if provider.To != nil {
			launch.Fleet = provider.To.fleet
		} else {
			launch.Fleet = Link[Fleet]{Why: provider.Why, Text: provider.Text, Site: provider.Site}
		}
		w.Launches.Items = append(w.Launches.Items, launch)
	}
	if len(providers.Items) == 0 && providers.Open == nil {
		w.Launches.Open = &parser.Origin{
			What: "instances of " + w.ID, Why: "no capacity provider is named",
		}
	}
}
