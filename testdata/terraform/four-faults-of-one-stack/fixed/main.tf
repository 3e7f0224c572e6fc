provider "aws" { region = "eu-west-1" }

module "endpoints" {
  source   = "./endpoints"
  vpc_id   = aws_vpc.tea.id
  group_id = aws_security_group.links.id
  endpoints = {
    api = { service = "ecr.api", private_dns = true, subnets = aws_subnet.tea[*].id }
    dkr = { service = "ecr.dkr", private_dns = true, subnets = aws_subnet.tea[*].id }
    run = { service = "execute-api", subnets = aws_subnet.tea[*].id }
    s3  = { service = "s3", type = "Gateway", tables = [aws_vpc.tea.main_route_table_id] }
  }
}

resource "aws_vpc" "tea" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  enable_dns_support   = true
}

resource "aws_subnet" "tea" {
  count      = 2
  vpc_id     = aws_vpc.tea.id
  cidr_block = "10.0.${count.index}.0/24"
}

data "aws_prefix_list" "s3" {
  prefix_list_id = module.endpoints.lists[0]
}

resource "aws_security_group" "links" {
  vpc_id = aws_vpc.tea.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.tea.cidr_block]
  }
}

resource "aws_security_group" "tea" {
  vpc_id = aws_vpc.tea.id

  egress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.links.id]
    prefix_list_ids = [data.aws_prefix_list.s3.id]
  }

  egress {
    from_port   = 53
    to_port     = 53
    protocol    = "udp"
    cidr_blocks = ["${cidrhost(aws_vpc.tea.cidr_block, 2)}/32"]
  }
}

resource "aws_iam_role" "tea" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "tea" {
  role       = aws_iam_role.tea.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "tea" {
  name = "tea"
}

resource "aws_ecs_cluster" "tea" {
  name = "tea"
}

resource "aws_ecs_task_definition" "tea" {
  family                   = "tea"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.tea.arn
  container_definitions    = jsonencode([{ name = "tea", image = "${aws_ecr_repository.tea.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "tea" {
  name            = "tea"
  cluster         = aws_ecs_cluster.tea.id
  task_definition = aws_ecs_task_definition.tea.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.tea[*].id
    security_groups = [aws_security_group.tea.id]
  }
}
