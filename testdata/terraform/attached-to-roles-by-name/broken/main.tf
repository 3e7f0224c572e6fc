locals {
  zones = ["sa-east-1a", "sa-east-1b"]
}

provider "aws" {
  region = "sa-east-1"
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

resource "aws_security_group" "audit" {
  name_prefix = "audit-"
  vpc_id      = aws_vpc.net.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "audit" {
  name = "audit"
}

resource "aws_ecs_service" "audit" {
  name            = "audit"
  cluster         = aws_ecs_cluster.audit.arn
  task_definition = aws_ecs_task_definition.audit.arn
  desired_count   = 1

  capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }

  network_configuration {
    subnets         = aws_subnet.inner[*].id
    security_groups = [aws_security_group.audit.id]
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

resource "aws_iam_policy_attachment" "pull" {
  name       = "pull"
  roles      = ["audit-execution"]
  policy_arn = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly"
}
