package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/graph"
)

func sorted(all []string) []string {
	slices.Sort(all)
	return all
}

// task is a task definition with one container.
const task = `
resource "aws_ecs_cluster" "c" {
  name = "c"
}
resource "aws_ecs_task_definition" "t" {
  family                = "app"
  network_mode          = "awsvpc"
  container_definitions = jsonencode([{ name = "app", image = "nginx:1" }])
}
`

func TestContainers(t *testing.T) {
	g := load(t, network+`
resource "aws_ecr_repository" "app" {
  name = "app"
}
resource "aws_ecs_task_definition" "t" {
  family = "app"
  container_definitions = jsonencode([
    {
      name                  = "app"
      image                 = "${aws_ecr_repository.app.repository_url}:${var.any}"
      repositoryCredentials = { credentialsParameter = "arn:aws:x" }
      secrets               = [{ name = "A", valueFrom = "b" }]
      logConfiguration      = { logDriver = "awslogs" }
      environment           = [{ name = "HTTP_PROXY", value = var.any }]
    },
    { Name = "sidecar", Image = var.any },
    { name = "none" },
  ])
}`)
	list := g.TaskDefinitions[0].Containers
	require.Nil(t, list.Open)
	require.Len(t, list.Items, 3)
	app := list.Items[0]
	assert.Equal(t, "app", app.Name.V)
	assert.True(t, strings.HasSuffix(app.Image.V, graphToken(g, app.Image.V)))
	assert.Nil(t, app.Image.Why)
	assert.Equal(t, "arn:aws:x", app.Credentials.V)
	assert.True(t, app.Secrets)
	assert.Equal(t, "awslogs", app.LogDriver.V)
	assert.Equal(t, "HTTP_PROXY", app.Environment.Items[0].V)
	assert.Equal(t, "sidecar", list.Items[1].Name.V)
	assert.NotNil(t, list.Items[1].Image.Why)
	assert.False(t, list.Items[2].Image.Given)
	r := app.ImageSite.Resource
	assert.Greater(t, r.At(app.ImageSite.Path).Start.Line, r.Decl.Start.Line+2)
}

// graphToken is what the text ends in.
func graphToken(_ *graph.Graph, text string) string { return text[strings.LastIndex(text, ":")+1:] }

func TestContainerDefinitionsAsTemplates(t *testing.T) {
	cases := map[string]struct {
		text  string
		names []string
		open  bool
	}{
		"a number outside of quotes": {
			`[{"name":"a","image":"x","cpu":${var.any}}]`, []string{"a"}, false,
		},
		"a list outside of quotes": {
			`[{"name":"a","environment":${var.any},"image":"x"}]`, []string{"a"}, false,
		},
		"a whole container": {`[{"name":"a"},${var.any}]`, []string{"a"}, true},
		"a middle part":     {`[{"name":"a" ${var.any} }]`, nil, true},
		"all":               {`${var.any}`, nil, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			g := load(t, network+`
resource "aws_ecs_task_definition" "t" {
  family                = "app"
  container_definitions = <<EOT
`+c.text+`
EOT
}`)
			var names []string
			for _, container := range g.TaskDefinitions[0].Containers.Items {
				names = append(names, container.Name.V)
			}
			assert.Equal(t, c.names, names)
			assert.Equal(t, c.open, g.TaskDefinitions[0].Containers.Open != nil)
		})
	}
}

func TestContainerDefinitionsThatAreNone(t *testing.T) {
	for _, text := range []string{`"[{"`, `"{\"name\":\"a\"}"`, `"[1]"`} {
		g, diags := diagnose(t, network+`
resource "aws_ecs_task_definition" "t" {
  family                = "app"
  container_definitions = `+text+`
}`)
		require.Len(t, diags, 1, text)
		assert.Equal(t, hcl.DiagError, diags[0].Severity)
		assert.NotNil(t, g.TaskDefinitions[0].Containers.Open)
	}
}

func TestTaskDefinitionsByWhatTheyAreCalled(t *testing.T) {
	for name, text := range map[string]string{
		"arn":              "aws_ecs_task_definition.t.arn",
		"id":               "aws_ecs_task_definition.t.id",
		"without revision": "aws_ecs_task_definition.t.arn_without_revision",
		"family":           `"app"`,
		"literal ARN":      `"arn:aws:ecs:eu-west-1:111122223333:task-definition/app"`,
		"newest": `"${aws_ecs_task_definition.t.family}:` +
			`${max(aws_ecs_task_definition.t.revision, data.aws_ecs_task_definition.t.revision)}"`,
		"data source": "data.aws_ecs_task_definition.t.arn",
		"family of the data source": `"${data.aws_ecs_task_definition.t.family}:` +
			`${data.aws_ecs_task_definition.t.revision}"`,
	} {
		t.Run(name, func(t *testing.T) {
			g := load(t, network+task+`
data "aws_ecs_task_definition" "t" {
  task_definition = aws_ecs_task_definition.t.family
}
resource "aws_ecs_service" "s" {
  name            = "s"
  launch_type     = "FARGATE"
  task_definition = `+text+`
}`)
			w := workload(t, g, "aws_ecs_service.s")
			require.NotNil(t, w.Task.To)
			assert.Len(t, g.Workloads, 1)
		})
	}
}

