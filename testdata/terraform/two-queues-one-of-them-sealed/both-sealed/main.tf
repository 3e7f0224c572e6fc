# Two queues for one job definition: the "bulk" environment is in subnets without any way out.
provider "aws" {
  region = "us-west-2"
}

locals {
  vpc = "10.200.0.0/18"
  lanes = {
    express = { subnet = 0, priority = 20, egress = false }
    bulk    = { subnet = 1, priority = 1, egress = false }
  }
}

resource "aws_vpc" "etl" {
  cidr_block = local.vpc
}

resource "aws_subnet" "edge" {
  vpc_id     = aws_vpc.etl.id
  cidr_block = cidrsubnet(local.vpc, 6, 63)
}

resource "aws_subnet" "lane" {
  for_each = local.lanes

  vpc_id     = aws_vpc.etl.id
  cidr_block = cidrsubnet(local.vpc, 6, each.value.subnet)
  tags       = { Name = "etl-${each.key}" }
}

resource "aws_internet_gateway" "etl" {
  vpc_id = aws_vpc.etl.id
}

resource "aws_eip" "etl" {}

resource "aws_nat_gateway" "etl" {
  subnet_id     = aws_subnet.edge.id
  allocation_id = aws_eip.etl.allocation_id
}

resource "aws_route_table" "edge" {
  vpc_id = aws_vpc.etl.id
}

resource "aws_route" "edge" {
  route_table_id         = aws_route_table.edge.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.etl.id
}

resource "aws_route_table_association" "edge" {
  subnet_id      = aws_subnet.edge.id
  route_table_id = aws_route_table.edge.id
}

resource "aws_route_table" "lane" {
  for_each = local.lanes
  vpc_id   = aws_vpc.etl.id

  dynamic "route" {
    for_each = each.value.egress ? [aws_nat_gateway.etl.id] : []
    content {
      cidr_block     = "0.0.0.0/0"
      nat_gateway_id = route.value
    }
  }
}

resource "aws_route_table_association" "lane" {
  for_each = local.lanes

  subnet_id      = aws_subnet.lane[each.key].id
  route_table_id = aws_route_table.lane[each.key].id
}

resource "aws_security_group" "etl" {
  vpc_id = aws_vpc.etl.id

  egress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecr_repository" "loader" {
  name = "etl/loader"
}

resource "aws_iam_role" "loader" {
  name = "etl-loader-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
}

resource "aws_batch_compute_environment" "lane" {
  for_each = local.lanes

  name = "etl-${each.key}"
  type = "MANAGED"

  compute_resources {
    type               = each.key == "bulk" ? "FARGATE_SPOT" : "FARGATE"
    max_vcpus          = 16
    subnets            = [aws_subnet.lane[each.key].id]
    security_group_ids = [aws_security_group.etl.id]
  }
}

resource "aws_batch_job_queue" "lane" {
  for_each = local.lanes

  name     = "etl-${each.key}"
  state    = "ENABLED"
  priority = each.value.priority

  compute_environment_order {
    order               = 1
    compute_environment = aws_batch_compute_environment.lane[each.key].arn
  }
}

resource "aws_batch_job_definition" "loader" {
  name                  = "etl-loader"
  type                  = "container"
  platform_capabilities = ["FARGATE"]

  container_properties = templatefile("${path.module}/loader.json.tftpl", {
    image = "${aws_ecr_repository.loader.repository_url}:stable"
    role  = aws_iam_role.loader.arn
    size  = { VCPU = "1", MEMORY = "2048" }
  })
}
