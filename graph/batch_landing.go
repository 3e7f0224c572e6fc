package graph

import (
	"slices"

	"github.com/ecrlint/ecrlint/parser"
)

// landing is what is gathered about the environments that a job may land in.
type landing struct {
	b     *builder
	task  *JobTask     // nil where the job definition is not in view
	kinds []LaunchKind // none where that is not known
	why   *parser.Origin
	found []*ComputeEnvironment
	seen  map[*ComputeEnvironment]bool
	// open says why there may be others.
	open *parser.Origin
	// named says that the queues are.
	named bool
}

// enter gathers the environments of the queues: those that are named, else all that are declared.
func (f *landing) enter(queues []Link[JobQueue]) {
	var named []*JobQueue
	anywhere := len(queues) == 0
	for _, queue := range queues {
		switch {
		case queue.To != nil && !slices.Contains(named, queue.To):
			named = append(named, queue.To)
		case queue.Why != nil:
			f.open = first(f.open, queue.Why)
		case queue.None():
			anywhere = true
		}
	}
	if anywhere {
		named = preferred(filter(f.b.graph.JobQueues, func(q *JobQueue) bool {
			return f.near(&q.Node)
		}), func(q *JobQueue) Value[bool] { return q.Enabled })
		f.open = first(f.open, first(f.b.batch.unseen...))
	}
	for _, q := range named {
		f.take(q)
	}
	f.named = !anywhere
	if anywhere && len(f.found) == 0 {
		for _, e := range f.b.graph.Environments {
			f.add(e)
		}
	}
}

// near reports whether something may be in the account and region that the job definition is in.
func (f *landing) near(n *Node) bool {
	return f.task == nil || together(kindQueue, n.Home, f.task.job.Resource)
}

// apart says why it is not known whether something is in the region that the job definition is in.
func (f *landing) apart(n *Node) *parser.Origin {
	if f.task == nil {
		return nil
	}
	here := f.task.job.Home.Region
	for _, region := range []string{here, n.Home.Region} {
		origin, whole := f.b.origins.Whole(region)
		if whole && origin.Kind == parser.Unknown && here != n.Home.Region {
			return &origin
		}
	}
	return nil
}

// take adds the environments of a queue.
func (f *landing) take(q *JobQueue) {
	f.open = first(f.open, f.beyond(&q.Node), f.apart(&q.Node), q.Environments.Open)
	for _, l := range q.Environments.Items {
		if l.To == nil {
			f.open = first(f.open, l.Why)
			continue
		}
		f.add(l.To)
	}
}

// add adds an environment that jobs of the kind can run in.
func (f *landing) add(e *ComputeEnvironment) {
	if f.seen[e] || e.EKS || !f.near(&e.Node) {
		return
	}
	f.seen[e] = true
	switch {
	case e.Kind == LaunchUnknown:
		f.open = first(f.open, e.Why, f.beyond(&e.Node))
		return
	case len(f.kinds) > 0 && !slices.Contains(f.kinds, e.Kind):
		return
	case f.task != nil && f.task.Multinode && e.Spot.Known() && e.Spot.V:
		return // https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html
	}
	f.open = first(f.open, f.beyond(&e.Node), f.apart(&e.Node))
	f.found = append(f.found, e)
}

// beyond says why a thing may not exist where the job definition does.
func (f *landing) beyond(n *Node) *parser.Origin {
	if f.task == nil {
		return n.Maybe
	}
	return beyond(n.Maybe, f.task.job.Maybe)
}

// preferred leaves out what is switched off for certain where something is on for certain. What
// is switched off everywhere is judged as if it were on, like a service that wants no tasks.
func preferred[N any](all []N, enabled func(N) Value[bool]) []N {
	if !slices.ContainsFunc(all, func(n N) bool {
		on := enabled(n)
		return on.Known() && on.V
	}) {
		return all
	}
	return filter(all, func(n N) bool {
		on := enabled(n)
		return !on.Known() || on.V
	})
}

// site is where the job definition stands.
func (f *landing) site() Site {
	if f.task == nil {
		return Site{}
	}
	return Site{Resource: f.task.job.Resource}
}

// launch is the launch of the job in an environment.
func (f *landing) launch(e *ComputeEnvironment) Launch {
	launch := Launch{
		Kind: e.Kind, Fleet: e.Fleet, Network: e.Network, Name: e.ID, Site: e.Site,
	}
	if e.Kind == LaunchBatchFargate {
		launch.Network.PublicIP = f.publicIP()
	}
	if f.task != nil && f.task.Multinode {
		launch.NoAddress = &parser.Origin{
			What: "public address of the nodes of " + f.task.job.ID,
			Why: "AWS Batch gives the tasks of multi-node parallel jobs none, " +
				"and says that they need a NAT gateway or endpoints",
		}
	}
	return launch
}

// publicIP is the public address that jobs on Fargate get.
func (f *landing) publicIP() Value[bool] {
	if f.task != nil {
		return f.task.PublicIP
	}
	return Value[bool]{Given: true, Why: &parser.Origin{
		What: "networkConfiguration of the job definition", Why: "is not in view",
	}}
}

// elsewhere is the launch in an environment that is not in view.
func (f *landing) elsewhere(why *parser.Origin) Launch {
	launch := Launch{Kind: LaunchUnknown, Site: f.site(), Fleet: Link[Fleet]{
		Why: why, Text: why.What, Site: f.site(),
	}}
	if len(f.kinds) == 1 {
		launch.Kind = f.kinds[0]
	}
	if launch.Kind == LaunchBatchFargate {
		launch.Fleet = Link[Fleet]{}
		launch.Network = Network{
			Given: true, PublicIP: f.publicIP(), Site: f.site(),
			Subnets: List[Link[Subnet]]{Given: true, Open: why, Site: f.site()},
		}
	}
	return launch
}

// nowhere says that nothing in view can run the job.
func (f *landing) nowhere() *parser.Origin {
	name, where := "the job", "is declared here"
	if f.task != nil {
		name = f.task.job.ID
	}
	if f.named {
		where = "is in the job queue that it is submitted to"
	}
	platform := "EC2"
	if slices.Contains(f.kinds, LaunchBatchFargate) {
		platform = "Fargate"
	}
	return &parser.Origin{
		What: "network of " + name,
		Why:  "no compute environment that runs jobs on " + platform + " " + where,
		Hint: "check it together with the job queue that it is submitted to",
	}
}
