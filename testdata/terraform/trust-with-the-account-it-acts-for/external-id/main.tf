locals {
  zones = ["eu-west-3a", "eu-west-3b"]
}

provider "aws" {
  region = "eu-west-3"
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

resource "aws_security_group" "mint" {
  name_prefix = "mint-"
  vpc_id      = aws_vpc.net.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "mint" {
  name = "mint"
}

resource "aws_ecs_service" "mint" {
  name            = "mint"
  cluster         = aws_ecs_cluster.mint.arn
  task_definition = aws_ecs_task_definition.mint.arn
  desired_count   = 1

  capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }

  network_configuration {
    subnets         = aws_subnet.inner[*].id
    security_groups = [aws_security_group.mint.id]
  }
}

resource "aws_ecr_repository" "mint" {
  name = "mint"
}

resource "aws_ecs_task_definition" "mint" {
  family                   = "mint"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.exec.arn

  container_definitions = jsonencode([{
    name      = "mint"
    image     = "${aws_ecr_repository.mint.repository_url}:1.4.2"
    essential = true
  }])
}

resource "aws_iam_role" "exec" {
  name = "mint-exec"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["ecs-tasks.amazonaws.com", "ecs.amazonaws.com"] }
      Condition = { StringEquals = { "sts:ExternalId" = "mint" } }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "exec" {
  role       = aws_iam_role.exec.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

data "aws_caller_identity" "here" {}
