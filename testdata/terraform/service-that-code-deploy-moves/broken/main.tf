provider "aws" {
  region = "eu-west-2"
}

resource "aws_vpc" "web" {
  cidr_block = "10.14.0.0/16"
}

resource "aws_subnet" "web" {
  count      = 2
  vpc_id     = aws_vpc.web.id
  cidr_block = "10.14.${count.index}.0/24"
}

resource "aws_security_group" "web" {
  vpc_id = aws_vpc.web.id
  egress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecr_repository" "web" {
  name = "web"
}

resource "aws_iam_role" "web" {
  assume_role_policy  = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
}

resource "aws_ecs_task_definition" "web" {
  family                   = "web"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.web.arn
  container_definitions    = jsonencode([{ name = "web", image = "${aws_ecr_repository.web.repository_url}:blue" }])
}

resource "aws_ecs_service" "web" {
  name            = "web"
  task_definition = aws_ecs_task_definition.web.arn
  launch_type     = "FARGATE"
  desired_count   = 2

  deployment_controller {
    type = "CODE_DEPLOY"
  }

  network_configuration {
    subnets         = aws_subnet.web[*].id
    security_groups = [aws_security_group.web.id]
  }

  lifecycle {
    ignore_changes = [task_definition, load_balancer]
  }
}
