# The rule and its target are declared by a module of the registry, at a version of long ago.
provider "aws" { region = "eu-north-1" }

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 3.14"

  name            = "nightly"
  cidr            = "10.77.0.0/16"
  azs             = ["eu-north-1a"]
  private_subnets = ["10.77.1.0/24"]
  public_subnets  = ["10.77.2.0/24"]
}

module "eventbridge" {
  source  = "terraform-aws-modules/eventbridge/aws"
  version = "~> 1.15"

  create_bus  = false
  create_role = false
  rules = {
    nightly = { schedule_expression = "cron(0 2 * * ? *)" }
  }
  targets = {
    nightly = [{
      name            = "settle"
      arn             = aws_ecs_cluster.jobs.arn
      attach_role_arn = aws_iam_role.start.arn
      ecs_target = {
        task_count          = 1
        launch_type         = "FARGATE"
        task_definition_arn = aws_ecs_task_definition.settle.arn
        network_configuration = {
          subnets         = module.vpc.private_subnets
          security_groups = [aws_security_group.settle.id]
        }
      }
    }]
  }
}

resource "aws_security_group" "settle" {
  name   = "settle"
  vpc_id = module.vpc.vpc_id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "jobs" {
  name = "jobs"
}

resource "aws_ecr_repository" "settle" {
  name = "settle"
}

data "aws_iam_policy_document" "trust" {
  for_each = toset(["ecs-tasks", "events"])

  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "start" {
  name               = "start"
  assume_role_policy = data.aws_iam_policy_document.trust["events"].json
}

resource "aws_iam_role_policy_attachment" "start" {
  role       = aws_iam_role.start.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceEventsRole"
}

resource "aws_iam_role" "pull" {
  name               = "pull"
  assume_role_policy = data.aws_iam_policy_document.trust["ecs-tasks"].json
}

resource "aws_iam_role_policy_attachment" "pull" {
  role       = aws_iam_role.pull.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_task_definition" "settle" {
  family                   = "settle"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.pull.arn
  container_definitions = jsonencode([{
    name  = "settle"
    image = "${aws_ecr_repository.settle.repository_url}:2026.11"
  }])
}
