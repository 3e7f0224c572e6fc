provider "aws" {
  region = "eu-central-1"
}

data "aws_ssm_parameter" "network" {
  name = "/harbour/network"
}

data "aws_security_group" "tasks" {
  name = "harbour-tasks"
}

data "aws_ecs_cluster" "harbour" {
  cluster_name = "harbour"
}

data "aws_iam_role" "execution" {
  name = "harbour-executor"
}

data "aws_ecr_repository" "crane" {
  name = "harbour/crane"
}

resource "aws_ecs_task_definition" "crane" {
  family                   = "crane"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = data.aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "crane", image = "${data.aws_ecr_repository.crane.repository_url}:4.1", essential = true },
  ])
}

resource "aws_ecs_service" "crane" {
  name            = "crane"
  cluster         = data.aws_ecs_cluster.harbour.arn
  task_definition = aws_ecs_task_definition.crane.arn
  launch_type     = "FARGATE"
  desired_count   = 2

  network_configuration {
    subnets          = jsondecode(data.aws_ssm_parameter.network.value).subnets
    security_groups  = [data.aws_security_group.tasks.id]
    assign_public_ip = false
  }
}
