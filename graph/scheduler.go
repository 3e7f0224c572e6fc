package graph

import "encoding/json"

// scheduleReaders read the schedules of EventBridge Scheduler.
var scheduleReaders = []reader{
	join("aws_scheduler_schedule", (*builder).joinSchedule),

	join("AWS::Scheduler::Schedule", (*builder).joinSchedule).spelled(serviceNames),
}

// joinSchedule makes a workload of a schedule that runs a task or submits a job: by a target that
// the scheduler knows, or by a call of the API (a universal target).
// https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
func (b *builder) joinSchedule(o block) {
	target, ok := o.first("target")
	if !ok || b.whollyUnseen(target, "tasks that the schedule may start") {
		return
	}
	s := starter{kind: WorkloadSchedule, home: target, cluster: "arn"}
	if params, ok := target.first("ecs_parameters"); ok {
		if b.whollyUnseen(params, "tasks that the schedule may start") {
			return
		}
		s.params = within(params, target.maybe)
		b.runTask(s, b.inputOverride(target))
		return
	}
	call := universalCall(target.holed("arn", "").V)
	if call == "" {
		return
	}
	s.params = b.universalInput(target, call)
	s.home = s.params
	if call == runsTask {
		s.cluster = "cluster"
		b.runTask(s, overrides(s.params))
		return
	}
	s.cluster = "job_queue"
	b.submitJob(s)
}

// universalCall returns the call of the API that a universal target makes; "" where it starts
// nothing.
func universalCall(target string) string {
	parts, ok := parseARN(target)
	if !ok || parts.service != "scheduler" {
		return ""
	}
	return startingCall(parts.resource)
}

// universalInput returns the parameters of a universal target: the text that it hands to the API.
func (b *builder) universalInput(target block, call string) block {
	const attr = "input"
	text := target.raw(attr, "{}")
	path := target.site(attr).Path
	unknown := block{b: b, res: target.res, path: path, names: requestNames, why: text.Why}
	if text.Why != nil {
		return unknown
	}
	document, why := b.document(text.V, text.Site, "Input of the schedule is not JSON")
	if why != nil {
		unknown.why = why
		return unknown
	}
	var fields any
	if json.Unmarshal([]byte(document), &fields) != nil {
		fields = nil
	}
	return b.request(target.res, path, fields, "input of "+call)
}
