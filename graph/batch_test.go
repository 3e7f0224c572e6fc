package graph_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/graph"
)

// lanes are two compute environments of each kind, with a queue each.
const lanes = `
locals {
  kinds = { fargate = "FARGATE", spare = "FARGATE_SPOT", hosts = "EC2", spot = "SPOT" }
}
resource "aws_batch_compute_environment" "e" {
  for_each = local.kinds
  name     = each.key
  type     = "MANAGED"
  compute_resources {
    type               = each.value
    max_vcpus          = 1
    subnets            = [aws_subnet.a.id]
    security_group_ids = ["sg-1"]
    instance_role      = "hosts"
  }
}
resource "aws_batch_job_queue" "q" {
  for_each = local.kinds
  name     = each.key
  state    = "ENABLED"
  priority = 1
  compute_environment_order {
    order               = 1
    compute_environment = aws_batch_compute_environment.e[each.key].arn
  }
}
`

// job is a job definition with arguments.
func job(arguments string) string {
	return `
resource "aws_batch_job_definition" "j" {
  name = "crunch"
  type = "container"
` + arguments + `
}
`
}

const (
	onFargate = `platform_capabilities = ["FARGATE"]
  container_properties = jsonencode({ image = "app:1" })`
	onInstances = `container_properties = jsonencode({ image = "app:1" })`
)

// landed names the launches of a workload: the environment's key, or why it is not known.
func landed(w *graph.Workload) []string {
	var all []string
	for _, launch := range w.Launches.Items {
		name := strings.TrimPrefix(launch.Name, "aws_batch_compute_environment.")
		why := launch.Fleet.Why
		if open := launch.Network.Subnets.Open; open != nil && name == "" {
			why = open
		}
		if why != nil && name == "" {
			name = "? " + why.What
		}
		all = append(all, string(launch.Kind)+" "+name)
	}
	return sorted(all)
}

