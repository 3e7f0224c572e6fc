provider "aws" { region = "eu-central-1" }

resource "aws_vpc" "ci" { cidr_block = "10.2.0.0/16" }

resource "aws_internet_gateway" "ci" {
  vpc_id = aws_vpc.ci.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.ci.id
  cidr_block = cidrsubnet(aws_vpc.ci.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.ci.id
  cidr_block = cidrsubnet(aws_vpc.ci.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "ci" {
  domain = "vpc"
}

resource "aws_nat_gateway" "ci" {
  allocation_id = aws_eip.ci.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.ci.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.ci.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.ci.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.ci.id
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  count          = length(aws_subnet.private)
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}
resource "aws_security_group" "runner" {
  name   = "runner"
  vpc_id = aws_vpc.ci.id
}

resource "aws_vpc_security_group_egress_rule" "runner" {
  security_group_id = aws_security_group.runner.id
  ip_protocol       = "tcp"
  from_port         = 1
  to_port           = 1024
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_secretsmanager_secret" "ghcr" {
  name_prefix = "ghcr-"
}

resource "aws_secretsmanager_secret" "database" {
  name_prefix = "database-"
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "secrets" {
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.database.arn]
  }
}

resource "aws_iam_role" "runner" {
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy" "runner" {
  role   = aws_iam_role.runner.id
  policy = data.aws_iam_policy_document.secrets.json
}

resource "aws_ecs_cluster" "runner" {
  name = "runner"
}

resource "aws_ecs_task_definition" "runner" {
  family                   = "runner"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.runner.arn

  container_definitions = jsonencode([{
    name                  = "runner"
    image                 = "ghcr.io/acme/runner:3"
    repositoryCredentials = { credentialsParameter = aws_secretsmanager_secret.ghcr.arn }
    secrets               = [{ name = "PASSWORD", valueFrom = aws_secretsmanager_secret.database.arn }]
  }])
}

resource "aws_ecs_service" "runner" {
  name            = "runner"
  cluster         = aws_ecs_cluster.runner.id
  task_definition = aws_ecs_task_definition.runner.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.runner.id]
  }
}
