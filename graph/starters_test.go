package graph_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// tasks are a cluster and a task definition for others to start.
const tasks = network + `
resource "aws_security_group" "tasks" {
  vpc_id = aws_vpc.main.id
}
resource "aws_iam_role" "launch" {
  name               = "launch"
  assume_role_policy = "{\"Statement\":[]}"
}
resource "aws_ecs_cluster" "main" {
  name = "main"
}
resource "aws_ecs_task_definition" "job" {
  family                = "job"
  container_definitions = jsonencode([{ name = "job", image = "x" }])
}
`

// started returns the workloads of a configuration by address and part.
func started(t *testing.T, source string) map[string]*graph.Workload {
	t.Helper()
	return byPart(load(t, tasks+source))
}

func byPart(g *graph.Graph) map[string]*graph.Workload {
	all := map[string]*graph.Workload{}
	for _, w := range g.Workloads {
		all[strings.TrimSpace(w.ID+" "+w.Part)] = w
	}
	return all
}

func TestTargetsOfRules(t *testing.T) {
	all := started(t, `
resource "aws_cloudwatch_event_target" "job" {
  rule     = "r"
  arn      = aws_ecs_cluster.main.arn
  role_arn = aws_iam_role.launch.arn
  ecs_target {
    task_definition_arn = replace(aws_ecs_task_definition.job.arn, "/:\\d+$/", "")
    launch_type         = "FARGATE"
    platform_version    = "1.3.0"
    network_configuration {
      subnets          = [aws_subnet.a.id]
      security_groups  = [aws_security_group.tasks.id]
      assign_public_ip = true
    }
  }
}
resource "aws_cloudwatch_event_target" "topic" {
  rule = "r"
  arn  = "arn:aws:sns:eu-west-1:111122223333:topic"
}
`)
	require.Len(t, all, 1, "what a target starts is no workload of its own")
	w := all["aws_cloudwatch_event_target.job"]
	assert.Equal(t, graph.WorkloadEventTarget, w.Kind)
	assert.False(t, w.Kind.WithDeployment())
	assert.Equal(t, "aws_ecs_task_definition.job", w.Task.To.ID)
	assert.Equal(t, graph.LaunchFargate, w.Launches.Items[0].Kind)
	assert.Equal(t, "1.3.0", w.PlatformVersion.V)
	assert.Equal(t, "aws_subnet.a", w.Network.Subnets.Items[0].To.ID)
	assert.Equal(t, "aws_security_group.tasks", w.Network.Groups.Items[0].To.ID)
	assert.True(t, w.Network.PublicIP.V)
	assert.False(t, w.ExecutionRole.Given, "the role of the target starts the task")
}

// What a target is handed may name another execution role.
func TestRolesInTheInputOfTargets(t *testing.T) {
	for name, c := range map[string]struct {
		input string
		given bool
		role  string
		why   string
	}{
		"nothing":        {"", false, "", ""},
		"commands":       {`input = jsonencode({ containerOverrides = [{ name = "job" }] })`, false, "", ""},
		"a role":         {`input = jsonencode({ executionRoleArn = aws_iam_role.launch.arn })`, true, "aws_iam_role.launch", ""},
		"any role":       {`input = jsonencode({ executionRoleArn = var.any })`, true, "", "has no default"},
		"anything":       {`input = var.any`, true, "", "has no default"},
		"a value inside": {`input = jsonencode({ containerOverrides = [{ name = var.any }] })`, false, "", ""},
		"no JSON":        {`input = "hello"`, false, "", ""},
		"the event":      {`input_path = "$.detail"`, true, "", "are taken from the event"},
		"a transformer": {`input_transformer {
			input_template = "{\"containerOverrides\":[{\"command\":[<a>]}]}"
		}`, false, "", ""},
		"a transformer with a role": {`input_transformer {
			input_template = "{\"executionRoleArn\": <role>}"
		}`, true, "", "is put together by the input transformer when the event comes"},
	} {
		t.Run(name, func(t *testing.T) {
			all := started(t, `
resource "aws_cloudwatch_event_target" "job" {
  rule = "r"
  arn  = aws_ecs_cluster.main.arn
  `+c.input+`
  ecs_target {
    task_definition_arn = aws_ecs_task_definition.job.arn
  }
}
`)
			got := all["aws_cloudwatch_event_target.job"].ExecutionRole
			assert.Equal(t, c.given, got.Given)
			if c.role != "" {
				require.NotNil(t, got.Role.To)
				assert.Equal(t, c.role, got.Role.To.ID)
			}
			if c.why != "" {
				require.NotNil(t, got.Role.Why)
				assert.Equal(t, c.why, got.Role.Why.Why)
			}
		})
	}
}

