locals {
  region = "ap-northeast-1"
}

provider "aws" {
  region = local.region
}

resource "aws_vpc" "site" {
  cidr_block           = "10.20.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "site" {
  count      = 2
  vpc_id     = aws_vpc.site.id
  cidr_block = "10.20.${count.index}.0/24"
}

resource "aws_route_table" "site" {
  vpc_id = aws_vpc.site.id
}

resource "aws_route_table_association" "site" {
  count          = 2
  subnet_id      = aws_subnet.site.*.id[count.index]
  route_table_id = aws_route_table.site.id
}

resource "aws_security_group" "endpoint" {
  name   = "site-endpoint"
  vpc_id = aws_vpc.site.id
}

resource "aws_security_group" "site" {
  name   = "site-task"
  vpc_id = aws_vpc.site.id
}

resource "aws_security_group_rule" "endpoint_access" {
  description       = "Enable access for the endpoints"
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = [aws_vpc.site.cidr_block]
  security_group_id = aws_security_group.endpoint.id
}

resource "aws_security_group_rule" "site_egress" {
  type              = "egress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["0.0.0.0/0"]
  security_group_id = aws_security_group.site.id
}

resource "aws_iam_role" "site" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "site" {
  role       = aws_iam_role.site.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "site" {
  name = "site"
}

resource "aws_ecs_cluster" "site" {
  name = "site"
}

resource "aws_ecs_task_definition" "site" {
  family                   = "site"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.site.arn
  container_definitions    = jsonencode([{ name = "site", image = "${aws_ecr_repository.site.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "site" {
  name            = "site"
  cluster         = aws_ecs_cluster.site.id
  task_definition = aws_ecs_task_definition.site.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.site[*].id
    security_groups = [aws_security_group.site.id]
  }
}
