package graph

import (
	"strconv"
	"strings"
)

// taskReaders read task definitions.
var taskReaders = []reader{
	node("aws_ecs_task_definition", (*builder).declareTask, (*builder).linkTask),
	join("data.aws_ecs_task_definition", (*builder).joinReadTask),

	node("AWS::ECS::TaskDefinition", (*builder).declareTask, (*builder).linkTask),
}

func (b *builder) declareTask(o block) *TaskDefinition {
	t := &TaskDefinition{
		Node:            b.node(o.res),
		NetworkMode:     o.text("network_mode", "bridge"),
		Compatibilities: o.texts("requires_compatibilities"),
		Architecture:    Value[string]{V: "X86_64", Site: o.here()},
		OS:              Value[string]{V: "LINUX", Site: o.here()},
	}
	if platform, ok := o.first("runtime_platform"); ok {
		t.Architecture = platform.text("cpu_architecture", "X86_64")
		t.OS = platform.text("operating_system_family", "LINUX")
	}
	t.Containers = b.containers(o)
	t.family = b.ownText(o, "family")
	t.revision = o.integer("revision").V
	b.register(kindFamily, t.family, t)
	b.graph.TaskDefinitions = append(b.graph.TaskDefinitions, t)
	return t
}

func (b *builder) linkTask(o block, t *TaskDefinition) {
	t.ExecutionRole = link(o, "execution_role_arn", findRole)
}

func (t *TaskDefinition) base() *Node { return &t.Node }

// findTask finds a task definition by its identity, or by FAMILY, FAMILY:REVISION or ARN as text. A
// revision that is written as a number may be another than the one that is declared, and finds
// none, unless a plan or state tells that it is the same; one that is computed is taken for the
// declared one, which will be registered.
func findTask(b *builder, r ref) *TaskDefinition {
	if t := at[TaskDefinition](b, r.address); t != nil {
		return t
	}
	text := r.text
	parts, isARN := parseARN(text)
	if isARN {
		if parts.service != "ecs" {
			return nil
		}
		text = strings.TrimPrefix(parts.resource, "task-definition/")
	}
	family, revision, _ := strings.Cut(text, ":")
	number, err := strconv.Atoi(revision)
	r.text = family
	t := called(b, kindFamily, r, (*TaskDefinition).base)
	switch {
	case err == nil && (t == nil || t.revision != number || isARN):
		return nil
	case t != nil:
		return t
	}
	if origin, whole := b.origins.Whole(r.text); whole {
		return at[TaskDefinition](b, origin.Address)
	}
	return nil
}

// joinReadTask follows a data source that reads a family declared here.
func (b *builder) joinReadTask(o block) {
	if t := link(o, "task_definition", findTask).To; t != nil {
		b.nodes[o.res.Address] = t
	}
}
