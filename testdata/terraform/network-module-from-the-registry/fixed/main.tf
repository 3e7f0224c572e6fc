# The module is not here, and it is one that ecrlint has a model of. The role is here.
provider "aws" { region = "eu-west-1" }

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 5.0"

  name               = "core"
  cidr               = "10.0.0.0/16"
  azs                = ["eu-west-1a", "eu-west-1b"]
  private_subnets    = ["10.0.1.0/24", "10.0.2.0/24"]
  public_subnets     = ["10.0.101.0/24", "10.0.102.0/24"]
  enable_nat_gateway = true
}

resource "aws_security_group" "tax" {
  vpc_id = module.vpc.vpc_id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "tax" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "tax" {
  role = aws_iam_role.tax.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], Resource = aws_ecr_repository.tax.arn },
      { Effect = "Allow", Action = ["ecr:GetAuthorizationToken"], Resource = "*" },
    ]
  })
}

resource "aws_ecr_repository" "tax" {
  name = "tax"
}

resource "aws_ecs_cluster" "tax" {
  name = "tax"
}

resource "aws_ecs_task_definition" "tax" {
  family                   = "tax"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.tax.arn
  container_definitions    = jsonencode([{ name = "tax", image = "${aws_ecr_repository.tax.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "tax" {
  name            = "tax"
  cluster         = aws_ecs_cluster.tax.id
  task_definition = aws_ecs_task_definition.tax.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = module.vpc.private_subnets
    security_groups = [aws_security_group.tax.id]
  }
}
