provider "aws" {
  region = "eu-west-2"
}

variable "private_subnet_cidrs" {
  type    = list(string)
  default = ["10.3.128.0/20", "10.3.144.0/20"]
}

data "aws_vpc" "review" {
  tags = { Name = "review" }
}

data "aws_subnets" "private" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.review.id]
  }
  tags = { Tier = "private" }
}

resource "aws_security_group" "review_apps" {
  name        = "review-apps"
  description = "All review apps"
  vpc_id      = data.aws_vpc.review.id
}

resource "aws_security_group_rule" "between_review_apps" {
  type              = "egress"
  security_group_id = aws_security_group.review_apps.id
  protocol          = "tcp"
  from_port         = 0
  to_port           = 65535
  cidr_blocks       = var.private_subnet_cidrs
}

data "aws_iam_policy_document" "review_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "review" {
  statement {
    actions = [
      "ecr:GetAuthorizationToken",
      "ecr:BatchCheckLayerAvailability",
      "ecr:GetDownloadUrlForLayer",
      "ecr:BatchGetImage",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_role" "review" {
  name               = "review"
  assume_role_policy = data.aws_iam_policy_document.review_trust.json
}

resource "aws_iam_policy" "review" {
  name   = "review"
  policy = data.aws_iam_policy_document.review.json
}

resource "aws_iam_role_policy_attachment" "review" {
  role       = aws_iam_role.review.name
  policy_arn = aws_iam_policy.review.arn
}

resource "aws_ecs_cluster" "review" {
  name = "review"
}

resource "aws_ecs_task_definition" "app" {
  family                   = "pr-1187"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.review.arn
  container_definitions = jsonencode([
    { name = "app", image = "444455556666.dkr.ecr.eu-west-2.amazonaws.com/forms-admin:pr-1187", dependsOn = [{ containerName = "postgres", condition = "HEALTHY" }] },
    { name = "postgres", image = "public.ecr.aws/docker/library/postgres:16.6" },
  ])
}

resource "aws_ecs_service" "app" {
  name            = "pr-1187"
  cluster         = aws_ecs_cluster.review.id
  task_definition = aws_ecs_task_definition.app.arn
  launch_type     = "FARGATE"

  network_configuration {
    subnets         = data.aws_subnets.private.ids
    security_groups = [aws_security_group.review_apps.id]
  }
}
