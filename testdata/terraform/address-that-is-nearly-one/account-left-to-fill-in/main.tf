provider "aws" {
  region = "eu-west-1"
  allowed_account_ids = ["445566778899"]
}

resource "aws_vpc" "bell" {
  cidr_block           = "10.31.0.0/20"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "bell" {
  vpc_id = aws_vpc.bell.id
}

resource "aws_subnet" "bell" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = aws_vpc.bell.id
  availability_zone = "eu-west-1${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.bell.cidr_block, 4, each.value)
}

resource "aws_default_route_table" "bell" {
  default_route_table_id = aws_vpc.bell.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.bell.id
  }
}

resource "aws_security_group" "bell" {
  vpc_id = aws_vpc.bell.id
}

resource "aws_vpc_security_group_egress_rule" "bell" {
  security_group_id = aws_security_group.bell.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_ecs_service" "bell" {
  name            = "bell"
  cluster         = aws_ecs_cluster.bell.id
  task_definition = aws_ecs_task_definition.bell.arn
  launch_type     = "FARGATE"
  desired_count   = 2

  network_configuration {
    subnets          = [for s in aws_subnet.bell : s.id]
    security_groups  = [aws_security_group.bell.id]
    assign_public_ip = true
  }
}

resource "aws_ecs_cluster" "bell" {
  name = "bell"
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
  name               = "bell-exec"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "exec" {
  role       = aws_iam_role.exec.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "bell" {
  name = "bell"
}

resource "aws_ecs_task_definition" "bell" {
  family                   = "bell"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.exec.arn

  container_definitions = jsonencode([{
    name      = "bell"
    image     = "<ACCOUNT>.dkr.ecr.eu-west-1.amazonaws.com/bell:1"
    essential = true
  }])
}
