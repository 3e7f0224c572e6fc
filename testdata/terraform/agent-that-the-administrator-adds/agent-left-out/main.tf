locals {
  zones = ["us-east-1a", "us-east-1b"]
}

provider "aws" {
  region = "us-east-1"
  allowed_account_ids = ["445566778899"]
}

resource "aws_vpc" "net" {
  cidr_block = "172.21.0.0/16"
}

resource "aws_subnet" "edge" {
  vpc_id                  = aws_vpc.net.id
  cidr_block              = "172.21.0.0/24"
  map_public_ip_on_launch = true
}

resource "aws_subnet" "inner" {
  count             = length(local.zones)
  vpc_id            = aws_vpc.net.id
  availability_zone = local.zones[count.index]
  cidr_block        = "172.21.${count.index + 10}.0/24"
}

resource "aws_internet_gateway" "net" {
  vpc_id = aws_vpc.net.id
}

resource "aws_eip" "out" {
  domain = "vpc"
}

resource "aws_nat_gateway" "out" {
  subnet_id     = aws_subnet.edge.id
  allocation_id = aws_eip.out.id
}

resource "aws_route_table" "edge" {
  vpc_id = aws_vpc.net.id
}

resource "aws_route_table" "inner" {
  vpc_id = aws_vpc.net.id
}

resource "aws_route" "edge" {
  route_table_id         = aws_route_table.edge.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.net.id
}

resource "aws_route" "inner" {
  route_table_id         = aws_route_table.inner.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.out.id
}

resource "aws_route_table_association" "edge" {
  subnet_id      = aws_subnet.edge.id
  route_table_id = aws_route_table.edge.id
}

resource "aws_route_table_association" "inner" {
  count          = length(aws_subnet.inner)
  subnet_id      = aws_subnet.inner[count.index].id
  route_table_id = aws_route_table.inner.id
}

resource "aws_security_group" "ship" {
  name_prefix = "ship-"
  vpc_id      = aws_vpc.net.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "ship" {
  name = "ship"
}

resource "aws_ecs_service" "ship" {
  name            = "ship"
  cluster         = aws_ecs_cluster.ship.arn
  task_definition = aws_ecs_task_definition.ship.arn
  desired_count   = 1

  capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }

  network_configuration {
    subnets         = aws_subnet.inner[*].id
    security_groups = [aws_security_group.ship.id]
  }
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
  name               = "ship-exec"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_ecr_repository" "ship" {
  name = "ship"
}

resource "aws_ecs_task_definition" "ship" {
  family                   = "ship"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.exec.arn

  container_definitions = jsonencode([{
    name      = "ship"
    image     = "${aws_ecr_repository.ship.repository_url}:1.4.2"
    essential = true
  }])
}

resource "aws_iam_role_policy" "own" {
  name = "own"
  role = aws_iam_role.exec.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      { Effect = "Allow", Action = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], Resource = aws_ecr_repository.ship.arn },
    ]
  })
}

resource "aws_guardduty_detector" "all" {
  enable = true
}

resource "aws_guardduty_organization_configuration_feature" "runtime" {
  detector_id = aws_guardduty_detector.all.id
  name        = "RUNTIME_MONITORING"
  auto_enable = "ALL"

  additional_configuration {
    name        = "ECS_FARGATE_AGENT_MANAGEMENT"
    auto_enable = "NONE"
  }
}
