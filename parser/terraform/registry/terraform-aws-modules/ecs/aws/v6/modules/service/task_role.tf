data "aws_region" "current" {
  region = var.region
}
data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

locals {
  create_tasks_iam_role = local.create_task_definition && var.create_tasks_iam_role
  tasks_name            = try(coalesce(var.tasks_iam_role_name, "${var.name}${var.major >= 7 && !var.disable_v7_default_name_description ? "-tasks" : ""}"), "NotProvided")
}

data "aws_iam_policy_document" "tasks_assume" {
  count = local.create_tasks_iam_role ? 1 : 0

  statement {
    sid     = "ECSTasksAssumeRole"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.current.partition}:ecs:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_iam_role" "tasks" {
  count = local.create_tasks_iam_role ? 1 : 0

  name                 = var.tasks_iam_role_use_name_prefix ? null : local.tasks_name
  name_prefix          = var.tasks_iam_role_use_name_prefix ? "${local.tasks_name}-" : null
  path                 = var.tasks_iam_role_path
  assume_role_policy   = data.aws_iam_policy_document.tasks_assume[0].json
  permissions_boundary = var.tasks_iam_role_permissions_boundary
}

resource "aws_iam_role_policy_attachment" "tasks" {
  for_each = { for k, v in var.tasks_iam_role_policies : k => v if local.create_tasks_iam_role }

  role       = aws_iam_role.tasks[0].name
  policy_arn = each.value
}

data "aws_iam_policy_document" "tasks" {
  count = local.create_tasks_iam_role && (var.tasks_iam_role_statements != null || var.enable_execute_command) ? 1 : 0

  dynamic "statement" {
    for_each = var.enable_execute_command ? [1] : []

    content {
      sid       = "ECSExec"
      actions   = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.tasks_iam_role_statements == null ? [] : var.tasks_iam_role_statements

    content {
      sid           = try(statement.value.sid, null)
      effect        = try(statement.value.effect, null)
      actions       = try(statement.value.actions, null)
      not_actions   = try(statement.value.not_actions, null)
      resources     = try(statement.value.resources, null)
      not_resources = try(statement.value.not_resources, null)

      dynamic "condition" {
        for_each = flatten([[for c in try(values(statement.value.conditions), statement.value.conditions, []) : c], [for c in try(coalesce(statement.value.condition), []) : c]])

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}

resource "aws_iam_policy" "tasks" {
  count = local.create_tasks_iam_role && (var.tasks_iam_role_statements != null || var.enable_execute_command) ? 1 : 0

  name        = var.tasks_iam_role_use_name_prefix ? null : local.tasks_name
  name_prefix = var.tasks_iam_role_use_name_prefix ? "${local.tasks_name}-" : null
  policy      = data.aws_iam_policy_document.tasks[0].json
}

resource "aws_iam_role_policy_attachment" "tasks_internal" {
  count = local.create_tasks_iam_role && (var.tasks_iam_role_statements != null || var.enable_execute_command) ? 1 : 0

  role       = aws_iam_role.tasks[0].name
  policy_arn = aws_iam_policy.tasks[0].arn
}
