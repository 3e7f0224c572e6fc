locals {
  repositories = toset(["frontend", "publisher"])
}

resource "aws_ecr_repository" "app" {
  for_each = local.repositories
  name     = "govuk/${each.key}"
}

resource "aws_iam_role" "execution" {
  name = "govuk-execution"

  assume_role_policy = jsonencode({
    "Version" : "2012-10-17",
    "Statement" : [
      {
        "Effect" : "Allow",
        "Action" : "sts:AssumeRole",
        "Principal" : {
          "Service" : ["ecs-tasks.amazonaws.com", "scheduler.amazonaws.com"]
        }
      }
    ]
  })
}

resource "aws_iam_role_policy" "execution" {
  role = aws_iam_role.execution.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = values(aws_ecr_repository.app)[*].arn
      },
      {
        Effect   = "Allow"
        Action   = "ecr:GetAuthorizationToken"
        Resource = "*"
      },
    ]
  })
}

resource "aws_ecs_cluster" "govuk" {
  name = "govuk"
}

resource "aws_ecs_task_definition" "app" {
  for_each                 = local.repositories
  family                   = each.key
  cpu                      = 512
  memory                   = 1024
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.execution.arn

  container_definitions = jsonencode([{
    name  = each.key
    image = join(":", [aws_ecr_repository.app[each.key].repository_url, "release"])
  }])
}

resource "aws_ecs_service" "app" {
  for_each        = local.repositories
  name            = each.key
  cluster         = aws_ecs_cluster.govuk.id
  task_definition = aws_ecs_task_definition.app[each.key].arn
  launch_type     = "FARGATE"
  desired_count   = 2
  depends_on      = [aws_iam_role_policy.execution]

  network_configuration {
    subnets = [for s in aws_subnet.private : s.id]
  }
}