// A revision that is written as a number may be an earlier one than what is declared.
func TestRevisionsByNumber(t *testing.T) {
	for _, text := range []string{"app:7", "arn:aws:ecs:eu-west-1:111122223333:task-definition/app:3"} {
		g := load(t, network+task+`
resource "aws_ecs_service" "s" {
  name            = "s"
  launch_type     = "FARGATE"
  task_definition = "`+text+`"
}`)
		w := workload(t, g, "aws_ecs_service.s")
		assert.Nil(t, w.Task.To, text)
		require.NotNil(t, w.Task.Why, text)
	}
}

// A plan or state tells the number of the revision that it holds.
func TestRevisionsThatAreTold(t *testing.T) {
	for text, declared := range map[string]bool{
		"app:3": true, "app:2": false, "web:3": false,
		"arn:aws:ecs:us-east-1:444455556666:task-definition/app:3": false,
	} {
		g := loadState(t, `{"version":4,"lineage":"x","resources":[
			{"mode":"managed","type":"aws_ecs_task_definition","name":"t","provider":"p","instances":[
				{"attributes":{"id":"app","family":"app","revision":3,"container_definitions":"[]",
				"arn":"arn:aws:ecs:eu-west-1:111122223333:task-definition/app:3"}}]},
			{"mode":"managed","type":"aws_ecs_service","name":"s","provider":"p","instances":[
				{"attributes":{"name":"s","launch_type":"FARGATE","task_definition":"`+text+`"}}]}]}`)
		w := workload(t, g, "aws_ecs_service.s")
		assert.Equal(t, declared, w.Task.To != nil, text)
	}
}

func TestTaskDefinitionsThatNothingStarts(t *testing.T) {
	g := load(t, network+task+`
resource "aws_ecs_service" "s" {
  name            = "s"
  task_definition = "another"
}`)
	require.Len(t, g.Workloads, 2)
	assert.NotNil(t, workload(t, g, "aws_ecs_service.s").Task.Why)
	assert.Equal(t, graph.WorkloadTaskDefinition,
		workload(t, g, "aws_ecs_task_definition.t").Kind)
}

func TestExternalControllersStartTaskSets(t *testing.T) {
	g := load(t, network+task+`
resource "aws_ecs_service" "s" {
  name    = "s"
  cluster = aws_ecs_cluster.c.id
  deployment_controller {
    type = "EXTERNAL"
  }
}
resource "aws_ecs_task_set" "s" {
  service         = aws_ecs_service.s.id
  cluster         = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.t.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets = [aws_subnet.a.id]
  }
}`)
	require.Len(t, g.Workloads, 1)
	assert.Equal(t, graph.WorkloadTaskSet, g.Workloads[0].Kind)
	assert.Len(t, g.Workloads[0].Network.Subnets.Items, 1)
}

func TestNetworkOfAService(t *testing.T) {
	g := load(t, network+task+`
resource "aws_ecs_service" "s" {
  name            = "s"
  launch_type     = "FARGATE"
  task_definition = aws_ecs_task_definition.t.arn
  network_configuration {
    subnets          = [aws_subnet.a.id, aws_subnet.b.id, var.any]
    assign_public_ip = true
  }
}
resource "aws_ecs_service" "bare" {
  name            = "bare"
  task_definition = aws_ecs_task_definition.t.arn
}`)
	s := workload(t, g, "aws_ecs_service.s").Network
	require.Len(t, s.Subnets.Items, 3)
	assert.NotNil(t, s.Subnets.Items[2].Why)
	assert.True(t, s.PublicIP.V)
	assert.False(t, s.Groups.Given)
	assert.False(t, workload(t, g, "aws_ecs_service.bare").Network.Given)
}

// fleet is an Auto Scaling group with a capacity provider.
const fleet = `
resource "aws_launch_template" "lt" {
  name = "lt"
  iam_instance_profile {
    name = "hosts"
  }
  network_interfaces {
    associate_public_ip_address = "true"
    security_groups             = [aws_vpc.main.default_security_group_id]
  }
  user_data = base64encode("ECS_IMAGE_PULL_BEHAVIOR=once")
}
resource "aws_iam_instance_profile" "hosts" {
  name = "hosts"
}
resource "aws_autoscaling_group" "g" {
  name                = "g"
  vpc_zone_identifier = [aws_subnet.a.id]
  launch_template {
    id = aws_launch_template.lt.id
  }
}
resource "aws_ecs_capacity_provider" "g" {
  name = "hosts"
  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.g.arn
  }
}
`

