provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "kind" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "kind" {
  vpc_id     = aws_vpc.kind.id
  cidr_block = "10.0.0.0/24"
}

locals {
  kinds = {
    "ecr.api" = "Interface"
    "ecr.dkr" = null
    "s3"      = null
  }
}

resource "aws_vpc_endpoint" "kind" {
  for_each            = local.kinds
  vpc_id              = aws_vpc.kind.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = each.value
  private_dns_enabled = startswith(each.key, "ecr.") ? true : null
  subnet_ids          = startswith(each.key, "ecr.") ? [aws_subnet.kind.id] : null
  security_group_ids  = startswith(each.key, "ecr.") ? [aws_security_group.kind.id] : null
  route_table_ids     = startswith(each.key, "ecr.") ? null : [aws_vpc.kind.main_route_table_id]
}

resource "aws_security_group" "kind" {
  vpc_id = aws_vpc.kind.id
  ingress {
    from_port = 0
    to_port   = 65535
    protocol  = "tcp"
    self      = true
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "kind" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "kind" {
  role       = aws_iam_role.kind.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "kind" {
  name = "kind"
}

resource "aws_ecs_cluster" "kind" {
  name = "kind"
}

resource "aws_ecs_task_definition" "kind" {
  family                   = "kind"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.kind.arn
  container_definitions    = jsonencode([{ name = "kind", image = "${aws_ecr_repository.kind.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "kind" {
  name            = "kind"
  cluster         = aws_ecs_cluster.kind.id
  task_definition = aws_ecs_task_definition.kind.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.kind.id]
    security_groups = [aws_security_group.kind.id]
  }
}
