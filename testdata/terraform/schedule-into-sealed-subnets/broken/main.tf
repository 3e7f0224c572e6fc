provider "aws" {
  region = "us-west-2"
}

locals {
  doors = toset(["ecr.api", "ecr.dkr", "logs"])
}

resource "aws_vpc" "sealed" {
  cidr_block           = "10.40.0.0/20"
  enable_dns_hostnames = true
}

resource "aws_subnet" "sealed" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = aws_vpc.sealed.id
  availability_zone = "us-west-2${each.key}"
  cidr_block        = cidrsubnet("10.40.0.0/20", 4, each.value)
}

resource "aws_route_table" "sealed" {
  vpc_id = aws_vpc.sealed.id
}

resource "aws_route_table_association" "sealed" {
  for_each       = aws_subnet.sealed
  subnet_id      = each.value.id
  route_table_id = aws_route_table.sealed.id
}

resource "aws_security_group" "doors" {
  name   = "doors"
  vpc_id = aws_vpc.sealed.id
}

resource "aws_vpc_security_group_ingress_rule" "doors" {
  security_group_id = aws_security_group.doors.id
  cidr_ipv4         = aws_vpc.sealed.cidr_block
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_endpoint" "doors" {
  for_each            = local.doors
  vpc_id              = aws_vpc.sealed.id
  vpc_endpoint_type   = "Interface"
  service_name        = "com.amazonaws.us-west-2.${each.value}"
  private_dns_enabled = true
  subnet_ids          = [for s in aws_subnet.sealed : s.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "storage" {
  vpc_id            = aws_vpc.sealed.id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.us-west-2.s3"
  route_table_ids   = [aws_route_table.sealed.id]
}

resource "aws_security_group" "sweeper" {
  name   = "sweeper"
  vpc_id = aws_vpc.sealed.id
}

resource "aws_vpc_security_group_egress_rule" "sweeper" {
  security_group_id            = aws_security_group.sweeper.id
  referenced_security_group_id = aws_security_group.doors.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_ecr_repository" "sweeper" {
  name = "sweeper"
}

resource "aws_iam_role" "sweeper" {
  name = "sweeper"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "sweeper" {
  role = aws_iam_role.sweeper.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["ecr:GetAuthorizationToken"], Resource = "*" },
      { Effect = "Allow", Action = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], Resource = aws_ecr_repository.sweeper.arn },
    ]
  })
}

resource "aws_ecs_cluster" "sweeper" {
  name = "sweeper"
}

resource "aws_ecs_task_definition" "sweeper" {
  family                   = "sweeper"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.sweeper.arn
  container_definitions    = jsonencode([{ name = "sweeper", image = "${aws_ecr_repository.sweeper.repository_url}:7" }])
}

resource "aws_iam_role" "scheduler" {
  name = "sweeper-scheduler"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "scheduler.amazonaws.com" } }]
  })
}

resource "aws_scheduler_schedule" "sweeper" {
  name                         = "sweeper"
  schedule_expression          = "rate(6 hours)"
  schedule_expression_timezone = "America/Los_Angeles"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_ecs_cluster.sweeper.arn
    role_arn = aws_iam_role.scheduler.arn

    ecs_parameters {
      task_definition_arn = trimsuffix(aws_ecs_task_definition.sweeper.arn, ":${aws_ecs_task_definition.sweeper.revision}")
      launch_type         = "FARGATE"

      network_configuration {
        subnets         = values(aws_subnet.sealed)[*].id
        security_groups = [aws_security_group.sweeper.id]
      }
    }
  }
}
