terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "ca-central-1"
}

data "aws_subnets" "tasks" {
  tags = { Runs = "tasks" }
}

data "aws_security_groups" "tasks" {
  tags = { Runs = "tasks" }
}

resource "aws_ecs_cluster" "this" {
  name = "quarry"
}

resource "aws_iam_role" "execution" {
  name               = "quarry-execution"
  assume_role_policy = file("${path.module}/trust.json")
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "crusher" {
  name = "quarry/crusher"
}

resource "aws_ecs_task_definition" "crusher" {
  family                   = "crusher"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.execution.arn

  container_definitions = templatefile("${path.module}/containers.json.tftpl", {
    image = "${aws_ecr_repository.crusher.repository_url}:5.0.2"
  })
}

resource "aws_ecs_service" "crusher" {
  name            = "crusher"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.crusher.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  depends_on      = [aws_iam_role_policy_attachment.execution]

  network_configuration {
    subnets         = data.aws_subnets.tasks.ids
    security_groups = data.aws_security_groups.tasks.ids
  }
}