func TestLaunches(t *testing.T) {
	const providers = `
resource "aws_ecs_cluster_capacity_providers" "c" {
  cluster_name       = aws_ecs_cluster.c.name
  capacity_providers = ["FARGATE", aws_ecs_capacity_provider.g.name]
  default_capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 1
  }
}
`
	cases := map[string]struct {
		service, more string
		want          []graph.LaunchKind
		open          bool
	}{
		"launch type": {`launch_type = "FARGATE"`, providers, kinds(graph.LaunchFargate), false},
		"strategy": {`
capacity_provider_strategy {
  capacity_provider = aws_ecs_capacity_provider.g.name
  weight            = 1
}
capacity_provider_strategy {
  capacity_provider = "FARGATE"
  base              = 1
}
capacity_provider_strategy {
  capacity_provider = "FARGATE_SPOT"
  weight            = 0
}`, "", kinds(graph.LaunchEC2, graph.LaunchFargate), false},
		"weight not in view": {`
capacity_provider_strategy {
  capacity_provider = aws_ecs_capacity_provider.g.name
  weight            = 1
}
capacity_provider_strategy {
  capacity_provider = "FARGATE"
  weight            = var.any
}`, "", kinds(graph.LaunchEC2, graph.LaunchUnknown), false},
		"weight of the only one not in view": {`
capacity_provider_strategy {
  capacity_provider = "FARGATE"
  weight            = var.any
}`, "", kinds(graph.LaunchFargate), false},
		"all of weight 0": {`
capacity_provider_strategy {
  capacity_provider = "hosts"
}`, "", kinds(graph.LaunchEC2), false},
		"of the cluster": {"", providers, kinds(graph.LaunchFargate), false},
		"instances behind a provider": {
			`launch_type = "EC2"`, providers, kinds(graph.LaunchEC2), false,
		},
		"nothing said":        {"", "", kinds(graph.LaunchEC2), false},
		"external":            {`launch_type = "EXTERNAL"`, "", kinds(graph.LaunchExternal), false},
		"variable":            {"launch_type = var.any", "", nil, true},
		"cluster not in view": {"cluster = var.any", "", nil, true},
		"provider not in view": {`
capacity_provider_strategy {
  capacity_provider = var.any
  weight            = 1
}`, "", kinds(graph.LaunchUnknown), false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			cluster := "cluster = aws_ecs_cluster.c.id"
			if strings.HasPrefix(c.service, "cluster") {
				cluster = ""
			}
			g := load(t, network+task+fleet+c.more+`
resource "aws_ecs_service" "s" {
  name            = "s"
  task_definition = aws_ecs_task_definition.t.arn
  `+cluster+`
  `+c.service+`
}`)
			launches := workload(t, g, "aws_ecs_service.s").Launches
			var got []graph.LaunchKind
			for _, launch := range launches.Items {
				got = append(got, launch.Kind)
			}
			assert.Equal(t, c.want, got)
			assert.Equal(t, c.open, launches.Open != nil)
		})
	}
}

func kinds(all ...graph.LaunchKind) []graph.LaunchKind { return all }

func TestFleets(t *testing.T) {
	g := load(t, network+task+fleet+`
resource "aws_ecs_service" "s" {
  name            = "s"
  task_definition = aws_ecs_task_definition.t.arn
  capacity_provider_strategy {
    capacity_provider = "hosts"
    weight            = 1
  }
}`)
	f := workload(t, g, "aws_ecs_service.s").Launches.Items[0].Fleet.To
	require.NotNil(t, f)
	assert.Equal(t, "aws_autoscaling_group.g", f.ID)
	assert.Equal(t, "aws_subnet.a", f.Subnets.Items[0].To.ID)
	require.Len(t, f.Hosts.Items, 1)
	host := f.Hosts.Items[0]
	assert.Equal(t, "aws_launch_template.lt", host.ID)
	assert.True(t, host.PublicIP.V)
	assert.True(t, host.PublicIP.Given)
	assert.True(t, host.Groups.Items[0].To.Implicit)
	assert.Equal(t, "aws_iam_instance_profile.hosts", host.Profile.To.ID)
	assert.Equal(t, "ECS_IMAGE_PULL_BEHAVIOR=once", host.UserData.V)
}

