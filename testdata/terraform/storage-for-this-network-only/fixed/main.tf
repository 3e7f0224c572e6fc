# A condition on the network holds for pre-signed requests too; one on the caller does not.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "own" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_vpc_endpoint_policy" "own" {
  vpc_endpoint_id = aws_vpc_endpoint.own_layers.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = ["s3:Get*", "s3:List*"]
      Resource  = ["arn:aws:s3:::*"]
      Condition = { StringEquals = local.only }
    }]
  })
}

locals {
  only = { "aws:SourceVpc" = aws_vpc.own.id }
}

resource "aws_subnet" "own" {
  count      = 2
  vpc_id     = aws_vpc.own.id
  cidr_block = cidrsubnet(aws_vpc.own.cidr_block, 8, count.index)
}

resource "aws_security_group" "own_links" {
  vpc_id = aws_vpc.own.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.own.cidr_block]
  }
}

resource "aws_vpc_endpoint" "own" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.own.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.own[*].id
  security_group_ids  = [aws_security_group.own_links.id]
}

resource "aws_vpc_endpoint" "own_layers" {
  vpc_id          = aws_vpc.own.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.own.main_route_table_id]
}
resource "aws_security_group" "own" {
  vpc_id = aws_vpc.own.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "own" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = aws_iam_role.own.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "own" {
  name = "own"
}

resource "aws_ecs_cluster" "own" {
  name = "own"
}

resource "aws_ecs_task_definition" "own" {
  family                   = "own"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.own.arn
  container_definitions    = jsonencode([{ name = "own", image = "${aws_ecr_repository.own.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "own" {
  name            = "own"
  cluster         = aws_ecs_cluster.own.id
  task_definition = aws_ecs_task_definition.own.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.own[*].id
    security_groups = [aws_security_group.own.id]
  }
}
