provider "aws" {
  region = "eu-west-1"
  allowed_account_ids = ["445566778899"]
}

resource "aws_vpc" "press" {
  cidr_block           = "10.31.0.0/20"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "press" {
  vpc_id = aws_vpc.press.id
}

resource "aws_subnet" "press" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = aws_vpc.press.id
  availability_zone = "eu-west-1${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.press.cidr_block, 4, each.value)
}

resource "aws_default_route_table" "press" {
  default_route_table_id = aws_vpc.press.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.press.id
  }
}

resource "aws_security_group" "press" {
  vpc_id = aws_vpc.press.id
}

resource "aws_vpc_security_group_egress_rule" "press" {
  security_group_id = aws_security_group.press.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_ecs_service" "press" {
  name            = "press"
  cluster         = aws_ecs_cluster.press.id
  task_definition = aws_ecs_task_definition.press.arn
  launch_type     = "FARGATE"
  desired_count   = 2

  network_configuration {
    subnets          = [for s in aws_subnet.press : s.id]
    security_groups  = [aws_security_group.press.id]
    assign_public_ip = true
  }
}

resource "aws_ecs_cluster" "press" {
  name = "press"
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
  name               = "press-exec"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "exec" {
  role       = aws_iam_role.exec.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "press" {
  name = "press"
}

resource "aws_ecs_task_definition" "press" {
  family                   = "press"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.exec.arn

  container_definitions = jsonencode([{
    name      = "press"
    image     = "${aws_ecr_repository.press.repository_url}/worker:1"
    essential = true
  }])
}

resource "aws_ecr_repository" "worker" {
  name = "press/worker"
}
