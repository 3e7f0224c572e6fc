provider "aws" {
  region = "ap-southeast-2"
}

module "network" {
  source = "./network"
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_ecr_repository" "worker" {
  name = "orders/worker"
}

data "aws_iam_policy_document" "trust" {
  for_each = toset(["ecs-tasks", "pipes"])
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "pull" {
  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }
  statement {
    actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [aws_ecr_repository.worker.arn]
  }
}

resource "aws_iam_role" "worker" {
  name               = "orders-worker"
  assume_role_policy = data.aws_iam_policy_document.trust["ecs-tasks"].json
}

resource "aws_iam_role_policy" "worker" {
  role   = aws_iam_role.worker.id
  policy = data.aws_iam_policy_document.pull.json
}

resource "aws_iam_role" "urgent" {
  name               = "orders-urgent"
  assume_role_policy = data.aws_iam_policy_document.trust["ecs-tasks"].json
}

resource "aws_iam_role_policy" "urgent" {
  role = aws_iam_role.urgent.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = "*" }]
  })
}

resource "aws_iam_role" "pipe" {
  name               = "orders-pipe"
  assume_role_policy = data.aws_iam_policy_document.trust["pipes"].json
}

resource "aws_ecs_cluster" "orders" {
  name = "orders"
}

resource "aws_ecs_task_definition" "worker" {
  family                   = "orders-worker"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.worker.arn
  container_definitions    = jsonencode([{ name = "worker", image = "${aws_ecr_repository.worker.repository_url}:12" }])
}

resource "aws_pipes_pipe" "orders" {
  name     = "orders"
  role_arn = aws_iam_role.pipe.arn
  source   = aws_sqs_queue.orders.arn
  target   = aws_ecs_cluster.orders.arn

  target_parameters {
    ecs_task_parameters {
      task_definition_arn = aws_ecs_task_definition.worker.arn
      launch_type         = "FARGATE"
      task_count          = 1

      network_configuration {
        aws_vpc_configuration {
          subnets          = module.network.subnets
          security_groups  = [module.network.group]
          assign_public_ip = "DISABLED"
        }
      }

      overrides {
        execution_role_arn = aws_iam_role.worker.arn
        container_override {
          name = "worker"
          environment {
            name  = "ORDER"
            value = "$.body.id"
          }
        }
      }
    }
  }
}
