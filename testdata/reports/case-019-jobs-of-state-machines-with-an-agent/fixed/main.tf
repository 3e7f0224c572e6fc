resource "aws_guardduty_detector" "main" {
  enable = true
}

resource "aws_guardduty_detector_feature" "main" {
  for_each    = { RUNTIME_MONITORING = ["ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"] }
  detector_id = aws_guardduty_detector.main.id
  name        = each.key
  status      = "ENABLED"

  dynamic "additional_configuration" {
    for_each = each.value
    content {
      name   = additional_configuration.value
      status = "ENABLED"
    }
  }
}

resource "aws_iam_role" "task_executor" {
  name = "task_executor"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

data "aws_iam_policy_document" "task_executor" {
  statement {
    sid       = "ECRAuth"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid = "ECRPullAccess"
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
    ]
    resources = [aws_ecr_repository.app.arn, "arn:aws:ecr:us-east-1:593207742271:repository/aws-guardduty-agent-fargate"]
  }
}

resource "aws_iam_role_policy" "task_executor" {
  role   = aws_iam_role.task_executor.id
  policy = data.aws_iam_policy_document.task_executor.json
}

resource "aws_ecr_repository" "app" {
  name = "simpler-grants-gov-api"
}

resource "aws_ecs_cluster" "cluster" {
  name = "api-dev"
}

resource "aws_security_group" "app" {
  name   = "api-dev"
  vpc_id = aws_vpc.grants.id
  egress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_task_definition" "app" {
  family                   = "api-dev"
  execution_role_arn       = aws_iam_role.task_executor.arn
  cpu                      = 512
  memory                   = 1024
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  container_definitions = jsonencode([{
    name  = "api-dev"
    image = "${aws_ecr_repository.app.repository_url}:8c1749c"
  }])
}

locals {
  scheduled_jobs = {
    load-transform     = ["poetry", "run", "flask", "data-migration"]
    refresh-statistics = ["poetry", "run", "flask", "statistics"]
  }
}

resource "aws_iam_role" "workflow_orchestrator" {
  name = "workflow_orchestrator"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "states.amazonaws.com" } }]
  })
}

resource "aws_sfn_state_machine" "scheduled_jobs" {
  for_each = local.scheduled_jobs

  name     = "api-dev-${each.key}"
  role_arn = aws_iam_role.workflow_orchestrator.arn

  definition = jsonencode({
    StartAt = "ExecuteECSTask"
    States = {
      ExecuteECSTask = {
        Type     = "Task"
        Resource = "arn:aws:states:::ecs:runTask.sync"
        Parameters = {
          Cluster        = aws_ecs_cluster.cluster.arn
          TaskDefinition = aws_ecs_task_definition.app.arn
          LaunchType     = "FARGATE"
          NetworkConfiguration = {
            AwsvpcConfiguration = {
              Subnets        = values(aws_subnet.private)[*].id
              SecurityGroups = [aws_security_group.app.id]
            }
          }
          Overrides = {
            ContainerOverrides = [{ Name = "api-dev", Command = each.value }]
          }
        }
        End = true
      }
    }
  })
}