// The target of a rule is a part of it only where there are several.
func TestTargetsOfRulesInTemplates(t *testing.T) {
	target := func(id, task string) object {
		return object{"Id": id, "Arn": "cluster", "EcsParameters": object{
			"TaskDefinitionArn": task, "LaunchType": "FARGATE",
			"NetworkConfiguration": object{"AwsVpcConfiguration": object{
				"Subnets": []string{"subnet-1"}, "AssignPublicIp": "ENABLED",
			}},
		}}
	}
	s := newTemplate()
	s.declare("One", "AWS::Events::Rule", object{"Targets": []any{
		object{"Id": "topic", "Arn": "x"}, target("job", "a"),
	}})
	s.declare("Two", "AWS::Events::Rule", object{
		"Targets": []any{target("first", "a"), target("second", "b")},
	})
	s.declare("Any", "AWS::Events::Rule", object{"Targets": s.hole("Targets")})
	s.declare("Some", "AWS::Events::Rule", object{
		"Targets": []any{target("seen", "a"), s.hole("the second target")},
	})
	s.declare("Half", "AWS::Events::Rule", object{"Targets": []any{
		target("seen", "a"), object{"Id": "half", "Arn": "x", "EcsParameters": s.hole("them")},
	}})
	g := s.build(t)

	all := byPart(g)
	require.Len(t, all, 5)
	for _, name := range []string{
		"One", "Two target first", "Two target second", "Some", "Half target seen",
	} {
		w := all[name]
		require.NotNil(t, w, name)
		assert.True(t, w.Network.PublicIP.V)
		assert.Equal(t, "subnet-1", w.Network.Subnets.Items[0].Text)
	}
	require.Len(t, g.Skipped, 3, "what is seen of a rule is judged, and what is not is named")
	for i, name := range []string{"Any", "Half", "Some"} {
		assert.Equal(t, name, g.Skipped[i].Resource.Address)
		assert.Equal(t, "has no default", g.Skipped[i].Why.Why)
	}
}

func TestSchedules(t *testing.T) {
	all := started(t, `
resource "aws_scheduler_schedule" "known" {
  schedule_expression = "rate(1 day)"
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = aws_ecs_cluster.main.arn
    role_arn = aws_iam_role.launch.arn
    ecs_parameters {
      task_definition_arn = aws_ecs_task_definition.job.arn
      capacity_provider_strategy {
        capacity_provider = "FARGATE_SPOT"
      }
      network_configuration {
        subnets = [aws_subnet.b.id]
      }
    }
  }
}
resource "aws_scheduler_schedule" "call" {
  schedule_expression = "rate(1 day)"
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = "arn:aws:scheduler:::aws-sdk:ecs:runTask"
    role_arn = aws_iam_role.launch.arn
    input    = jsonencode({
      cluster = aws_ecs_cluster.main.arn
      TaskDefinition = "job"
      LaunchType = "FARGATE"
      NetworkConfiguration = { AwsvpcConfiguration = { Subnets = [aws_subnet.a.id] } }
      Overrides = { ExecutionRoleArn = aws_iam_role.launch.arn }
    })
  }
}
resource "aws_scheduler_schedule" "any" {
  schedule_expression = "rate(1 day)"
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = "arn:aws:scheduler:::aws-sdk:ecs:runTask"
    role_arn = aws_iam_role.launch.arn
    input    = var.any
  }
}
resource "aws_scheduler_schedule" "queue" {
  schedule_expression = "rate(1 day)"
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = "arn:aws:scheduler:::aws-sdk:sqs:sendMessage"
    role_arn = aws_iam_role.launch.arn
  }
}
`)
	require.Len(t, all, 3)
	known, call := all["aws_scheduler_schedule.known"], all["aws_scheduler_schedule.call"]
	assert.Equal(t, graph.WorkloadSchedule, known.Kind)
	assert.Equal(t, "aws_subnet.b", known.Network.Subnets.Items[0].To.ID)
	assert.Equal(t, graph.LaunchFargate, known.Launches.Items[0].Kind)
	assert.Equal(t, "aws_ecs_task_definition.job", call.Task.To.ID)
	assert.Equal(t, "aws_subnet.a", call.Network.Subnets.Items[0].To.ID)
	assert.Equal(t, "aws_iam_role.launch", call.ExecutionRole.Role.To.ID)
	at := call.Resource.At(call.Network.Subnets.Items[0].Site.Path).Start.Line
	assert.Equal(t, 12, at-call.Resource.Decl.Start.Line, "the place is inside of the text")
	assert.NotNil(t, all["aws_scheduler_schedule.any"].Task.Why)
}

