provider "aws" { region = "eu-north-1" }

data "aws_vpc" "grove" {
  tags = { Name = "farm-grove" }
}

data "aws_subnets" "inner" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.grove.id]
  }
  filter {
    name   = "tag:Name"
    values = ["farm-grove-inner-*"]
  }
}

resource "aws_security_group" "press" {
  vpc_id = data.aws_vpc.grove.id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "orchard" {
  name = basename(abspath(path.root))
}

resource "aws_ecs_task_definition" "press" {
  family                   = "press"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions    = jsonencode([{ name = "press", image = "public.ecr.aws/docker/library/caddy:2" }])
}

resource "aws_ecs_service" "press" {
  name            = "press"
  cluster         = aws_ecs_cluster.orchard.id
  task_definition = aws_ecs_task_definition.press.arn
  launch_type     = "FARGATE"
  desired_count   = 1

  network_configuration {
    subnets         = data.aws_subnets.inner.ids
    security_groups = [aws_security_group.press.id]
  }
}
