provider "aws" {
  region = "us-east-1"
}

resource "aws_vpc" "desk" {
  cidr_block = "10.21.0.0/16"
}

resource "aws_internet_gateway" "desk" {
  vpc_id = aws_vpc.desk.id
}

resource "aws_subnet" "desk" {
  vpc_id     = aws_vpc.desk.id
  cidr_block = "10.21.0.0/24"
}

resource "aws_route" "desk" {
  route_table_id         = aws_vpc.desk.main_route_table_id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.desk.id
}

resource "aws_network_acl" "desk" {
  vpc_id     = aws_vpc.desk.id
  subnet_ids = [aws_subnet.desk.id]

  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 443
    to_port    = 443
  }

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 1024
    to_port    = 40000
  }
}

resource "aws_ecr_repository" "desk" {
  name = "desk"
}

resource "aws_iam_role" "desk" {
  assume_role_policy  = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
}

resource "aws_ecs_task_definition" "desk" {
  family                   = "desk"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 1024
  memory                   = 2048
  execution_role_arn       = aws_iam_role.desk.arn
  container_definitions    = jsonencode([{ name = "desk", image = "${aws_ecr_repository.desk.repository_url}:ltsc2022" }])
  runtime_platform {
    operating_system_family = var.operating_system
    cpu_architecture        = "X86_64"
  }
}

resource "aws_ecs_service" "desk" {
  name             = "desk"
  task_definition  = aws_ecs_task_definition.desk.arn
  launch_type      = "FARGATE"
  platform_version = "1.0.0"
  network_configuration {
    subnets          = [aws_subnet.desk.id]
    assign_public_ip = true
  }
}

variable "operating_system" {
  type = string
}
