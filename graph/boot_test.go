package graph_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/graph"
)

// booting is a cluster, another one, and a group of hosts without a capacity provider.
const booting = network + `
resource "aws_ecs_cluster" "one" {
  name = "one"
}
resource "aws_ecs_cluster" "other" {
  name = "other"
}
resource "aws_autoscaling_group" "hosts" {
  vpc_zone_identifier  = [aws_subnet.a.id]
  launch_configuration = aws_launch_configuration.hosts.name
}
resource "aws_ecs_task_definition" "t" {
  family                = "t"
  container_definitions = "[]"
}
resource "aws_ecs_service" "s" {
  cluster         = aws_ecs_cluster.one.id
  task_definition = aws_ecs_task_definition.t.arn
  launch_type     = "EC2"
}
`

func TestHostsThatJoinAtBoot(t *testing.T) {
	const joins, stays, unclear = "aws_autoscaling_group.hosts",
		"join the cluster at boot, not through a capacity provider",
		"is found out by a script in their user data"
	quote := strconv.Quote
	for name, one := range map[string]struct{ data, more, want string }{
		"by reference":  {`"echo ECS_CLUSTER=${aws_ecs_cluster.one.name}>>/etc/ecs/ecs.config"`, "", joins},
		"by its ARN":    {`"ECS_CLUSTER='${aws_ecs_cluster.one.arn}'"`, "", joins},
		"by its name":   {quote("#!/bin/sh\nexport ECS_CLUSTER=one\n"), "", joins},
		"set and used":  {quote("ECS_CLUSTER=one\ndocker run -e ECS_CLUSTER=$ECS_CLUSTER agent\n"), "", joins},
		"Bottlerocket":  {quote("[settings.ecs]\nloglevel = \"warn\"\ncluster = \"one\"\n"), "", joins},
		"Windows":       {quote("Initialize-ECSAgent -LoggingDrivers '[]' -Cluster one\n"), "", joins},
		"another":       {`"ECS_CLUSTER=${aws_ecs_cluster.other.name}"`, "", stays},
		"another name":  {`"ECS_CLUSTER=elsewhere"`, "", stays},
		"in a comment":  {quote("  # ECS_CLUSTER=one\necho done\n"), "", stays},
		"another thing": {`"MY_ECS_CLUSTER=one ECS_CLUSTERS=one"`, "", stays},
		"none":          {`null`, "", stays},
		"by a script":   {quote("ECS_CLUSTER=$(curl -s 169.254.169.254/x)\n"), "", unclear},
		"two of them":   {quote("ECS_CLUSTER=one\nECS_CLUSTER=other\n"), "", unclear},
		"a variable":    {`"ECS_CLUSTER=${var.any}"`, "", "has no default"},
		"all unknown":   {`var.any`, "", "has no default"},
		"a part":        {`"#!/bin/sh\n${var.any}"`, "", "has no default"},
		"an instance too": {`"ECS_CLUSTER=one"`, `
resource "aws_instance" "x" {
  subnet_id = aws_subnet.a.id
  user_data = "ECS_CLUSTER=one"
}`, "joins aws_ecs_cluster.one at boot"},
		"an instance of another": {`"ECS_CLUSTER=one"`, `
resource "aws_instance" "x" {
  subnet_id = aws_subnet.a.id
  user_data = "ECS_CLUSTER=other"
}`, joins},
		"Fargate too": {`"ECS_CLUSTER=one"`, `
resource "aws_ecs_cluster_capacity_providers" "x" {
  cluster_name       = aws_ecs_cluster.one.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
}`, joins},
		"a provider that is not known": {`"ECS_CLUSTER=one"`, `
resource "aws_ecs_cluster_capacity_providers" "x" {
  cluster_name       = aws_ecs_cluster.one.name
  capacity_providers = ["FARGATE", var.any]
}`, "has no default"},
		"providers of a cluster that is not known": {`"ECS_CLUSTER=one"`, `
resource "aws_ecs_cluster_capacity_providers" "x" {
  cluster_name       = var.any
  capacity_providers = ["FARGATE", "spare"]
}`, "has no default"},
		"spot hosts too": {`"ECS_CLUSTER=one"`, `
resource "aws_spot_fleet_request" "x" {}`, "may join aws_ecs_cluster.one at boot"},
	} {
		t.Run(name, func(t *testing.T) {
			g := load(t, booting+one.more+`
resource "aws_launch_configuration" "hosts" {
  image_id      = "ami-1"
  instance_type = "t3.small"
  user_data     = `+one.data+`
}`)
			service := workload(t, g, "aws_ecs_service.s")
			require.NotEmpty(t, service.Launches.Items)
			last := service.Launches.Items[len(service.Launches.Items)-1]
			assert.Equal(t, graph.LaunchEC2, last.Kind)
			if one.want == joins {
				require.NotNil(t, last.Fleet.To)
				assert.Equal(t, joins, last.Fleet.To.ID)
				assert.Len(t, service.Launches.Items, 1)
				return
			}
			require.NotNil(t, last.Fleet.Why)
			assert.Equal(t, one.want, last.Fleet.Why.Why)
		})
	}
}
