data "external" "release" {
  program = ["${path.module}/current-tag.sh", "admin"]
}

variable "admin_release" {
  type    = string
  default = ""
}

locals {
  tag = coalesce(var.admin_release, "latest")
}

resource "aws_iam_role" "execution" {
  name = "admin-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
  managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"]
}

resource "aws_ecr_repository" "admin" {
  name = "data-workspace-admin"
}

resource "aws_ecs_cluster" "main" {
  name = "data-workspace"
}

resource "aws_ecs_task_definition" "admin" {
  family                   = "admin"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 1024
  memory                   = 2048
  execution_role_arn       = aws_iam_role.execution.arn

  container_definitions = templatefile("${path.module}/admin.json", {
    container_image = "${aws_ecr_repository.admin.repository_url}:${local.tag}"
  })
}

resource "aws_ecs_service" "admin" {
  name            = "admin"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.admin.arn
  launch_type     = "FARGATE"
  desired_count   = 1

  network_configuration {
    subnets          = values(aws_default_subnet.zone)[*].id
    assign_public_ip = true
  }
}
