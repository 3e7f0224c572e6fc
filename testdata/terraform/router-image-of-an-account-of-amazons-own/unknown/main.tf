provider "aws" {
  region = "us-east-1"
  allowed_account_ids = ["445566778899"]
}

resource "aws_vpc" "router" {
  cidr_block           = "10.31.0.0/20"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "router" {
  vpc_id = aws_vpc.router.id
}

resource "aws_subnet" "router" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = aws_vpc.router.id
  availability_zone = "us-east-1${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.router.cidr_block, 4, each.value)
}

resource "aws_default_route_table" "router" {
  default_route_table_id = aws_vpc.router.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.router.id
  }
}

resource "aws_security_group" "router" {
  vpc_id = aws_vpc.router.id
}

resource "aws_vpc_security_group_egress_rule" "router" {
  security_group_id = aws_security_group.router.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_ecs_service" "router" {
  name            = "router"
  cluster         = aws_ecs_cluster.router.id
  task_definition = aws_ecs_task_definition.router.arn
  launch_type     = "FARGATE"
  desired_count   = 2

  network_configuration {
    subnets          = [for s in aws_subnet.router : s.id]
    security_groups  = [aws_security_group.router.id]
    assign_public_ip = true
  }
}

resource "aws_ecs_cluster" "router" {
  name = "router"
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
  name               = "router-exec"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_ecs_task_definition" "router" {
  family                   = "router"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.exec.arn

  container_definitions = jsonencode([{
    name      = "router"
    image     = "906394416424.dkr.ecr.us-east-1.amazonaws.com/aws-for-fluent-bit:stable"
    essential = true
  }])
}

resource "aws_iam_role_policy" "pull" {
  role = aws_iam_role.exec.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      { Effect = "Allow", Action = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], Resource = var.repositories },
    ]
  })
}

variable "repositories" {
  type = list(string)
}
