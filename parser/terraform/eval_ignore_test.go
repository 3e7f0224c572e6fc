package terraform

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// sound evaluates the one root of a tree of files without errors.
func sound(t *testing.T, files map[string]string) *parser.Root {
	t.Helper()
	tree, diags := readTree(context.Background(), Options{Dir: write(t, files)})
	require.False(t, diags.HasErrors(), "%s", diags)
	root := evaluateRoot(t.Context(), tree, Options{}, ".", nil)
	require.False(t, root.Diags.HasErrors(), "%s", root.Diags)
	return root
}

func known(v cty.Value) bool {
	v, _ = v.Unmark()
	return v.IsKnown()
}

// TestIgnoredChanges: an argument that is kept by hand is not what is declared.
func TestIgnoredChanges(t *testing.T) {
	root := sound(t, map[string]string{"main.tf": `
resource "aws_security_group" "all" {
  name   = "g"
  vpc_id = "vpc-1"
  lifecycle {
    ignore_changes = all
  }
}
resource "aws_security_group" "egress" {
  vpc_id = "vpc-1"
  lifecycle {
    ignore_changes = [egress]
  }
}
resource "aws_security_group" "tags" {
  vpc_id = "vpc-1"
  lifecycle {
    ignore_changes = [tags, tags["Name"], vpc_id]
  }
}
`})
	all, egress, tags := root.Resources[0].Attrs, root.Resources[1].Attrs, root.Resources[2].Attrs
	assert.False(t, known(all.GetAttr("egress")))
	assert.False(t, known(all.GetAttr("ingress")))
	assert.False(t, known(egress.GetAttr("egress")))
	assert.True(t, known(egress.GetAttr("ingress")))
	for _, attrs := range []cty.Value{all, egress, tags} {
		assert.Equal(t, "vpc-1", attrs.GetAttr("vpc_id").AsString())
	}
	assert.True(t, known(tags.GetAttr("egress")))
	assert.True(t, known(tags.GetAttr("tags")))
	_, marks := egress.GetAttr("egress").Unmark()
	id, found := leastHole(marks)
	require.True(t, found)
	assert.Equal(t, "aws_security_group.egress.egress", root.Origins.Get(id).What)
}

// TestIgnoredBlock knows the rest of a block of which one argument is kept by hand.
func TestIgnoredBlock(t *testing.T) {
	root := sound(t, map[string]string{"main.tf": `
resource "aws_ecs_service" "s" {
  name = "s"
  network_configuration {
    subnets          = ["subnet-1"]
    assign_public_ip = true
  }
  lifecycle {
    ignore_changes = [network_configuration[0].subnets, desired_count]
  }
}
`})
	block := root.Resources[0].Attrs.GetAttr("network_configuration").Index(cty.NumberIntVal(0))
	assert.False(t, known(block.GetAttr("subnets")))
	assert.True(t, block.GetAttr("assign_public_ip").True())
	assert.Nil(t, root.Resources[0].Replaced)
}

// TestReplacedRevision keeps what a pipeline replaces and says that it does.
func TestReplacedRevision(t *testing.T) {
	root := sound(t, map[string]string{"main.tf": `
resource "aws_ecs_service" "s" {
  task_definition = aws_ecs_task_definition.first.arn
  lifecycle {
    ignore_changes = [task_definition, desired_count]
  }
}
resource "aws_ecs_task_definition" "first" {
  family                = "f"
  container_definitions = "[]"
  execution_role_arn    = "arn:aws:iam::123456789012:role/r"
  lifecycle {
    ignore_changes = all
  }
}
resource "aws_ecs_task_definition" "plain" {
  family                = "p"
  container_definitions = "[]"
  lifecycle {
    ignore_changes = [cpu]
  }
}
`})
	service, first, plain := root.Resources[0], root.Resources[1], root.Resources[2]
	require.NotNil(t, service.Replaced)
	assert.Equal(t, "aws_ecs_service.s.task_definition", service.Replaced.What)
	assert.True(t, known(service.Attrs.GetAttr("task_definition")))
	require.NotNil(t, first.Replaced)
	assert.Equal(t, "[]", first.Attrs.GetAttr("container_definitions").AsString())
	assert.True(t, known(first.Attrs.GetAttr("execution_role_arn")))
	assert.Nil(t, plain.Replaced)
	assert.False(t, known(plain.Attrs.GetAttr("cpu")))
}

// TestReplacedRevisionOfATarget: what names the task definition may stand in a nested block.
func TestReplacedRevisionOfATarget(t *testing.T) {
	root := sound(t, map[string]string{"main.tf": `
resource "aws_cloudwatch_event_target" "t" {
  rule = "r"
  arn  = "a"
  ecs_target {
    task_definition_arn = "task"
    launch_type         = "FARGATE"
  }
  lifecycle {
    ignore_changes = [ecs_target[0].task_definition_arn]
  }
}
resource "aws_scheduler_schedule" "s" {
  schedule_expression = "rate(1 day)"
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = "a"
    role_arn = "r"
    ecs_parameters {
      task_definition_arn = "task"
    }
  }
  lifecycle {
    ignore_changes = [target[0].ecs_parameters[0].task_definition_arn]
  }
}
resource "aws_cloudwatch_event_target" "u" {
  rule = "r"
  arn  = "a"
  ecs_target {
    task_definition_arn = "task"
  }
  lifecycle {
    ignore_changes = [ecs_target]
  }
}
`})
	require.Len(t, root.Resources, 3)
	target, whole, schedule := root.Resources[0], root.Resources[1], root.Resources[2]
	require.NotNil(t, target.Replaced)
	assert.Equal(t, "aws_cloudwatch_event_target.t.ecs_target[0].task_definition_arn",
		target.Replaced.What)
	assert.True(t, known(target.Attrs.GetAttr("ecs_target").Index(cty.NumberIntVal(0)).
		GetAttr("task_definition_arn")))
	require.NotNil(t, schedule.Replaced)
	assert.True(t, known(schedule.Attrs.GetAttr("target")))
	assert.Nil(t, whole.Replaced)
	assert.False(t, known(whole.Attrs.GetAttr("ecs_target")))
}
