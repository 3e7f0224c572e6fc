data "aws_iam_policy_document" "events" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "starter" {
  name               = "reports-starter"
  assume_role_policy = data.aws_iam_policy_document.events.json
}

resource "aws_iam_role_policy" "starter" {
  role = aws_iam_role.starter.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "iam:PassRole", Resource = aws_iam_role.launch.arn },
      {
        Effect   = "Allow"
        Action   = "ecs:RunTask"
        Resource = replace(aws_ecs_task_definition.report.arn, "/:\\d+$/", ":*")
      },
    ]
  })
}

resource "aws_cloudwatch_event_rule" "monthly" {
  name                = "monthly-report"
  schedule_expression = "cron(0 4 1 * ? *)"
}

resource "aws_cloudwatch_event_target" "report" {
  rule     = aws_cloudwatch_event_rule.monthly.name
  arn      = aws_ecs_cluster.reports.arn
  role_arn = aws_iam_role.starter.arn

  ecs_target {
    task_definition_arn = var.task_definition
    task_count          = 1
    platform_version    = "1.4.0"
    network_configuration {
      subnets          = aws_subnet.open[*].id
      security_groups  = [aws_security_group.report.id]
      assign_public_ip = true
    }
  }

  lifecycle {
    ignore_changes = [ecs_target[0].task_definition_arn]
  }

  input = jsonencode({
    containerOverrides = [{ name = "report", command = ["--month", "previous"] }]
  })
}
