package graph

import "github.com/ecrlint/ecrlint/parser"

// eventReaders read the targets of EventBridge rules.
var eventReaders = []reader{
	join("aws_cloudwatch_event_target", (*builder).joinEventTarget),

	join("AWS::Events::Rule", (*builder).joinEventRule).spelled(spelling{
		"ecs_target": "EcsParameters", "batch_target": "BatchParameters",
		"vpc_configuration": "AwsVpcConfiguration|AwsvpcConfiguration", "target_id": "Id",
	}),
	join("data.aws_ecs_task_execution", (*builder).joinTaskExecution),
}

// joinEventTarget reads a target of Terraform's, which is a resource of its own.
func (b *builder) joinEventTarget(o block) { b.eventTarget(o, "") }

// joinEventRule reads the targets of a rule in a template. Where several of them start tasks, each
// is a part of the rule by its ID; one alone is the rule.
func (b *builder) joinEventRule(o block) {
	targets, open := o.blocks("targets")
	if open != nil {
		b.lose(o, "tasks that the rule may start", open)
	}
	var starting []block
	for _, target := range targets {
		if target.why != nil {
			b.lose(o, "tasks that the rule may start", target.why)
			continue
		}
		_, ecs := target.first("ecs_target")
		_, batch := target.first("batch_target")
		if ecs || batch {
			starting = append(starting, target)
		}
	}
	for _, target := range starting {
		part := ""
		if len(starting) > 1 {
			part = "target " + target.holed("target_id", "").V
		}
		b.eventTarget(target, part)
	}
}

// eventTarget makes a workload of a target that runs a task or submits a job. The role of the
// target starts the task and takes no part in the pull.
// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html
// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_BatchParameters.html
func (b *builder) eventTarget(o block, part string) {
	s := starter{kind: WorkloadEventTarget, part: part, home: o, cluster: "arn"}
	if params, ok := o.first("ecs_target"); ok {
		if b.whollyUnseen(params, "tasks that the target may start") {
			return
		}
		s.params = within(params, o.maybe)
		b.runTask(s, b.inputOverride(o))
	}
	if params, ok := o.first("batch_target"); ok {
		if b.whollyUnseen(params, "jobs that the target may submit") {
			return
		}
		s.params = within(params, o.maybe)
		b.submitJob(s)
	}
}

// whollyUnseen notes a block of which nothing is known, not even whether it is there.
func (b *builder) whollyUnseen(o block, what string) bool {
	if o.why == nil {
		return false
	}
	b.lose(o, what, o.why)
	return true
}

// within returns a block that exists only if what it is in does.
func within(o block, maybe *parser.Origin) block {
	o.maybe = first(maybe, o.maybe)
	return o
}

// joinTaskExecution reads a data source that runs a task when the configuration is applied.
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ecs_task_execution
func (b *builder) joinTaskExecution(o block) {
	b.runTask(starter{kind: WorkloadTaskExecution, params: o, home: o, cluster: "cluster"},
		overrides(o))
}