func TestPipes(t *testing.T) {
	pipe := func(role, subnet string) string {
		return `
resource "aws_pipes_pipe" "p" {
  role_arn = aws_iam_role.launch.arn
  source   = "arn:aws:sqs:eu-west-1:111122223333:q"
  target   = aws_ecs_cluster.main.arn
  target_parameters {
    ecs_task_parameters {
      task_definition_arn = aws_ecs_task_definition.job.arn
      launch_type         = "FARGATE"
      network_configuration {
        aws_vpc_configuration {
          subnets          = [` + subnet + `]
          assign_public_ip = "ENABLED"
        }
      }
      overrides {
        execution_role_arn = ` + role + `
      }
    }
  }
}
`
	}
	w := started(t, pipe("aws_iam_role.launch.arn", "aws_subnet.a.id"))["aws_pipes_pipe.p"]
	assert.Equal(t, graph.WorkloadPipe, w.Kind)
	assert.True(t, w.Network.PublicIP.V)
	assert.Equal(t, "aws_subnet.a", w.Network.Subnets.Items[0].To.ID)
	assert.Equal(t, "aws_iam_role.launch", w.ExecutionRole.Role.To.ID)

	w = started(t, pipe(`"$.body.role"`, `"$.body.subnet"`))["aws_pipes_pipe.p"]
	assert.Equal(t, "is taken from the event", w.ExecutionRole.Role.Why.Why)
	assert.Equal(t, "is taken from the event", w.Network.Subnets.Items[0].Why.Why)
}

func TestTaskThatRunsAtApply(t *testing.T) {
	w := started(t, `
data "aws_ecs_task_execution" "job" {
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.job.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets = [aws_subnet.a.id]
  }
}
`)["data.aws_ecs_task_execution.job"]
	assert.Equal(t, graph.WorkloadTaskExecution, w.Kind)
	assert.True(t, w.Kind.WithDeployment())
	assert.Equal(t, "aws_ecs_task_definition.job", w.Task.To.ID)
}

// machine is a state machine of Terraform with the states.
func machine(states string) string {
	return `
resource "aws_sfn_state_machine" "m" {
  role_arn   = aws_iam_role.launch.arn
  definition = jsonencode({ StartAt = "A", States = {` + states + `} })
}
`
}

func TestStates(t *testing.T) {
	run := func(name, resource string) string {
		return `"` + name + `" = {
  Type = "Task", Resource = "` + resource + `"
  Parameters = { TaskDefinition = aws_ecs_task_definition.job.family, LaunchType = "FARGATE" }
}
`
	}
	all := started(t, machine(
		run("A", "arn:aws:states:::ecs:runTask.sync")+
			run("B", "arn:aws-cn:states:::aws-sdk:ecs:runTask")+
			run("Stop", "arn:aws:states:::ecs:stopTask")+
			run("Function", "arn:aws:states:::lambda:invoke")+
			`P = { Type = "Parallel", Branches = [{ States = {`+
			run("C", "arn:aws:states:::ecs:runTask.waitForTaskToken")+`} }] }
			M = { Type = "Map", ItemProcessor = { States = { N = { Type = "Map", Iterator = { States = {`+
			run("D", "arn:aws:states:::ecs:runTask")+`} } } } } }`,
	))
	names := make([]string, 0, len(all))
	for name, w := range all {
		names = append(names, name)
		assert.Equal(t, graph.WorkloadState, w.Kind)
		assert.Equal(t, "aws_ecs_task_definition.job", w.Task.To.ID)
	}
	assert.ElementsMatch(t, []string{
		"aws_sfn_state_machine.m state A", "aws_sfn_state_machine.m state B",
		"aws_sfn_state_machine.m state C", "aws_sfn_state_machine.m state D",
	}, names)
	one := all["aws_sfn_state_machine.m state A"]
	two := all["aws_sfn_state_machine.m state B"]
	assert.NotEqual(t, one.Resource.At(one.Task.Site.Path), two.Resource.At(two.Task.Site.Path),
		"each state has a place of its own")
}