func TestJobsLand(t *testing.T) {
	queue := func(environment string) string {
		return `
resource "aws_batch_job_queue" "own" {
  name                 = "own"
  state                = "ENABLED"
  priority             = 1
  compute_environments = [` + environment + `]
}
`
	}
	environment := func(name, arguments string) string {
		return `
resource "aws_batch_compute_environment" "` + name + `" {
  name = "` + name + `"
` + arguments + `
}
`
	}
	fargate := `type = "MANAGED"
  compute_resources {
    type      = "FARGATE"
    max_vcpus = 1
    subnets   = [aws_subnet.b.id]
  }`
	for name, c := range map[string]struct {
		source string
		want   []string
	}{
		"on Fargate": {lanes + job(onFargate), []string{
			`batch-fargate e["fargate"]`, `batch-fargate e["spare"]`,
		}},
		"on instances where nothing is said": {lanes + job(onInstances), []string{
			`batch-ec2 e["hosts"]`, `batch-ec2 e["spot"]`,
		}},
		"nodes do not run on spot instances": {
			lanes + job(`node_properties = jsonencode({
  numNodes            = 2
  mainNode            = 0
  nodeRangeProperties = [{ targetNodes = "0:1", container = { image = "app:1" } }]
})`),
			[]string{`batch-ec2 e["hosts"]`},
		},
		"platform not known": {
			lanes + job(`platform_capabilities = [var.any]
  container_properties = jsonencode({ image = "app:1" })`),
			[]string{
				`batch-ec2 e["hosts"]`, `batch-ec2 e["spot"]`,
				`batch-fargate e["fargate"]`, `batch-fargate e["spare"]`, "unknown ? var.any",
			},
		},
		"nothing in view": {job(onFargate), []string{
			"batch-fargate ? network of aws_batch_job_definition.j",
		}},
		"nothing of its kind in view": {
			job(onInstances) + environment("lone", fargate),
			[]string{"batch-ec2 ? network of aws_batch_job_definition.j"},
		},
		"an environment without a queue": {
			job(onFargate) + environment("lone", fargate), []string{"batch-fargate lone"},
		},
		"not one that no declared queue has": {
			job(onFargate) + environment("lone", fargate) + environment("other", fargate) +
				queue(`aws_batch_compute_environment.other.arn`),
			[]string{"batch-fargate other"},
		},
		"a queue with an environment of a variable": {
			job(onFargate) + queue("var.any"), []string{"batch-fargate ? var.any"},
		},
		"an environment by its name": {
			job(onFargate) + environment("lone", fargate) + queue(`"lone"`),
			[]string{"batch-fargate lone"},
		},
		"an environment by its ARN as text": {
			job(onFargate) + environment("lone", fargate) +
				queue(`"arn:aws:batch:eu-west-1:111122223333:compute-environment/lone"`),
			[]string{"batch-fargate lone"},
		},
		"a queue that is read": {
			job(onFargate) + environment("lone", fargate) + `
data "aws_batch_job_queue" "read" {
  name = "of-others"
}
`,
			[]string{"batch-fargate ? data.aws_batch_job_queue.read", "batch-fargate lone"},
		},
		"a queue that is read and declared": {
			job(onFargate) + environment("lone", fargate) +
				queue(`aws_batch_compute_environment.lone.arn`) + `
data "aws_batch_job_queue" "read" {
  name = aws_batch_job_queue.own.name
}
`,
			[]string{"batch-fargate lone"},
		},
		"switched off beside one that is on": {
			job(onFargate) + environment("lone", fargate) +
				environment("off", fargate+"\nstate = \"DISABLED\""),
			[]string{"batch-fargate lone"},
		},
		"switched off, and no other": {
			job(onFargate) + environment("off", fargate+"\nstate = \"DISABLED\""),
			[]string{"batch-fargate off"},
		},
		"perhaps switched off beside one that is off": {
			job(onFargate) + environment("perhaps", fargate+"\nstate = var.any") +
				environment("off", fargate+"\nstate = \"DISABLED\""),
			[]string{"batch-fargate off", "batch-fargate perhaps"},
		},
		"an environment that may not exist": {
			job(onFargate) + environment("lone", fargate+"\ncount = var.create ? 1 : 0"),
			[]string{"batch-fargate ? var.create", "batch-fargate lone[*]"},
		},
		"existence that hangs on the same": {
			job(onFargate+"\ncount = var.create ? 1 : 0") +
				environment("lone", fargate+"\ncount = var.create ? 1 : 0"),
			[]string{"batch-fargate lone[*]"},
		},
		"unmanaged": {
			job(onInstances) + environment("lone", `type = "UNMANAGED"`),
			[]string{"batch-ec2 lone"},
		},
		"on Kubernetes": {
			job(onInstances) + environment("lone", `type = "MANAGED"
  compute_resources {
    type      = "EC2"
    max_vcpus = 1
    subnets   = [aws_subnet.b.id]
  }
  eks_configuration {
    eks_cluster_arn      = "arn:aws:eks:eu-west-1:111122223333:cluster/c"
    kubernetes_namespace = "n"
  }`),
			[]string{"batch-ec2 ? network of aws_batch_job_definition.j"},
		},
		"kind not known": {
			job(onFargate) + environment("lone", strings.Replace(fargate, `"FARGATE"`, "var.any", 1)),
			[]string{"batch-fargate ? var.any"},
		},
		"in a region that is not known": {
			job(onFargate) + environment("lone", fargate+"\nregion = var.any"),
			[]string{"batch-fargate ? var.any", "batch-fargate lone"},
		},
		"in another region": {
			job(onFargate) + environment("lone", fargate+"\nregion = \"us-east-1\""),
			[]string{"batch-fargate ? network of aws_batch_job_definition.j"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := load(t, network+c.source)
			require.Len(t, g.Workloads, 1)
			w := g.Workloads[0]
			assert.Equal(t, graph.WorkloadJobDefinition, w.Kind)
			assert.True(t, w.OneOf)
			assert.Equal(t, c.want, landed(w))
		})
	}
}

