terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = "~> 6.0"
      configuration_aliases = [aws.management]
    }
  }
}

variable "account_name" {
  type = string
}

variable "execution_role_arn" {
  type = string
}

data "aws_region" "current" {}

data "aws_ecr_repository" "api" {
  region   = data.aws_region.current.region
  provider = aws.management
  name     = "use_an_lpa/api_app"
}

resource "aws_vpc" "main" {
  cidr_block           = "10.162.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "application" {
  count      = 2
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
}

resource "aws_security_group" "all" {
  for_each = {
    api       = { out = true }
    endpoints = { out = false }
  }
  name_prefix = each.key
  vpc_id      = aws_vpc.main.id

  dynamic "egress" {
    for_each = each.value.out ? [443] : []
    content {
      from_port   = egress.value
      to_port     = egress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }

  dynamic "ingress" {
    for_each = each.value.out ? [] : [443]
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = [aws_vpc.main.cidr_block]
    }
  }
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = toset(["ecr.api", "ecr.dkr", "logs"])
  vpc_id              = aws_vpc.main.id
  vpc_endpoint_type   = "Interface"
  service_name        = "com.amazonaws.${data.aws_region.current.region}.${each.value}"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.application[*].id
  security_group_ids  = [aws_security_group.all["endpoints"].id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.main.id
  service_name    = "com.amazonaws.${data.aws_region.current.region}.s3"
  route_table_ids = [aws_vpc.main.main_route_table_id]
}

resource "aws_ecs_cluster" "main" {
  name = var.account_name
}

resource "aws_ecs_task_definition" "api" {
  family                   = "${var.account_name}-api"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = var.execution_role_arn
  container_definitions = jsonencode([{
    name  = "app"
    image = "${data.aws_ecr_repository.api.repository_url}:v1.40"
  }])
}

resource "aws_ecs_service" "api" {
  name            = "api"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.api.arn
  desired_count   = 2
  launch_type     = "FARGATE"
  network_configuration {
    security_groups = [aws_security_group.all["api"].id]
    subnets         = aws_subnet.application[*].id
  }
}