// What a state machine computes while it runs is not known before, with the reason.
func TestComputedParameters(t *testing.T) {
	for name, c := range map[string]struct{ parameters, what, why string }{
		"a path": {
			`Parameters = { "TaskDefinition.$" = "$.task" }`,
			"TaskDefinition in state A of aws_sfn_state_machine.m",
			"is computed when the state machine runs: $.task",
		},
		"JSONata": {
			`Arguments = { TaskDefinition = "{% $states.input.task %}" }`,
			"TaskDefinition in state A of aws_sfn_state_machine.m",
			"is computed when the state machine runs: {% $states.input.task %}",
		},
		"JSONata as a whole": {
			`Arguments = "{% $states.input %}"`, "state A of aws_sfn_state_machine.m",
			"is computed when the state machine runs: {% $states.input %}",
		},
		"the input": {
			`Comment = "none"`, "parameters of state A of aws_sfn_state_machine.m",
			"are the input of the state",
		},
		"a variable": {`Parameters = { TaskDefinition = var.any }`, "var.any", "has no default"},
	} {
		t.Run(name, func(t *testing.T) {
			w := started(t, machine(`A = { Type = "Task", Resource = "arn:aws:states:::ecs:runTask"
`+c.parameters+` }`))["aws_sfn_state_machine.m state A"]
			require.NotNil(t, w)
			require.NotNil(t, w.Task.Why)
			assert.Equal(t, c.what, w.Task.Why.What)
			assert.Equal(t, c.why, w.Task.Why.Why)
		})
	}
}

// A definition that cannot be seen is said to be so; one that is none is a mistake.
func TestDefinitionsThatCannotBeRead(t *testing.T) {
	for definition, why := range map[string]string{
		`var.any`:                             "has no default",
		`"{\"States\": ${var.any}}"`:          "has no default",
		`"{\"States\": {\"A\": ${var.any}}}"`: "has no default",
		`"{${var.any}}"`:                      "has no default",
		`"{\"States\": {\"A\": {\"Branches\": ${var.any}}}}"`:                                                    "has no default",
		`"{\"States\": {\"A\": {\"Iterator\": ${var.any}}}}"`:                                                    "has no default",
		`"{\"States\": {\"A\": {\"Resource\": \"${var.any}\", \"Parameters\": {\"TaskDefinition\": \"job\"}}}}"`: "has no default",
	} {
		g := load(t, tasks+`
resource "aws_sfn_state_machine" "m" {
  role_arn   = aws_iam_role.launch.arn
  definition = `+definition+`
}
`)
		require.Len(t, g.Skipped, 1, definition)
		require.NotNil(t, g.Skipped[0].Why, definition)
		assert.Equal(t, why, g.Skipped[0].Why.Why, definition)
	}
	for _, definition := range []string{`"nothing"`, `"[]"`, `"{"`, `"null"`, `"1"`} {
		_, diags := diagnose(t, tasks+`
resource "aws_sfn_state_machine" "m" {
  role_arn   = aws_iam_role.launch.arn
  definition = `+definition+`
}
`)
		require.Len(t, diags, 1, definition)
		assert.Equal(t, hcl.DiagError, diags[0].Severity)
		assert.Contains(t, diags[0].Summary, "Definition of a state machine is not")
	}
	g := load(t, tasks+machine(`A = { Type = "Pass" }`))
	assert.Empty(t, g.Skipped, "what starts nothing is not mentioned")
}