// TestJobsAreSubmitted: where something in view submits a job, it lands there and nowhere else.
func TestJobsAreSubmitted(t *testing.T) {
	target := func(queue, definition string) string {
		return lanes + job(onFargate) + `
resource "aws_cloudwatch_event_target" "t" {
  rule = "nightly"
  arn  = ` + queue + `
  batch_target {
    job_definition = ` + definition + `
    job_name       = "nightly"
  }
}
`
	}
	const queue = `aws_batch_job_queue.q["spare"].arn`
	spare := []string{`batch-fargate e["spare"]`}
	unseen := []string{"batch-fargate ? var.any"}
	anywhere := []string{`batch-fargate e["fargate"]`, `batch-fargate e["spare"]`}
	for name, c := range map[string]struct {
		queue, definition string
		target, own       []string // nil: the definition is not the declared one
	}{
		"by reference":        {queue, "aws_batch_job_definition.j.arn", spare, spare},
		"by name":             {queue, `"crunch"`, spare, spare},
		"by prefix":           {queue, "aws_batch_job_definition.j.arn_prefix", spare, spare},
		"by ARN as text":      {queue, `"arn:aws:batch:eu-west-1:1:job-definition/crunch"`, spare, spare},
		"by computed version": {queue, `"crunch:${aws_batch_job_definition.j.revision}"`, spare, spare},
		"by written version":  {queue, `"crunch:3"`, nil, anywhere},
		"another one":         {queue, `"crush"`, nil, anywhere},
		"queue by ARN": {
			`"arn:aws:batch:eu-west-1:1:job-queue/spare"`, `"crunch"`, spare, spare,
		},
		"queue not known": {"var.any", `"crunch"`, unseen, unseen},
		"queue for others": {
			`aws_batch_job_queue.q["hosts"].arn`, `"crunch"`,
			[]string{"batch-fargate ? network of aws_batch_job_definition.j"},
			[]string{"batch-fargate ? network of aws_batch_job_definition.j"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := load(t, network+target(c.queue, c.definition))
			started := workload(t, g, "aws_cloudwatch_event_target.t")
			if c.target == nil {
				assert.Nil(t, started.Task.To)
				assert.NotNil(t, started.Task.Why)
			} else {
				assert.Equal(t, c.target, landed(started))
				assert.Same(t, workload(t, g, "aws_batch_job_definition.j").Task.To, started.Task.To)
			}
			assert.Equal(t, c.own, landed(workload(t, g, "aws_batch_job_definition.j")))
		})
	}
}

func TestJobForms(t *testing.T) {
	roles := network + `
resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = "{\"Statement\":[]}"
}
`
	g := load(t, roles+job(`platform_capabilities = ["FARGATE"]
  container_properties = <<-JSON
    {
      "Image": "app:${var.any}", "executionRoleArn": "${aws_iam_role.r.arn}",
      "jobRoleArn": "arn:aws:iam::1:role/other", "secrets": [{"name": "A", "valueFrom": "b"}],
      "networkConfiguration": {"assignPublicIp": "ENABLED"},
      "fargatePlatformConfiguration": {"platformVersion": "1.3.0"},
      "runtimePlatform": {"cpuArchitecture": "ARM64"},
      "repositoryCredentials": {"credentialsParameter": "arn:aws:x"},
      "logConfiguration": {"logDriver": "awslogs"}
    }
  JSON`))
	w := g.Workloads[0]
	require.Len(t, w.Task.To.Containers.Items, 1)
	c := w.Task.To.Containers.Items[0]
	assert.Empty(t, c.Name.V)
	assert.True(t, strings.HasPrefix(c.Image.V, "app:"))
	assert.Equal(t, "arn:aws:x", c.Credentials.V)
	assert.True(t, c.Secrets)
	assert.Equal(t, "awslogs", c.LogDriver.V)
	assert.Equal(t, "aws_iam_role.r", w.Task.To.ExecutionRole.To.ID)
	assert.Equal(t, "ARM64", w.Task.To.Architecture.V)
	assert.Equal(t, "LINUX", w.Task.To.OS.V)
	assert.Equal(t, "1.3.0", w.PlatformVersion.V)
	assert.True(t, w.Launches.Items[0].Network.PublicIP.V)
	assert.Equal(t, "main.tf", w.Launches.Items[0].Network.PublicIP.Site.Resource.At(
		w.Launches.Items[0].Network.PublicIP.Site.Path).Filename)

	g = load(t, roles+job(`ecs_properties = jsonencode({ taskProperties = [{
  executionRoleArn = var.any
  platformVersion  = "1.4.0"
  containers       = [{ name = "a", image = "a:1" }, { name = "b", image = var.any }]
}] })`))
	w = g.Workloads[0]
	assert.Empty(t, w.Part)
	require.Len(t, w.Task.To.Containers.Items, 2)
	assert.Equal(t, "b", w.Task.To.Containers.Items[1].Name.V)
	assert.NotNil(t, w.Task.To.Containers.Items[1].Image.Why)
	assert.NotNil(t, w.Task.To.ExecutionRole.Why)
	assert.Equal(t, "1.4.0", w.PlatformVersion.V)

	g = load(t, roles+job(`node_properties = jsonencode({ nodeRangeProperties = [
  { targetNodes = "0", container = { image = "a:1", executionRoleArn = aws_iam_role.r.arn } },
  { targetNodes = "1:", ecsProperties = { taskProperties = [{ containers = [{ image = "b:1" }] }] } },
  { targetNodes = "2:", eksProperties = { podProperties = {} } },
] })`))
	require.Len(t, g.Workloads, 2, "what runs on Kubernetes is not judged")
	assert.Equal(t, "node 0", g.Workloads[0].Part)
	assert.Equal(t, "node 1:", g.Workloads[1].Part)
	assert.NotNil(t, g.Workloads[0].Launches.Items[0].Fleet.Why)
}

