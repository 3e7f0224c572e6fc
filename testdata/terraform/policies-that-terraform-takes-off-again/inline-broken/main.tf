provider "aws" {
  region = "ca-central-1"
}

resource "aws_vpc" "audit" {
  cidr_block           = "10.31.0.0/20"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "audit" {
  vpc_id = aws_vpc.audit.id
}

resource "aws_subnet" "audit" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = aws_vpc.audit.id
  availability_zone = "ca-central-1${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.audit.cidr_block, 4, each.value)
}

resource "aws_default_route_table" "audit" {
  default_route_table_id = aws_vpc.audit.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.audit.id
  }
}

resource "aws_security_group" "audit" {
  vpc_id = aws_vpc.audit.id
}

resource "aws_vpc_security_group_egress_rule" "audit" {
  security_group_id = aws_security_group.audit.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_ecs_service" "audit" {
  name            = "audit"
  cluster         = aws_ecs_cluster.audit.id
  task_definition = aws_ecs_task_definition.audit.arn
  launch_type     = "FARGATE"
  desired_count   = 2

  network_configuration {
    subnets          = [for s in aws_subnet.audit : s.id]
    security_groups  = [aws_security_group.audit.id]
    assign_public_ip = true
  }
}

resource "aws_ecs_cluster" "audit" {
  name = "audit"
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

resource "aws_iam_role" "exec" {
  name               = "audit-exec"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_ecr_repository" "audit" {
  name = "audit"
}

resource "aws_ecs_task_definition" "audit" {
  family                   = "audit"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.exec.arn

  container_definitions = jsonencode([{
    name      = "audit"
    image     = "${aws_ecr_repository.audit.repository_url}:1.4.2"
    essential = true
  }])
}

resource "aws_iam_role_policy" "pull" {
  name   = "pull"
  role   = aws_iam_role.exec.id
  policy = data.aws_iam_policy_document.pull.json
}

data "aws_iam_policy_document" "pull" {
  statement {
    actions   = ["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policies_exclusive" "exec" {
  role_name    = aws_iam_role.exec.name
  policy_names = ["logs"]
}
