locals {
  create_execution_iam_role = var.create && var.create_execution_iam_role
  create_execution_policy   = local.create_execution_iam_role && var.create_execution_policy
  execution_name            = coalesce(var.execution_iam_role_name, "${var.name}-exec")
}

data "aws_iam_policy_document" "execution_assume" {
  count = local.create_execution_iam_role ? 1 : 0

  statement {
    sid     = "ECSTaskExecutionAssumeRole"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "execution" {
  count = local.create_execution_iam_role ? 1 : 0

  name                 = var.execution_iam_role_use_name_prefix ? null : local.execution_name
  name_prefix          = var.execution_iam_role_use_name_prefix ? "${local.execution_name}-" : null
  path                 = var.execution_iam_role_path
  assume_role_policy   = data.aws_iam_policy_document.execution_assume[0].json
  permissions_boundary = var.execution_iam_role_permissions_boundary
}

resource "aws_iam_role_policy_attachment" "execution_additional" {
  for_each = { for k, v in var.execution_iam_role_policies : k => v if local.create_execution_iam_role }

  role       = aws_iam_role.execution[0].name
  policy_arn = each.value
}

data "aws_iam_policy_document" "execution" {
  count = local.create_execution_policy ? 1 : 0

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["*"]
  }

  statement {
    sid       = "ECR"
    actions   = ["ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = length(var.execution_ssm_param_arns) > 0 ? [1] : []

    content {
      sid       = "GetSSMParams"
      actions   = ["ssm:GetParameters"]
      resources = var.execution_ssm_param_arns
    }
  }

  dynamic "statement" {
    for_each = length(var.execution_secret_arns) > 0 ? [1] : []

    content {
      sid       = "GetSecrets"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = var.execution_secret_arns
    }
  }

  dynamic "statement" {
    for_each = var.execution_iam_statements == null ? {} : var.execution_iam_statements

    content {
      sid           = try(coalesce(statement.value.sid), statement.key)
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

resource "aws_iam_policy" "execution" {
  count = local.create_execution_policy ? 1 : 0

  name        = var.execution_iam_role_use_name_prefix ? null : local.execution_name
  name_prefix = var.execution_iam_role_use_name_prefix ? "${local.execution_name}-" : null
  policy      = data.aws_iam_policy_document.execution[0].json
}

resource "aws_iam_role_policy_attachment" "execution" {
  count = local.create_execution_policy ? 1 : 0

  role       = aws_iam_role.execution[0].name
  policy_arn = aws_iam_policy.execution[0].arn
}
