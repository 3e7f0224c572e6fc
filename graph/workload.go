package graph

import "github.com/ecrlint/ecrlint/parser"

// WorkloadKind says what starts the tasks.
type WorkloadKind string

// The kinds of workload.
const (
	WorkloadService        WorkloadKind = "service"
	WorkloadTaskSet        WorkloadKind = "task_set"
	WorkloadTaskDefinition WorkloadKind = "task_definition" // nothing in view starts it
	WorkloadExpress        WorkloadKind = "express_service"
	WorkloadDaemon         WorkloadKind = "daemon"
	WorkloadJobDefinition  WorkloadKind = "job_definition" // of AWS Batch
	WorkloadEventTarget    WorkloadKind = "event_target"   // of an EventBridge rule
	WorkloadSchedule       WorkloadKind = "schedule"       // of EventBridge Scheduler
	WorkloadPipe           WorkloadKind = "pipe"           // of EventBridge Pipes
	WorkloadState          WorkloadKind = "state"          // of a Step Functions state machine
	WorkloadTaskExecution  WorkloadKind = "task_execution" // a data source that runs a task
)

// WithDeployment reports whether the first task starts as the configuration is applied, and not
// when an event comes, a time is reached or somebody asks for it.
func (k WorkloadKind) WithDeployment() bool {
	switch k {
	case WorkloadService, WorkloadTaskSet, WorkloadExpress, WorkloadDaemon, WorkloadTaskExecution:
		return true
	default:
		return false
	}
}

// LaunchKind is where the tasks run.
type LaunchKind string

// The launch kinds, as reports spell them.
const (
	LaunchFargate      LaunchKind = "fargate"
	LaunchEC2          LaunchKind = "ec2"
	LaunchManaged      LaunchKind = "managed"
	LaunchExternal     LaunchKind = "external"
	LaunchBatchFargate LaunchKind = "batch-fargate"
	LaunchBatchEC2     LaunchKind = "batch-ec2"
	LaunchUnknown      LaunchKind = "unknown"
)

// OnFargate reports whether the tasks have interfaces of their own, on Fargate.
func (k LaunchKind) OnFargate() bool { return k == LaunchFargate || k == LaunchBatchFargate }

// OnEC2 reports whether the tasks run on container instances of the customer's, with an agent that
// pulls as the instance's role unless there is an execution role.
func (k LaunchKind) OnEC2() bool { return k == LaunchEC2 || k == LaunchBatchEC2 }

// Workload starts tasks from one task definition.
type Workload struct {
	Node
	Kind WorkloadKind
	// Part tells the workloads of one resource apart, in words: "state Extract", "target nightly",
	// "node 0:3"; empty where a resource starts one kind of task. A state always has one, the
	// target of a rule where several targets of the rule start tasks.
	Part string
	// Task is the task definition; Why when it is not in view.
	Task Link[TaskDefinition]
	// Launches holds each way in which tasks of the workload may be started (a strategy may mix
	// them). Open when that is not known.
	Launches List[Launch]
	// OneOf says that the tasks land in one of the Launches and that nothing says in which: a job
	// whose queue is named where it is submitted. The pull fails where it fails in all of them.
	OneOf bool
	// ExecutionRole replaces that of the task definition where Given (an override at run time).
	ExecutionRole Override
	// PlatformVersion is the Fargate platform version: "LATEST", "1.4.0", "1.3.0", ...
	PlatformVersion Value[string]
	// Network is the awsvpc configuration of the tasks.
	Network Network
	// Needs holds the Config addresses that the workload waits for (Resource.Needs).
	Needs []string
	// Revised says why the task definition, which nothing in view starts, may be started with
	// another role or replaced before it is.
	Revised *parser.Origin
}

// Launch is one way in which tasks are started.
type Launch struct {
	Kind LaunchKind
	// Fleet is the group of container instances (ec2) or the managed instances' configuration; none
	// for Fargate; Why when the chain cannot be followed.
	Fleet Link[Fleet]
	// Network, where Given, replaces that of the workload: a compute environment's.
	Network Network
	// Name is the address of what the launch is of, where a workload has one of several: the
	// compute environment; for reports.
	Name string
	// NoAddress says why a public address of the instance may not help.
	NoAddress *parser.Origin
	// Joined says that the instances are the cluster's by their user data alone, which is no proof:
	// what stops them stops the tasks only perhaps.
	Joined *parser.Origin
	Site   Site
}

// Override is a role that is given where a task is started.
type Override struct {
	Given bool
	Role  Link[Role]
}

// Network is where an interface is placed.
type Network struct {
	Given    bool
	Subnets  List[Link[Subnet]]
	Groups   List[Link[SecurityGroup]] // left out: the VPC's default group
	PublicIP Value[bool]
	Site     Site
}

// Fleet is what container instances are made of: an Auto Scaling group with its launch template
// or launch configuration.
type Fleet struct {
	Node
	Subnets List[Link[Subnet]]
	// Hosts holds each launch template or configuration in use (a mixed-instances policy may have
	// several); Open when not known.
	Hosts List[Host]
}

// Host is one launch template or launch configuration.
type Host struct {
	Node
	Groups List[Link[SecurityGroup]] // left out: the VPC's default group
	// PublicIP is associate_public_ip_address; not Given: the subnet decides.
	PublicIP Value[bool]
	// Profile is the instance profile; none: no role.
	Profile  Link[InstanceProfile]
	UserData Value[string] // decoded
	Site     Site

	subnet Link[Subnet] // of its interface
}

// TaskDefinition is an ECS task definition.
type TaskDefinition struct {
	Node
	Containers List[*Container]
	// ExecutionRole is the task execution role; none when left out.
	ExecutionRole   Link[Role]
	NetworkMode     Value[string]
	Compatibilities List[Value[string]]
	Architecture    Value[string] // X86_64, ARM64
	OS              Value[string] // LINUX, WINDOWS_SERVER_...

	family string // with tokens
	// revision is the number of the revision where a plan or state tells it; else 0.
	revision int
}

// Container is one container of a task.
type Container struct {
	Name  Value[string] // may hold tokens
	Image Value[string] // may hold tokens
	// Credentials is repositoryCredentials.credentialsParameter.
	Credentials Value[string]
	// Secrets says that the container or its log driver is handed secrets; where that is not
	// known, SecretsWhy says why.
	Secrets     bool
	SecretsWhy  *parser.Origin
	LogDriver   Value[string]
	Environment List[Value[string]] // the names of the variables, for proxy detection
	Site        Site                // the container inside the task definition
	ImageSite   Site

	fields map[string]any // as written, for Handed
	given  *Handed        // what an Express service hands over
}

// Skipped is compute that pulls images and that ecrlint does not judge.
type Skipped struct {
	Resource *parser.Resource
	What     string // "Amazon EKS", "AWS Lambda", ...
	// Why says what cannot be seen, of what would be judged if it could be.
	Why *parser.Origin
}
