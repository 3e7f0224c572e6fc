locals {
  steps = {
    extract   = { tag = "4.1", cpu = 256 }
    transform = { tag = "4.0", cpu = 2048 }
    load      = { tag = "4.1", cpu = 512 }
  }
}

resource "aws_ecr_repository" "step" {
  for_each = local.steps
  name     = "pipeline/${each.key}"
}

resource "aws_iam_role" "steps" {
  name = "pipeline-steps"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
}

resource "aws_ecs_cluster" "pipeline" {
  name = "pipeline"
}

resource "aws_ecs_task_definition" "step" {
  for_each                 = local.steps
  family                   = "pipeline-${each.key}"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = each.value.cpu
  memory                   = each.value.cpu * 2
  execution_role_arn       = aws_iam_role.steps.arn
  container_definitions = jsonencode([{
    name  = each.key
    image = "${aws_ecr_repository.step[each.key].repository_url}:${each.value.tag}"
  }])
}
