variable "environment" {}

variable "name" {}

variable "repository_url" {}

variable "image_tag" {}

variable "vpc_id" {}

variable "subnet_ids" {
  type = list(string)
}

locals {
  prefix = "${var.environment}-${var.name}"
}

resource "aws_iam_role" "execution" {
  name = "${local.prefix}-ecs-task-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
}

resource "aws_security_group" "this" {
  name   = local.prefix
  vpc_id = var.vpc_id
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.this.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_ecs_cluster" "this" {
  name = local.prefix
}

resource "aws_ecs_task_definition" "this" {
  family                   = local.prefix
  cpu                      = 256
  memory                   = 512
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([{
    name  = var.name
    image = "${var.repository_url}:${var.image_tag}"
  }])
}

resource "aws_ecs_service" "this" {
  name            = local.prefix
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.this.arn
  launch_type     = "FARGATE"
  desired_count   = 2
  network_configuration {
    subnets         = var.subnet_ids
    security_groups = [aws_security_group.this.id]
  }
}
