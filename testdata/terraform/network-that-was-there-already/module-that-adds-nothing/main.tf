# Every account has this network; its subnets lead out, for who has a public address.
provider "aws" {
  region = "ca-central-1"
}

data "aws_vpc" "standing" {
  default = true
}

data "aws_subnets" "standing" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.standing.id]
  }

  filter {
    name   = "default-for-az"
    values = ["true"]
  }
}

resource "aws_security_group" "kiln" {
  name   = "kiln"
  vpc_id = data.aws_vpc.standing.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "kiln" {
  name = "kiln-execution"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
}

resource "aws_ecr_repository" "kiln" {
  name = "pottery/kiln"
}

resource "aws_ecs_cluster" "pottery" {
  name = "pottery"
}

resource "aws_ecs_task_definition" "kiln" {
  family                   = "kiln"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.kiln.arn
  container_definitions = jsonencode([{
    name      = "kiln"
    image     = "${aws_ecr_repository.kiln.repository_url}:2024.11"
    essential = true
  }])
}

resource "aws_ecs_service" "kiln" {
  name            = "kiln"
  cluster         = aws_ecs_cluster.pottery.id
  task_definition = aws_ecs_task_definition.kiln.arn
  launch_type     = "FARGATE"
  desired_count   = 1

  network_configuration {
    subnets          = data.aws_subnets.standing.ids
    security_groups  = [aws_security_group.kiln.id]
    assign_public_ip = false
  }
}

module "glazes" {
  source  = "terraform-aws-modules/s3-bucket/aws"
  version = "~> 4.0"
  bucket  = "kiln-glazes"
}