func TestServiceOnTheInstancesOfItsCluster(t *testing.T) {
	build := func(provider string) graph.Link[graph.Fleet] {
		return workload(t, load(t, network+task+fleet+`
resource "aws_ecs_cluster_capacity_providers" "c" {
  cluster_name       = aws_ecs_cluster.c.name
  capacity_providers = [`+provider+`]
}
resource "aws_ecs_service" "s" {
  name            = "s"
  cluster         = aws_ecs_cluster.c.id
  launch_type     = "EC2"
  task_definition = aws_ecs_task_definition.t.arn
}`), "aws_ecs_service.s").Launches.Items[0].Fleet
	}
	require.NotNil(t, build("aws_ecs_capacity_provider.g.name").To)
	assert.NotNil(t, build(`"FARGATE"`).Why)
}

func TestFleetsOfOtherSpellings(t *testing.T) {
	cases := map[string]struct {
		source string
		want   []string
		open   bool
	}{
		"mixed instances": {`
resource "aws_autoscaling_group" "g" {
  vpc_zone_identifier = [aws_subnet.a.id]
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_name = aws_launch_template.one.name
      }
      override {
        instance_type = "m7g.large"
        launch_template_specification {
          launch_template_id = aws_launch_template.two.id
        }
      }
      override {
        instance_type = "m6g.large"
      }
    }
  }
}`, []string{"aws_launch_template.one", "aws_launch_template.two"}, false},
		"launch configuration": {`
resource "aws_launch_configuration" "lc" {
  image_id                    = "ami-1"
  instance_type               = "m5.large"
  associate_public_ip_address = false
}
resource "aws_autoscaling_group" "g" {
  vpc_zone_identifier  = [aws_subnet.a.id]
  launch_configuration = aws_launch_configuration.lc.name
}`, []string{"aws_launch_configuration.lc"}, false},
		"template of a variable": {`
resource "aws_autoscaling_group" "g" {
  vpc_zone_identifier = [aws_subnet.a.id]
  launch_template {
    id = var.any
  }
}`, nil, true},
		"nothing": {`
resource "aws_autoscaling_group" "g" {
  availability_zones = ["eu-west-1a"]
}`, nil, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			g := load(t, network+task+c.source+`
resource "aws_launch_template" "one" {
  name = "one"
}
resource "aws_launch_template" "two" {
  name = "two"
}
resource "aws_ecs_capacity_provider" "g" {
  name = "hosts"
  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.g.arn
  }
}
resource "aws_ecs_service" "s" {
  name            = "s"
  task_definition = aws_ecs_task_definition.t.arn
  capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.g.name
    weight            = 1
  }
}`)
			f := workload(t, g, "aws_ecs_service.s").Launches.Items[0].Fleet.To
			require.NotNil(t, f)
			var hosts []string
			for _, host := range f.Hosts.Items {
				hosts = append(hosts, host.ID)
			}
			assert.Equal(t, c.want, hosts)
			assert.Equal(t, c.open, f.Hosts.Open != nil)
		})
	}
}

func TestManagedInstances(t *testing.T) {
	g := load(t, network+task+`
resource "aws_ecs_capacity_provider" "m" {
  name    = "m"
  cluster = aws_ecs_cluster.c.name
  managed_instances_provider {
    infrastructure_role_arn = var.any
    instance_launch_template {
      ec2_instance_profile_arn = var.any
      network_configuration {
        subnets         = [aws_subnet.b.id]
        security_groups = [aws_vpc.main.default_security_group_id]
      }
    }
  }
}
resource "aws_ecs_service" "s" {
  name            = "s"
  task_definition = aws_ecs_task_definition.t.arn
  capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.m.name
    weight            = 1
  }
}`)
	launch := workload(t, g, "aws_ecs_service.s").Launches.Items[0]
	assert.Equal(t, graph.LaunchManaged, launch.Kind)
	require.NotNil(t, launch.Fleet.To)
	assert.Equal(t, "aws_subnet.b", launch.Fleet.To.Subnets.Items[0].To.ID)
	assert.True(t, launch.Fleet.To.Hosts.Items[0].Groups.Items[0].To.Implicit)
}

func TestComputeThatIsNotJudged(t *testing.T) {
	g := load(t, network+`
resource "aws_lambda_function" "image" {
  function_name = "a"
  role          = "r"
  package_type  = "Image"
}
resource "aws_lambda_function" "zip" {
  function_name = "b"
  role          = "r"
}
resource "aws_eks_node_group" "n" {}
resource "kubernetes_deployment" "d" {}
resource "kubernetes_namespace" "n" {}
resource "aws_cloudwatch_event_target" "other" {
  rule = "r"
  arn  = "a"
}
`)
	var all []string
	for _, s := range g.Skipped {
		all = append(all, s.Resource.Address+" "+s.What)
	}
	assert.Equal(t, []string{
		"aws_eks_node_group.n Amazon EKS", "aws_lambda_function.image AWS Lambda",
		"kubernetes_deployment.d Kubernetes",
	}, all)
}
