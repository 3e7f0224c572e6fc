terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_ecr_repository" "alpha" { name = "alpha" }

resource "aws_ecr_repository" "beta" { name = "beta" }

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_subnet" "p" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_route_table" "r" { vpc_id = aws_vpc.main.id }

resource "aws_route_table_association" "p" {
  subnet_id      = aws_subnet.p.id
  route_table_id = aws_route_table.r.id
}

resource "aws_security_group" "door" {
  vpc_id = aws_vpc.main.id
  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.alpha.id, aws_security_group.beta.id]
  }
}

resource "aws_vpc_endpoint" "door" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.p.id]
  security_group_ids  = [aws_security_group.door.id]
  policy              = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "ecr:*", Resource = "*" }] })
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.main.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_route_table.r.id]
}

resource "aws_iam_role" "x" {
  name                 = "x"
  permissions_boundary = aws_iam_policy.limit.arn
  assume_role_policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })
}

resource "aws_iam_policy" "limit" {
  name   = "limit"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ecr:*", Resource = "*" }] })
}

resource "aws_iam_role_policy_attachment" "x" {
  role       = aws_iam_role.x.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "c" { name = "c" }

resource "aws_security_group" "alpha" {
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_task_definition" "alpha" {
  family                   = "alpha"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.x.arn
  container_definitions    = jsonencode([{ name = "alpha", image = "${aws_ecr_repository.alpha.repository_url}:1", essential = true }])
}

resource "aws_ecs_service" "alpha" {
  name            = "alpha"
  cluster         = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.alpha.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.p.id]
    security_groups = [aws_security_group.alpha.id]
  }
}

resource "aws_security_group" "beta" {
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_task_definition" "beta" {
  family                   = "beta"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.x.arn
  container_definitions    = jsonencode([{ name = "beta", image = "${aws_ecr_repository.beta.repository_url}:1", essential = true }])
}

resource "aws_ecs_service" "beta" {
  name            = "beta"
  cluster         = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.beta.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.p.id]
    security_groups = [aws_security_group.beta.id]
  }
}
