package graph

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// pipeReaders read the pipes of EventBridge.
var pipeReaders = []reader{
	join("aws_pipes_pipe", (*builder).joinPipe),

	join("AWS::Pipes::Pipe", (*builder).joinPipe).spelled(serviceNames),
}

// joinPipe makes a workload of a pipe that runs a task or submits a job. Its parameters may be
// taken from the event: what begins with $. is not known before.
// https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeTargetParameters.html
func (b *builder) joinPipe(o block) {
	target, ok := o.first("target_parameters")
	if !ok || b.whollyUnseen(target, "tasks that the pipe may start") {
		return
	}
	s := starter{kind: WorkloadPipe, home: o, cluster: "target"}
	if params, ok := target.first("ecs_task_parameters"); ok {
		if b.whollyUnseen(params, "tasks that the pipe may start") {
			return
		}
		s.params = b.byEvent(within(params, target.maybe))
		b.runTask(s, overrides(s.params))
	}
	if params, ok := target.first("batch_job_parameters"); ok {
		if b.whollyUnseen(params, "jobs that the pipe may submit") {
			return
		}
		s.params = b.byEvent(within(params, target.maybe))
		b.submitJob(s)
	}
}

// byEvent makes unknown what a pipe takes out of its event.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-target.html
func (b *builder) byEvent(o block) block {
	if o.obj == cty.NilVal {
		return o
	}
	obj, err := cty.Transform(o.obj, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		plain, marks := v.Unmark()
		if plain.Type() != cty.String || !plain.IsKnown() || plain.IsNull() ||
			!strings.HasPrefix(plain.AsString(), "$.") {
			return v, nil
		}
		return b.origins.Unknown(cty.String, parser.Origin{
			What: b.plain(plain.AsString()), Why: "is taken from the event",
		}).WithMarks(marks), nil
	})
	if err == nil {
		o.fill(b.bare(obj, nil))
	}
	return o
}
