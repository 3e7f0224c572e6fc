locals {
  registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
}

resource "aws_ecr_pull_through_cache_rule" "public" {
  ecr_repository_prefix = "ecr-public"
  upstream_registry_url = "public.ecr.aws"
}

resource "aws_ecr_repository" "front" {
  name = "online-lpa/front_app"
}

resource "aws_iam_role" "execution" {
  name               = "lpa-execution"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

data "aws_iam_policy_document" "tasks" {
  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole"]
    principals {
      identifiers = ["ecs-tasks.amazonaws.com"]
      type        = "Service"
    }
  }
}

resource "aws_iam_role_policy" "execution" {
  name   = "lpa-execution"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}

data "aws_iam_policy_document" "execution" {
  statement {
    sid       = "AllowECSToPullImages"
    effect    = "Allow"
    resources = ["*"]
    actions = [
      "ecr:GetAuthorizationToken",
      "ecr:BatchCheckLayerAvailability",
      "ecr:GetDownloadUrlForLayer",
      "ecr:BatchGetImage",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]
  }

  statement {
    sid     = "FillTheCache"
    effect  = "Allow"
    actions = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"]
    resources = [
      "arn:aws:ecr:eu-west-1:123456789012:repository/${aws_ecr_pull_through_cache_rule.public.ecr_repository_prefix}/*",
    ]
  }
}

resource "aws_security_group" "front" {
  name_prefix = "front-"
  vpc_id      = aws_vpc.lpa.id
}

resource "aws_security_group_rule" "front" {
  description       = "Out"
  type              = "egress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"] #tfsec:ignore:aws-ec2-no-public-egress-sgr
  security_group_id = aws_security_group.front.id
}

resource "aws_ecs_cluster" "lpa" {
  name = "lpa"
}

locals {
  web = {
    name      = "web"
    image     = "${aws_ecr_repository.front.repository_url}:v1.4"
    essential = true
  }

  collector = {
    name      = "aws-otel-collector"
    image     = "${local.registry}/ecr-public/aws-observability/aws-otel-collector:v0.40.0"
    essential = false
    command   = ["--config=/etc/ecs/ecs-xray.yaml"]
  }
}

resource "aws_ecs_task_definition" "front" {
  family                   = "front"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  container_definitions    = "[${jsonencode(local.web)}, ${jsonencode(local.collector)}]"
  execution_role_arn       = aws_iam_role.execution.arn
}

resource "aws_ecs_service" "front" {
  name             = "front"
  cluster          = aws_ecs_cluster.lpa.id
  task_definition  = aws_ecs_task_definition.front.arn
  desired_count    = 1
  platform_version = "1.4.0"

  network_configuration {
    security_groups  = [aws_security_group.front.id]
    subnets          = [for s in aws_subnet.private : s.id]
    assign_public_ip = false
  }

  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 100
  }

  depends_on = [aws_iam_role_policy.execution]
}
