terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.hub]
    }
  }
}

variable "launch" {}

data "aws_region" "here" {}

data "aws_region" "hub" {
  provider = aws.hub
}

resource "aws_vpc" "half" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "half" {
  count      = 2
  vpc_id     = aws_vpc.half.id
  cidr_block = cidrsubnet(aws_vpc.half.cidr_block, 8, count.index)
}

resource "aws_security_group" "half" {
  vpc_id = aws_vpc.half.id
  ingress {
    from_port = 443
    to_port   = 443
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

resource "aws_vpc_endpoint" "links" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.half.id
  service_name        = "com.amazonaws.${data.aws_region.here.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.half[*].id
  security_group_ids  = [aws_security_group.half.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.half.id
  service_name    = "com.amazonaws.${data.aws_region.here.region}.s3"
  route_table_ids = [aws_vpc.half.main_route_table_id]
}

resource "aws_iam_role" "half" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "half" {
  role       = aws_iam_role.half.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecs_cluster" "half" {
  name = "half"
}

resource "aws_ecr_repository" "half" {
  provider = aws.hub
  name     = "half"
}

resource "aws_ecr_repository" "copy" {
  name = "half"
}

resource "aws_ecs_task_definition" "half" {
  family                   = "half"
  requires_compatibilities = [var.launch]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.half.arn
  container_definitions    = jsonencode([{ name = "half", image = "${aws_ecr_repository.half.repository_url}:1" }])
}

resource "aws_ecs_service" "half" {
  name            = "half"
  cluster         = aws_ecs_cluster.half.id
  task_definition = aws_ecs_task_definition.half.arn
  launch_type     = var.launch

  dynamic "network_configuration" {
    for_each = var.launch == "FARGATE" ? [aws_security_group.half.id] : []
    content {
      subnets         = aws_subnet.half[*].id
      security_groups = [network_configuration.value]
    }
  }
}
