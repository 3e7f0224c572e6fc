provider "aws" {
  region = local.region
}

locals {
  region = "eu-west-3"
}

data "aws_vpc" "mill" {
  filter {
    name   = "tag:Stage"
    values = ["live"]
  }
}

data "aws_subnet_ids" "edge" {
  vpc_id = data.aws_vpc.mill.id
  tags   = { Tier = "edge" }
}

data "aws_subnet" "edge" {
  for_each = data.aws_subnet_ids.edge.ids
  id       = each.value
}

data "aws_ecs_task_definition" "mill" {
  for_each        = toset(["grinder", "sifter"])
  task_definition = "mill-${each.key}"
}

resource "aws_security_group" "mill" {
  name   = "mill"
  vpc_id = data.aws_vpc.mill.id
}

resource "aws_vpc_security_group_egress_rule" "mill" {
  security_group_id = aws_security_group.mill.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_ecs_cluster" "mill" {
  name = "mill"
}

resource "aws_ecs_service" "mill" {
  for_each        = data.aws_ecs_task_definition.mill
  name            = each.key
  cluster         = aws_ecs_cluster.mill.id
  task_definition = "${each.value.family}:${each.value.revision}"
  launch_type     = "FARGATE"
  desired_count   = 2

  network_configuration {
    subnets          = [for subnet in data.aws_subnet.edge : subnet.id]
    security_groups  = [aws_security_group.mill.id]
    assign_public_ip = true
  }
}
