resource "aws_guardduty_detector" "this" {
  enable = true
}

resource "aws_guardduty_detector_feature" "runtime" {
  detector_id = aws_guardduty_detector.this.id
  name        = "RUNTIME_MONITORING"
  status      = "ENABLED"

  additional_configuration {
    name   = "ECS_FARGATE_AGENT_MANAGEMENT"
    status = "ENABLED"
  }
}

locals {
  services = {
    api    = { cpu = 512, memory = 1024 }
    runner = { cpu = 1024, memory = 4096 }
  }
}

resource "aws_ecr_repository" "service" {
  for_each             = local.services
  name                 = "hawk/${each.key}"
  image_tag_mutability = "IMMUTABLE"
}

data "aws_iam_policy_document" "tasks" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "pull" {
  for_each = local.services

  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_role" "execution" {
  for_each           = local.services
  name               = "hawk-${each.key}-execution"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

resource "aws_iam_role_policy" "pull" {
  for_each = local.services
  role     = aws_iam_role.execution[each.key].name
  policy   = data.aws_iam_policy_document.pull[each.key].json
}

resource "aws_security_group" "tasks" {
  name   = "hawk"
  vpc_id = aws_vpc.apps.id
}

resource "aws_vpc_security_group_egress_rule" "tasks" {
  security_group_id = aws_security_group.tasks.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_ecs_cluster" "hawk" {
  name = "hawk"
}

resource "aws_ecs_task_definition" "service" {
  for_each                 = local.services
  family                   = "hawk-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = each.value.cpu
  memory                   = each.value.memory
  execution_role_arn       = aws_iam_role.execution[each.key].arn

  container_definitions = jsonencode([{
    name      = each.key
    image     = "${aws_ecr_repository.service[each.key].repository_url}:${var.release}"
    essential = true
  }])
}

resource "aws_ecs_service" "service" {
  for_each        = aws_ecs_task_definition.service
  name            = each.key
  cluster         = aws_ecs_cluster.hawk.id
  task_definition = each.value.arn
  launch_type     = "FARGATE"
  desired_count   = 1

  network_configuration {
    subnets         = [for s in aws_subnet.private : s.id]
    security_groups = [aws_security_group.tasks.id]
  }

  depends_on = [aws_iam_role_policy.pull]
}

variable "release" {
  type    = string
  default = "2025.06.1"
}
