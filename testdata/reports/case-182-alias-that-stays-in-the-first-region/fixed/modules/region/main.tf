terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.region, aws.management]
    }
  }
}

data "aws_region" "current" {
  provider = aws.region
}

data "aws_ecr_repository" "viewer" {
  provider = aws.management
  region   = data.aws_region.current.name
  name     = "use/viewer"
}

resource "aws_vpc" "main" {
  provider             = aws.region
  cidr_block           = "10.162.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "private" {
  provider   = aws.region
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.162.1.0/24"
}

resource "aws_security_group" "viewer" {
  provider = aws.region
  vpc_id   = aws_vpc.main.id

  ingress {
    from_port = 443
    to_port   = 443
    protocol  = "tcp"
    self      = true
  }

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  provider            = aws.region
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.${data.aws_region.current.name}.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.private.id]
  security_group_ids  = [aws_security_group.viewer.id]
  private_dns_enabled = true
}

resource "aws_vpc_endpoint" "s3" {
  provider        = aws.region
  vpc_id          = aws_vpc.main.id
  service_name    = "com.amazonaws.${data.aws_region.current.name}.s3"
  route_table_ids = [aws_vpc.main.main_route_table_id]
}

variable "execution_role_arn" {
  type = string
}

resource "aws_ecs_cluster" "main" {
  provider = aws.region
  name     = "use"
}

resource "aws_ecs_task_definition" "viewer" {
  provider                 = aws.region
  family                   = "viewer"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = var.execution_role_arn
  container_definitions    = jsonencode([{ name = "app", image = "${data.aws_ecr_repository.viewer.repository_url}:main-v1" }])
}

resource "aws_ecs_service" "viewer" {
  provider        = aws.region
  name            = "viewer"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.viewer.arn
  launch_type     = "FARGATE"

  network_configuration {
    subnets         = [aws_subnet.private.id]
    security_groups = [aws_security_group.viewer.id]
  }
}
