provider "aws" {
  region = "us-gov-west-1"
}

data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  endpoints = {
    api = { service = "ecr.api" }
    dkr = { service = "ecr.dkr" }
    log = { service = "logs" }
    s3  = { service = "s3", gateway = true }
  }
  layers = "arn:aws:s3:::prod-${data.aws_region.current.region}-starport-layer-bucket/*"
}

resource "aws_vpc" "case" {
  cidr_block           = "10.64.0.0/16"
  enable_dns_hostnames = true
  enable_dns_support   = true
}

resource "aws_subnet" "case" {
  for_each          = { us-gov-west-1a = 0, us-gov-west-1b = 1 }
  vpc_id            = aws_vpc.case.id
  availability_zone = each.key
  cidr_block        = cidrsubnet("10.64.0.0/16", 4, each.value)
}

resource "aws_route_table" "case" {
  vpc_id = aws_vpc.case.id
}

resource "aws_route_table_association" "case" {
  for_each       = aws_subnet.case
  route_table_id = aws_route_table.case.id
  subnet_id      = each.value.id
}

resource "aws_vpc_endpoint" "this" {
  for_each            = local.endpoints
  vpc_id              = aws_vpc.case.id
  service_name        = "com.amazonaws.${data.aws_region.current.region}.${each.value.service}"
  vpc_endpoint_type   = lookup(each.value, "gateway", false) ? "Gateway" : "Interface"
  private_dns_enabled = try(each.value.gateway, false) ? null : true
  subnet_ids          = can(each.value.gateway) ? null : [for s in aws_subnet.case : s.id]
  security_group_ids  = can(each.value.gateway) ? null : [aws_security_group.endpoints.id]
  route_table_ids     = can(each.value.gateway) ? [aws_route_table.case.id] : null
  policy = each.key != "s3" ? null : jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = local.layers },
    ]
  })
}

resource "aws_security_group" "endpoints" {
  vpc_id = aws_vpc.case.id
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  for_each          = aws_subnet.case
  security_group_id = aws_security_group.endpoints.id
  cidr_ipv4         = each.value.cidr_block
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_security_group" "docket" {
  name_prefix = "docket"
  vpc_id      = aws_vpc.case.id
}

resource "aws_security_group_rule" "docket_out" {
  type              = "egress"
  security_group_id = aws_security_group.docket.id
  protocol          = "all"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_iam_role" "docket" {
  name = "docket"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.${data.aws_partition.current.partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"}" } }]
  })
}

resource "aws_iam_role_policy_attachment" "docket" {
  role       = aws_iam_role.docket.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "docket" {
  name = "docket"
}

resource "aws_ecs_cluster" "docket" {
  name = "docket"
}

resource "aws_ecs_task_definition" "docket" {
  family                   = "docket"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.docket.arn
  container_definitions    = jsonencode([{ name = "docket", image = "${aws_ecr_repository.docket.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "docket" {
  name            = "docket"
  cluster         = aws_ecs_cluster.docket.id
  task_definition = aws_ecs_task_definition.docket.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [for s in aws_subnet.case : s.id]
    security_groups = [aws_security_group.docket.id]
  }
}