// TestJobsThatCannotBeRead: what is not known stays so, and what is wrong is said.
func TestJobsThatCannotBeRead(t *testing.T) {
	for name, arguments := range map[string]string{
		"container":  "container_properties = var.any",
		"task":       "ecs_properties = jsonencode({ taskProperties = var.any })",
		"containers": "ecs_properties = jsonencode({ taskProperties = [{ containers = var.any }] })",
		"element":    "ecs_properties = jsonencode({ taskProperties = [{ containers = [var.any] }] })",
		"nodes":      "node_properties = var.any",
		"ranges":     "node_properties = jsonencode({ nodeRangeProperties = var.any })",
		"image":      "container_properties = jsonencode({ image = var.any })",
	} {
		t.Run(name, func(t *testing.T) {
			w := load(t, network+job(arguments)).Workloads[0]
			list := w.Task.To.Containers
			if name == "image" {
				assert.Equal(t, "var.any", list.Items[0].Image.Why.What)
				return
			}
			require.NotNil(t, list.Open)
			assert.Equal(t, "var.any", list.Open.What)
		})
	}
	_, diags := diagnose(t, network+job("container_properties = \"{image: app}\""))
	require.Len(t, diags, 1)
	assert.Equal(t, "Job definition is not JSON", diags[0].Summary)

	_, diags = diagnose(t, network+job(`container_properties = jsonencode([{ image = "app:1" }])`))
	require.Len(t, diags, 1)
	assert.Equal(t, "Job definition is not an object", diags[0].Summary)

	g := load(t, network+job("eks_properties {\n pod_properties {\n containers {\n image = \"a:1\"\n}\n}\n}"))
	assert.Empty(t, g.Workloads)
	require.Len(t, g.Skipped, 1)
	assert.Equal(t, "AWS Batch on Amazon EKS", g.Skipped[0].What)
}

// TestJobHosts: the environment's own groups and profile go before those of its launch template.
func TestJobHosts(t *testing.T) {
	hosts := func(arguments string) string {
		return network + `
resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = "{\"Statement\":[]}"
}
resource "aws_iam_instance_profile" "own" {
  name = "own"
  role = aws_iam_role.r.name
}
resource "aws_iam_instance_profile" "template" {
  name = "template"
  role = aws_iam_role.r.name
}
resource "aws_security_group" "own" {
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group" "template" {
  vpc_id = aws_vpc.main.id
}
resource "aws_launch_template" "t" {
  name                   = "t"
  vpc_security_group_ids = [aws_security_group.template.id]
  iam_instance_profile {
    name = aws_iam_instance_profile.template.name
  }
}
resource "aws_batch_compute_environment" "e" {
  name = "e"
  type = "MANAGED"
  compute_resources {
    type      = "EC2"
    max_vcpus = 1
    subnets   = [aws_subnet.a.id, aws_subnet.b.id]
` + arguments + `
  }
}
` + job(onInstances)
	}
	const template = "\nlaunch_template {\n launch_template_name = \"t\"\n}"
	for name, c := range map[string]struct {
		arguments       string
		groups, profile string
	}{
		"own": {
			"instance_role = \"own\"\nsecurity_group_ids = [aws_security_group.own.id]" + template,
			"aws_security_group.own", "aws_iam_instance_profile.own",
		},
		"a role in its place": {"instance_role = aws_iam_role.r.arn", "", "?"},
		"a role's name in its place": {
			"instance_role = aws_iam_role.r.name", "", "?",
		},
		"own by ARN": {
			"instance_role = aws_iam_instance_profile.own.arn" + template,
			"aws_security_group.template", "aws_iam_instance_profile.own",
		},
		"of the template": {
			template, "aws_security_group.template", "aws_iam_instance_profile.template",
		},
		"by id": {
			"launch_template {\n launch_template_id = aws_launch_template.t.id\n}",
			"aws_security_group.template", "aws_iam_instance_profile.template",
		},
		"none": {"", "", ""},
		"a template that is not in view": {
			"launch_template {\n launch_template_id = var.any\n}", "?", "?",
		},
		"own, and a template that is not in view": {
			"instance_role = \"own\"\nsecurity_group_ids = [aws_security_group.own.id]\n" +
				"launch_template {\n launch_template_id = var.any\n}",
			"aws_security_group.own", "aws_iam_instance_profile.own",
		},
	} {
		t.Run(name, func(t *testing.T) {
			fleet := load(t, hosts(c.arguments)).Workloads[0].Launches.Items[0].Fleet.To
			require.NotNil(t, fleet)
			assert.Len(t, fleet.Subnets.Items, 2)
			require.Len(t, fleet.Hosts.Items, 1)
			host := fleet.Hosts.Items[0]
			groups := ""
			for _, l := range host.Groups.Items {
				groups += l.To.ID
			}
			if host.Groups.Open != nil {
				groups = "?"
			}
			assert.Equal(t, c.groups, groups)
			profile := ""
			switch {
			case host.Profile.Why != nil:
				profile = "?"
			case host.Profile.To != nil:
				profile = host.Profile.To.ID
			}
			assert.Equal(t, c.profile, profile)
			assert.Equal(t, strings.Contains(c.arguments, "var.any"), host.PublicIP.Why != nil)
		})
	}
}

