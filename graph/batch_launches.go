package graph

import (
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// jobWorkloads makes the workloads of a resource that submits jobs: one for each task of the job
// definition, and one that stands for those of a definition that is not in view. The queue is none
// where nothing says which. The caller adds them to the graph. It is to be called when compute
// environments, job queues and job definitions are linked.
func (b *builder) jobWorkloads(
	n Node, kind WorkloadKind, part string, job Link[JobDefinition], queue Link[JobQueue],
) []*Workload {
	if job.To == nil {
		return []*Workload{{
			Node: n, Kind: kind, Part: part, OneOf: true, Needs: n.Resource.Needs,
			Task:            Link[TaskDefinition]{Why: job.Why, Text: job.Text, Site: job.Site},
			Launches:        b.jobLaunches(nil, queue),
			PlatformVersion: Value[string]{Why: job.Why, Given: true, Site: job.Site},
		}}
	}
	b.submit(job.To, queue)
	var all []*Workload
	for _, t := range job.To.Tasks {
		all = append(all, &Workload{
			Node: n, Kind: kind, OneOf: true, Needs: n.Resource.Needs,
			Part: strings.TrimSpace(part + " " + t.Part), PlatformVersion: t.PlatformVersion,
			Task:     Link[TaskDefinition]{To: t.Task, Text: job.Text, Site: job.Site},
			Launches: b.jobLaunches(t, queue),
		})
	}
	return all
}

// submit notes that jobs of a definition are submitted to a queue.
func (b *builder) submit(j *JobDefinition, queue Link[JobQueue]) {
	if b.batch.submitted == nil {
		b.batch.submitted = map[*JobDefinition][]Link[JobQueue]{}
	}
	b.batch.submitted[j] = append(b.batch.submitted[j], queue)
}

// finishBatch makes a workload of each task of a job definition: whatever has the right to may
// submit its jobs. Where something in view does they land where it sends them, else in any queue
// that is declared.
func (b *builder) finishBatch() {
	for _, j := range b.graph.JobDefinitions {
		for _, t := range j.Tasks {
			b.graph.Workloads = append(b.graph.Workloads, &Workload{
				Node: j.Node, Kind: WorkloadJobDefinition, Part: t.Part, OneOf: true,
				Needs: j.Resource.Needs, PlatformVersion: t.PlatformVersion,
				Task: Link[TaskDefinition]{
					To: t.Task, Text: j.ID, Site: Site{Resource: j.Resource},
				},
				Launches: b.jobLaunches(t, b.batch.submitted[j]...),
			})
		}
	}
}

// jobLaunches says where jobs run that are submitted to one of the queues: in one of the launches.
// Without a queue, or with one that is none, every queue that is declared may be meant. There is
// at least one launch, and one without a network for what is not in view.
func (b *builder) jobLaunches(t *JobTask, queues ...Link[JobQueue]) List[Launch] {
	f := &landing{b: b, task: t, seen: map[*ComputeEnvironment]bool{}}
	if t != nil {
		f.kinds, f.why = t.job.kinds(t)
	}
	f.enter(queues)
	list := List[Launch]{Given: true, Site: f.site()}
	for _, e := range preferred(f.found, func(e *ComputeEnvironment) Value[bool] {
		return e.Enabled
	}) {
		list.Items = append(list.Items, f.launch(e))
	}
	if f.open = first(f.why, f.open); f.open == nil && len(list.Items) == 0 {
		f.open = f.nowhere()
	}
	if f.open != nil {
		list.Items = append(list.Items, f.elsewhere(f.open))
	}
	return list
}

// kinds says on what the tasks of a job definition may run; with the reason where that is not
// known. A multi-node parallel job does not run on Fargate.
func (j *JobDefinition) kinds(t *JobTask) ([]LaunchKind, *parser.Origin) {
	if t.Multinode {
		return []LaunchKind{LaunchBatchEC2}, nil
	}
	var kinds []LaunchKind
	why := j.Platforms.Open
	for _, platform := range j.Platforms.Items {
		switch {
		case platform.Why != nil:
			why = first(why, platform.Why)
		case parser.Holed(platform.V):
			why = first(why, nonsense(platform.Site, "is not known"))
		case strings.EqualFold(platform.V, "FARGATE"):
			kinds = append(kinds, LaunchBatchFargate)
		default:
			kinds = append(kinds, LaunchBatchEC2)
		}
	}
	switch {
	case why != nil:
		return nil, why
	case len(kinds) == 0:
		return []LaunchKind{LaunchBatchEC2}, nil
	}
	return kinds, nil
}