func TestSubstitutionsInDefinitions(t *testing.T) {
	run := func(task any) object {
		return object{"StartAt": "A", "States": object{"A": object{
			"Type": "Task", "Resource": "arn:${Partition}:states:::ecs:runTask",
			"Parameters": object{"TaskDefinition": task, "LaunchType": "FARGATE"},
		}}}
	}
	s := newTemplate()
	s.declare("Task", "AWS::ECS::TaskDefinition", object{"Family": "job"})
	s.declare("Object", "AWS::StepFunctions::StateMachine", object{
		"Definition":              run("${Task}"),
		"DefinitionSubstitutions": object{"Task": s.ref("Task"), "Partition": "aws"},
	})
	s.declare("Text", "AWS::StepFunctions::StateMachine", object{
		"DefinitionString": `{"States": {"A": {"Resource": "arn:aws:states:::ecs:runTask.sync",
			"TimeoutSeconds": ${Seconds}, "Parameters": {"TaskDefinition": "${Task}"}}}}`,
		"DefinitionSubstitutions": object{"Task": s.ref("Task"), "Seconds": 5},
	})
	s.declare("Missing", "AWS::StepFunctions::StateMachine", object{
		"Definition": run("${Other}"), "DefinitionSubstitutions": object{"Partition": "aws"},
	})
	s.declare("Unknown", "AWS::StepFunctions::StateMachine", object{
		"DefinitionString": `{"States": {"A": {"Resource": "arn:aws:states:::ecs:runTask",
			"Parameters": {"TaskDefinition": "${Task}"}}}}`,
		"DefinitionSubstitutions": s.hole("Substitutions"),
	})
	all := byPart(s.build(t))

	assert.Equal(t, "Task", all["Object state A"].Task.To.ID)
	assert.Equal(t, "Task", all["Text state A"].Task.To.ID)
	assert.Equal(t, "is replaced by nothing in DefinitionSubstitutions",
		all["Missing state A"].Task.Why.Why)
	assert.Equal(t, "has no default", all["Unknown state A"].Task.Why.Why)
}

func TestExpressServices(t *testing.T) {
	s := newTemplate()
	s.network()
	s.declare("Gateway", "AWS::EC2::InternetGateway", object{})
	s.declare("Table", "AWS::EC2::RouteTable", object{"VpcId": s.ref("Vpc")})
	s.declare("Out", "AWS::EC2::Route", object{
		"RouteTableId": s.ref("Table"), "DestinationCidrBlock": "0.0.0.0/0",
		"GatewayId": s.ref("Gateway"),
	})
	s.declare("Public", "AWS::EC2::Subnet", object{"VpcId": s.ref("Vpc"), "CidrBlock": "10.0.8.0/24"})
	s.declare("On", "AWS::EC2::SubnetRouteTableAssociation", object{
		"RouteTableId": s.ref("Table"), "SubnetId": s.ref("Public"),
	})
	for id, subnets := range map[string][]string{
		"Open": {s.ref("Public")}, "Shut": {s.ref("Subnet")}, "Mixed": {s.ref("Public"), s.ref("Subnet")},
		"Default": nil,
	} {
		s.declare(id, "AWS::ECS::ExpressGatewayService", object{
			"ExecutionRoleArn":     "arn:aws:iam::111122223333:role/x",
			"PrimaryContainer":     object{"Image": "x", "Secrets": []any{object{"Name": "s"}}},
			"NetworkConfiguration": object{"Subnets": subnets},
		})
	}
	all := byPart(s.build(t))

	for id, public := range map[string]bool{"Open": true, "Shut": false} {
		w := all[id]
		assert.Equal(t, public, w.Network.PublicIP.V, id)
		assert.True(t, w.Network.PublicIP.Known(), id)
		assert.Equal(t, graph.LaunchFargate, w.Launches.Items[0].Kind)
		assert.Equal(t, "LATEST", w.PlatformVersion.V)
		assert.True(t, w.Task.To.Containers.Items[0].Secrets)
		require.Len(t, w.Network.Groups.Items, 1, "the service makes a group of its own")
		assert.Len(t, w.Network.Groups.Items[0].To.Egress, 1, "which lets everything out")
		assert.Nil(t, w.Network.Groups.Open)
	}
	assert.False(t, all["Mixed"].Network.PublicIP.Known())
	assert.NotNil(t, all["Default"].Network.Subnets.Open)
	assert.NotNil(t, all["Default"].Network.Groups.Open)
}