func TestTemplateJobs(t *testing.T) {
	g := loadTemplate(t, `
Parameters:
  Any: { Type: String }
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties: { AssumeRolePolicyDocument: { Statement: [] } }
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties: { LaunchTemplateData: { NetworkInterfaces: [ { AssociatePublicIpAddress: false } ] } }
  Other:
    Type: AWS::EC2::LaunchTemplate
    Properties: { LaunchTemplateData: {} }
  Hosts:
    Type: AWS::Batch::ComputeEnvironment
    Properties:
      Type: MANAGED
      ComputeResources:
        Type: SPOT
        MaxvCpus: 1
        InstanceRole: arn:aws:iam::111122223333:instance-profile/hosts
        Subnets: [ subnet-1 ]
        SecurityGroupIds: [ sg-1 ]
        LaunchTemplate:
          LaunchTemplateId: !Ref Template
          Overrides:
            - { LaunchTemplateId: !Ref Other, TargetInstanceTypes: [ c7g ] }
  Serverless:
    Type: AWS::Batch::ComputeEnvironment
    Properties:
      ComputeEnvironmentName: serverless
      Type: MANAGED
      ComputeResources: { Type: FARGATE, MaxvCpus: 1, Subnets: [ subnet-1 ], SecurityGroupIds: [ sg-1 ] }
  Line:
    Type: AWS::Batch::JobQueue
    Properties:
      Priority: 1
      ComputeEnvironmentOrder: [ { Order: 1, ComputeEnvironment: !Ref Hosts } ]
  Lane:
    Type: AWS::Batch::JobQueue
    Properties:
      Priority: 1
      ComputeEnvironmentOrder: [ { Order: 1, ComputeEnvironment: serverless } ]
  Job:
    Type: AWS::Batch::JobDefinition
    Properties:
      Type: container
      ContainerProperties: { Image: !Sub "app:${Any}", Vcpus: 1, Memory: 1 }
  Task:
    Type: AWS::Batch::JobDefinition
    Properties:
      Type: container
      PlatformCapabilities: [ FARGATE ]
      EcsProperties:
        TaskProperties:
          - ExecutionRoleArn: !GetAtt Role.Arn
            NetworkConfiguration: { AssignPublicIp: ENABLED }
            Containers:
              - { Name: a, Image: a:1 }
              - !If [ Never, { Name: b, Image: b:1 }, !Ref "AWS::NoValue" ]
  Grid:
    Type: AWS::Batch::JobDefinition
    Properties:
      Type: multinode
      NodeProperties:
        NumNodes: 2
        MainNode: 0
        NodeRangeProperties:
          - TargetNodes: 0:1
            Container: { Image: !Ref Any }
Conditions:
  Never: !Equals [ a, b ]
`)
	job := workload(t, g, "Job")
	require.Len(t, job.Launches.Items, 1)
	assert.Equal(t, graph.LaunchBatchEC2, job.Launches.Items[0].Kind)
	hosts := job.Launches.Items[0].Fleet.To.Hosts.Items
	require.Len(t, hosts, 2, "the template, and the one that replaces it for some instances")
	assert.True(t, hosts[0].PublicIP.Given)
	assert.False(t, hosts[1].PublicIP.Given)

	task := workload(t, g, "Task")
	assert.Equal(t, []string{"batch-fargate Serverless"}, landed(task))
	assert.True(t, task.Launches.Items[0].Network.PublicIP.V)
	assert.Equal(t, "Role", task.Task.To.ExecutionRole.To.ID)
	require.Len(t, task.Task.To.Containers.Items, 1)

	grid := workload(t, g, "Grid")
	assert.Equal(t, "node 0:1", grid.Part)
	assert.NotNil(t, grid.Task.To.Containers.Items[0].Image.Why)
	assert.Equal(t, []string{"batch-ec2 ? network of Grid"}, landed(grid))
}
