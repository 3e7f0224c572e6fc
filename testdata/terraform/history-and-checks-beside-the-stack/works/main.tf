terraform {
  required_version = ">= 1.9"
}

provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { stack = "late" }
  }
  ignore_tags {
    key_prefixes = ["kubernetes.io/"]
  }
}

moved {
  from = aws_ecs_service.app
  to   = aws_ecs_service.late
}

removed {
  from = aws_security_group.gone
  lifecycle {
    destroy = false
  }
}

variable "size" {
  type    = number
  default = 2
  validation {
    condition     = var.size > 0
    error_message = "At least one."
  }
}

variable "secret" {
  type      = string
  sensitive = true
  default   = "0.0.0.0/0"
}

resource "aws_vpc" "late" {
  cidr_block = "10.0.0.0/16"
  lifecycle {
    precondition {
      condition     = var.size < 10
      error_message = "Too many."
    }
  }
}

check "range" {
  assert {
    condition     = cidrnetmask(aws_vpc.late.cidr_block) == "255.255.0.0"
    error_message = "Another size."
  }
}

resource "aws_internet_gateway" "late" {
  vpc_id = aws_vpc.late.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.late.id
  cidr_block = cidrsubnet(aws_vpc.late.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.late.id
  cidr_block = cidrsubnet(aws_vpc.late.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "late" {
  domain = "vpc"
}

resource "aws_nat_gateway" "late" {
  allocation_id = aws_eip.late.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.late.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.late.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.late.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.late.id
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

resource "aws_security_group" "late" {
  vpc_id = aws_vpc.late.id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [var.secret]
  }
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_iam_role" "late" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "late" {
  role       = aws_iam_role.late.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "late" {
  name = "late"
}

resource "aws_ecs_cluster" "late" {
  name = "late"
}

resource "aws_ecs_task_definition" "late" {
  family                   = "late"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.late.arn
  container_definitions    = jsonencode([{ name = "late", image = "${aws_ecr_repository.late.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "late" {
  name            = "late"
  cluster         = aws_ecs_cluster.late.id
  task_definition = aws_ecs_task_definition.late.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.late.id]
  }
}

output "service" {
  value = aws_ecs_service.late.id
}
