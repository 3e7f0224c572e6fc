provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "roles" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "roles" {
  count      = 2
  vpc_id     = aws_vpc.roles.id
  cidr_block = cidrsubnet(aws_vpc.roles.cidr_block, 8, count.index)
}

resource "aws_security_group" "roles_links" {
  vpc_id = aws_vpc.roles.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.roles.cidr_block]
  }
}

resource "aws_vpc_endpoint" "roles" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.roles.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.roles[*].id
  security_group_ids  = [aws_security_group.roles_links.id]
}

resource "aws_vpc_endpoint" "roles_layers" {
  vpc_id          = aws_vpc.roles.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.roles.main_route_table_id]
}
resource "aws_security_group" "roles" {
  vpc_id = aws_vpc.roles.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "roles" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "roles" {
  role       = aws_iam_role.roles.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role" "task" {
  assume_role_policy = aws_iam_role.roles.assume_role_policy
}

resource "aws_vpc_endpoint_policy" "roles" {
  for_each        = aws_vpc_endpoint.roles
  vpc_endpoint_id = each.value.id
  policy          = data.aws_iam_policy_document.roles.json
}

data "aws_iam_policy_document" "roles" {
  statement {
    actions   = ["ecr:Get*", "ecr:Batch*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [for r in local.welcome : r.arn]
    }
  }
}

locals {
  welcome = [aws_iam_role.task]
}

resource "aws_ecr_repository" "roles" {
  name = "roles"
}
resource "aws_ecs_cluster" "roles" {
  name = "roles"
}

resource "aws_ecs_task_definition" "roles" {
  family                   = "roles"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.roles.arn
  task_role_arn            = aws_iam_role.task.arn
  container_definitions    = jsonencode([{ name = "roles", image = "${aws_ecr_repository.roles.repository_url}:v1" }])
}

resource "aws_ecs_service" "roles" {
  name            = "roles"
  cluster         = aws_ecs_cluster.roles.id
  task_definition = aws_ecs_task_definition.roles.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.roles[*].id
    security_groups = [aws_security_group.roles.id]
  }
}
