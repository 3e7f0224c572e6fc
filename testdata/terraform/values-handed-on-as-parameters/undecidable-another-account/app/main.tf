provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account]
}

variable "region" {
  default = "sa-east-1"
}

variable "account" {
  default = "868585848483"
}

locals {
  parameters = {
    subnets = "/delta/network/subnets"
    groups  = "/delta/network/groups"
    image   = "/delta/images/ferry"
  }

  handed = { for name, parameter in data.aws_ssm_parameter.this : name => parameter.value }
}

data "aws_ssm_parameter" "this" {
  for_each = local.parameters
  name     = each.value
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "ferry" {
  name               = "ferry"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "ferry" {
  role       = aws_iam_role.ferry.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "ferry" {
  name = "ferry"
}

resource "aws_ecs_task_definition" "ferry" {
  family                   = "ferry"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.ferry.arn

  container_definitions = jsonencode([
    { name = "ferry", image = nonsensitive(local.handed.image), essential = true },
  ])
}

resource "aws_ecs_service" "ferry" {
  name            = "ferry"
  cluster         = aws_ecs_cluster.ferry.id
  task_definition = aws_ecs_task_definition.ferry.arn
  launch_type     = "FARGATE"
  desired_count   = 1

  network_configuration {
    subnets         = split(",", local.handed.subnets)
    security_groups = split(",", local.handed["groups"])
  }

  depends_on = [aws_iam_role_policy_attachment.ferry]
}