func TestExpressServicesBesideAnAdoptedDefaultGroup(t *testing.T) {
	s := newTemplate()
	s.network()
	s.declare("Closed", "Custom::VpcRestrictDefaultSG", object{
		"DefaultSecurityGroupId": s.att("Vpc", "DefaultSecurityGroup"),
	})
	s.declare("Web", "AWS::ECS::ExpressGatewayService", object{
		"ExecutionRoleArn":     "arn:aws:iam::111122223333:role/x",
		"PrimaryContainer":     object{"Image": "x"},
		"NetworkConfiguration": object{"Subnets": []string{s.ref("Subnet")}},
	})

	assert.NotNil(t, byPart(s.build(t))["Web"].Network.Groups.Open, "which of the two is not known")
}

func TestDaemons(t *testing.T) {
	s := newTemplate()
	s.network()
	s.declare("Provider", "AWS::ECS::CapacityProvider", object{
		"ManagedInstancesProvider": object{"InstanceLaunchTemplate": object{
			"NetworkConfiguration": object{"Subnets": []string{s.ref("Subnet")}},
		}},
	})
	s.declare("Agent", "AWS::ECS::DaemonTaskDefinition", object{
		"Family": "agent", "ContainerDefinitions": []any{object{"Name": "agent", "Image": "x"}},
	})
	s.declare("Runs", "AWS::ECS::Daemon", object{
		"DaemonTaskDefinitionArn": s.att("Agent", "DaemonTaskDefinitionArn"),
		"CapacityProviderArns": []string{
			"arn:aws:ecs:eu-west-1:111122223333:capacity-provider/" + s.ref("Provider"),
		},
	})
	s.declare("Nowhere", "AWS::ECS::Daemon", object{
		"DaemonTaskDefinitionArn": "arn:aws:ecs:eu-west-1:111122223333:daemon-task-definition/agent",
	})
	s.declare("Older", "AWS::ECS::Daemon", object{
		"DaemonTaskDefinitionArn": "arn:aws:ecs:eu-west-1:111122223333:daemon-task-definition/agent:1",
	})
	all := byPart(s.build(t))

	require.Len(t, all, 3)
	runs := all["Runs"]
	assert.Equal(t, "Agent", runs.Task.To.ID)
	assert.Equal(t, graph.LaunchManaged, runs.Launches.Items[0].Kind)
	assert.Equal(t, "Subnet", runs.Launches.Items[0].Fleet.To.Subnets.Items[0].To.ID)
	assert.Equal(t, "Agent", all["Nowhere"].Task.To.ID)
	assert.NotNil(t, all["Nowhere"].Launches.Open)
	assert.NotNil(t, all["Older"].Task.Why, "a number may be another revision")
}

// FuzzDefinition: whatever the definition of a state machine is, there is a graph, each state that
// starts tasks has a name, and what is wrong is said.
func FuzzDefinition(f *testing.F) {
	for _, dir := range []string{"terraform", "cloudformation"} {
		files, err := filepath.Glob(filepath.Join("..", "testdata", dir, "*", "*", "*.asl.*"))
		require.NoError(f, err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(f, err)
			f.Add(string(text))
		}
	}
	f.Add(`{"States":{"":{"Resource":"arn:aws:states:::ecs:runTask","Parameters":{".$":"$","$":1}}}}`)
	f.Add(`{"States":{"A":{"Resource":"arn:aws:states:::batch:submitJob","Arguments":"{% x %}"}}}`)
	f.Add("{\"States\":{\"\ue000\ue010\ue001\":{\"Branches\":[\"\ue000\ue010\ue001\"]}}}")
	f.Fuzz(func(t *testing.T, text string) {
		for _, language := range []parser.Language{parser.Terraform, parser.CloudFormation} {
			s := newStack()
			s.root.Language = language
			s.holeText("var.x")
			kind, attr := "aws_sfn_state_machine", "definition"
			if language == parser.CloudFormation {
				kind, attr = "AWS::StepFunctions::StateMachine", "DefinitionString"
			}
			r := s.add(kind+".m", object{attr: text})
			r.Type = kind
			r.Attrs = cty.ObjectVal(map[string]cty.Value{attr: cty.StringVal(text)})
			g, _ := s.diagnose()
			for _, w := range g.Workloads {
				assert.True(t, strings.HasPrefix(w.Part, "state "))
				for _, part := range parser.Parts(w.Part) {
					assert.False(t, part.Hole, w.Part)
				}
			}
		}
	})
}
