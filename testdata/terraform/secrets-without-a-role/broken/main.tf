provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "sec" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "sec" {
  vpc_id = aws_vpc.sec.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.sec.id
  cidr_block = cidrsubnet(aws_vpc.sec.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.sec.id
  cidr_block = cidrsubnet(aws_vpc.sec.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "sec" {
  domain = "vpc"
}

resource "aws_nat_gateway" "sec" {
  allocation_id = aws_eip.sec.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.sec.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.sec.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.sec.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.sec.id
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  count          = length(aws_subnet.private)
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}
resource "aws_security_group" "sec" {
  vpc_id = aws_vpc.sec.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "sec" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "sec" {
  role       = aws_iam_role.sec.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecs_cluster" "sec" {
  name = "sec"
}

resource "aws_ssm_parameter" "token" {
  name  = "/sec/token"
  type  = "SecureString"
  value = "unset"
}

resource "aws_ecs_task_definition" "sec" {
  family                   = "sec"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions    = <<-JSON
    [
      {
        "name": "sec",
        "image": "quay.io/acme/sec:3",
        "${local.kind}": [{"name": "TOKEN", "value${local.kind == "secrets" ? "From" : ""}": "${local.kind == "secrets" ? aws_ssm_parameter.token.arn : "none"}"}]
      }
    ]
  JSON
}

locals {
  kind = "secrets"
}

resource "aws_ecs_service" "sec" {
  name            = "sec"
  cluster         = aws_ecs_cluster.sec.id
  task_definition = aws_ecs_task_definition.sec.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.sec.id]
  }
}
