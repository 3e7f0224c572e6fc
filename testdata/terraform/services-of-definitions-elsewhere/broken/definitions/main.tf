provider "aws" {
  region = local.region
}

locals {
  region = "eu-west-3"
}

resource "aws_ecr_repository" "mill" {
  for_each = toset(["mill/grinder", "mill/sifter"])
  name     = each.key
}

resource "aws_iam_role" "pull" {
  name = "mill-pull"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })

  inline_policy {
    name = "pull"

    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
        {
          Effect   = "Allow"
          Action   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
          Resource = aws_ecr_repository.mill["mill/sifter"].arn
        },
      ]
    })
  }
}

resource "aws_ecs_task_definition" "mill" {
  for_each                 = aws_ecr_repository.mill
  family                   = replace(each.key, "/", "-")
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.pull.arn

  container_definitions = jsonencode([{
    name      = "main"
    image     = "${each.value.repository_url}:stable-7"
    essential = true
  }])
}
