provider "aws" {
  region = "us-west-2"
}

resource "aws_vpc" "ticket" {
  cidr_block           = "10.31.0.0/20"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "ticket" {
  vpc_id = aws_vpc.ticket.id
}

resource "aws_subnet" "ticket" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = aws_vpc.ticket.id
  availability_zone = "us-west-2${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.ticket.cidr_block, 4, each.value)
}

resource "aws_default_route_table" "ticket" {
  default_route_table_id = aws_vpc.ticket.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.ticket.id
  }
}

resource "aws_security_group" "ticket" {
  vpc_id = aws_vpc.ticket.id
}

resource "aws_vpc_security_group_egress_rule" "ticket" {
  security_group_id = aws_security_group.ticket.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_ecs_service" "ticket" {
  name            = "ticket"
  cluster         = aws_ecs_cluster.ticket.id
  task_definition = aws_ecs_task_definition.ticket.arn
  launch_type     = "FARGATE"
  desired_count   = 2

  network_configuration {
    subnets          = [for s in aws_subnet.ticket : s.id]
    security_groups  = [aws_security_group.ticket.id]
    assign_public_ip = true
  }
}

resource "aws_ecs_cluster" "ticket" {
  name = "ticket"
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
  name_prefix        = "ticket-"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "exec" {
  role       = aws_iam_role.exec.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "ticket" {
  name = "ticket"
}

resource "aws_ecs_task_definition" "ticket" {
  family                   = "ticket"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.exec.arn

  container_definitions = jsonencode([{
    name      = "ticket"
    image     = "${aws_ecr_repository.ticket.repository_url}:1.4.2"
    essential = true
  }])
}

resource "aws_ecr_repository_policy" "ticket" {
  repository = aws_ecr_repository.ticket.name

  policy = jsonencode({
    Version = "2008-10-17"
    Statement = [{
      Sid       = "OnlyTheDeployer"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      Condition = { StringNotEquals = { "aws:PrincipalArn" = "${aws_iam_role.exec.arn}" } }
    }]
  })
}
