provider "aws" {
  region = "eu-west-1"
  allowed_account_ids = ["445566778899"]
}

resource "aws_vpc" "desk" {
  cidr_block           = "10.31.0.0/20"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "desk" {
  vpc_id = aws_vpc.desk.id
}

resource "aws_subnet" "desk" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = aws_vpc.desk.id
  availability_zone = "eu-west-1${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.desk.cidr_block, 4, each.value)
}

resource "aws_default_route_table" "desk" {
  default_route_table_id = aws_vpc.desk.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.desk.id
  }
}

resource "aws_security_group" "desk" {
  vpc_id = aws_vpc.desk.id
}

resource "aws_vpc_security_group_egress_rule" "desk" {
  security_group_id = aws_security_group.desk.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_ecs_service" "desk" {
  name            = "desk"
  cluster         = aws_ecs_cluster.desk.id
  task_definition = aws_ecs_task_definition.desk.arn
  launch_type     = "FARGATE"
  desired_count   = 2

  network_configuration {
    subnets          = [for s in aws_subnet.desk : s.id]
    security_groups  = [aws_security_group.desk.id]
    assign_public_ip = true
  }
}

resource "aws_ecs_cluster" "desk" {
  name = "desk"
}

resource "aws_ecr_repository" "desk" {
  name = "desk"
}

resource "aws_ecs_task_definition" "desk" {
  family                   = "desk"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = "arn:aws:iam::445566778899:role/ecsTaskExecutionRole"

  container_definitions = jsonencode([{
    name      = "desk"
    image     = "${aws_ecr_repository.desk.repository_url}:1.4.2"
    essential = true
  }])
}
