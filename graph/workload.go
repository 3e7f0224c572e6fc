package graph

import "github.com/ecrlint/ecrlint/parser"

// WorkloadKind says what starts the tasks.
type WorkloadKind string

// The kinds of workload.
const (
	WorkloadService        WorkloadKind = "service"
	WorkloadTaskSet        WorkloadKind = "task_set"
	WorkloadTaskDefinition WorkloadKind = "task_definition" // nothing in view starts it
)

// LaunchKind is where the tasks run.
type LaunchKind string

// The launch kinds, as reports spell them.
const (
	LaunchFargate  LaunchKind = "fargate"
	LaunchEC2      LaunchKind = "ec2"
	LaunchManaged  LaunchKind = "managed"
	LaunchExternal LaunchKind = "external"
	LaunchUnknown  LaunchKind = "unknown"
)

// Workload starts tasks from one task definition.
type Workload struct {
	Node
	Kind WorkloadKind
	// Task is the task definition; Why when it is not in view.
	Task Link[TaskDefinition]
	// Launches holds each way in which tasks of the workload may be started (a strategy may mix
	// them). Open when that is not known.
	Launches List[Launch]
	// PlatformVersion is the Fargate platform version: "LATEST", "1.4.0", "1.3.0", ...
	PlatformVersion Value[string]
	// Network is the awsvpc configuration of the tasks.
	Network Network
	// Needs holds the Config addresses that the workload waits for (Resource.Needs).
	Needs []string
}

// Launch is one way in which tasks are started.
type Launch struct {
	Kind LaunchKind
	// Fleet is the group of container instances (ec2) or the managed instances' configuration; none
	// for Fargate; Why when the chain cannot be followed.
	Fleet Link[Fleet]
	Site  Site
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
}

// Skipped is compute that pulls images and that ecrlint does not judge.
type Skipped struct {
	Resource *parser.Resource
	What     string // "Amazon EKS", "AWS Lambda", ...
}
