provider "aws" {
  region = "eu-north-1"
  allowed_account_ids = ["445566778899"]
}

resource "aws_vpc" "forge" {
  cidr_block           = "10.31.0.0/20"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "forge" {
  vpc_id = aws_vpc.forge.id
}

resource "aws_subnet" "forge" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = aws_vpc.forge.id
  availability_zone = "eu-north-1${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.forge.cidr_block, 4, each.value)
}

resource "aws_default_route_table" "forge" {
  default_route_table_id = aws_vpc.forge.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.forge.id
  }
}

resource "aws_security_group" "forge" {
  vpc_id = aws_vpc.forge.id
}

resource "aws_vpc_security_group_egress_rule" "forge" {
  security_group_id = aws_security_group.forge.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_ecs_service" "forge" {
  name            = "forge"
  cluster         = aws_ecs_cluster.forge.id
  task_definition = aws_ecs_task_definition.forge.arn
  launch_type     = "FARGATE"
  desired_count   = 2

  network_configuration {
    subnets          = [for s in aws_subnet.forge : s.id]
    security_groups  = [aws_security_group.forge.id]
    assign_public_ip = true
  }
}

resource "aws_ecs_cluster" "forge" {
  name = "forge"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "exec" {
  name               = "forge-exec"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "exec" {
  role       = aws_iam_role.exec.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_task_definition" "forge" {
  family                   = "forge"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.exec.arn

  container_definitions = jsonencode([{
    name      = "forge"
    image     = "registry.gitlab.com/acme/forge/web:7.1"
    essential = true
    repositoryCredentials = { credentialsParameter = aws_secretsmanager_secret.hub.arn }
  }])
}

resource "aws_secretsmanager_secret" "hub" {
  name_prefix = "hub-"
}

resource "aws_secretsmanager_secret_policy" "hub" {
  secret_arn = aws_secretsmanager_secret.hub.arn

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Sid       = "DeployerOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
      Condition = { ArnNotEquals = { "aws:PrincipalArn" = var.readers } }
    }]
  })
}

resource "aws_iam_role_policy" "read" {
  role = aws_iam_role.exec.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "secretsmanager:Get*", Resource = "arn:aws:secretsmanager:*:*:secret:hub-*" }]
  })
}

variable "readers" {
  type = list(string)
}
