data "aws_region" "current" {
  region = var.region
}
data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

locals {
  create_infrastructure_iam_role   = var.create && var.create_infrastructure_iam_role && local.managed
  create_node_iam_instance_profile = var.create && var.create_node_iam_instance_profile && local.managed

  infrastructure_name = coalesce(var.infrastructure_iam_role_name, "${var.name}-infra")
  node_name           = coalesce(var.node_iam_role_name, "${var.name}-node")
  instances           = "arn:${data.aws_partition.current.partition}:ecs:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:container-instance/*"
}

# What ECS may do to EC2 on the caller's behalf stops no pull: its policy is left out.
data "aws_iam_policy_document" "infrastructure_assume" {
  count = local.create_infrastructure_iam_role ? 1 : 0

  statement {
    sid     = "ECSServiceAssumeRole"
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["ecs.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "infrastructure" {
  count = local.create_infrastructure_iam_role ? 1 : 0

  name                 = var.infrastructure_iam_role_use_name_prefix ? null : local.infrastructure_name
  name_prefix          = var.infrastructure_iam_role_use_name_prefix ? "${local.infrastructure_name}-" : null
  path                 = var.infrastructure_iam_role_path
  assume_role_policy   = data.aws_iam_policy_document.infrastructure_assume[0].json
  permissions_boundary = var.infrastructure_iam_role_permissions_boundary
}

data "aws_iam_policy_document" "node_assume_role_policy" {
  count = local.create_node_iam_instance_profile ? 1 : 0

  statement {
    sid     = "ECSNodeAssumeRole"
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "node" {
  count = local.create_node_iam_instance_profile ? 1 : 0

  name                 = var.node_iam_role_use_name_prefix ? null : local.node_name
  name_prefix          = var.node_iam_role_use_name_prefix ? "${local.node_name}-" : null
  path                 = var.node_iam_role_path
  assume_role_policy   = data.aws_iam_policy_document.node_assume_role_policy[0].json
  permissions_boundary = var.node_iam_role_permissions_boundary
}

resource "aws_iam_role_policy_attachment" "node_additional" {
  for_each = { for k, v in var.node_iam_role_additional_policies : k => v if local.create_node_iam_instance_profile }

  role       = aws_iam_role.node[0].name
  policy_arn = each.value
}

data "aws_iam_policy_document" "node" {
  count = local.create_node_iam_instance_profile ? 1 : 0

  source_policy_documents   = var.node_iam_role_source_policy_documents
  override_policy_documents = var.node_iam_role_override_policy_documents

  statement {
    sid       = "ECSAgentDiscoverPollEndpointPermissions"
    actions   = ["ecs:DiscoverPollEndpoint"]
    resources = ["*"]
  }

  statement {
    sid       = "ECSAgentRegisterPermissions"
    actions   = ["ecs:RegisterContainerInstance"]
    resources = [aws_ecs_cluster.this[0].arn]
  }

  statement {
    sid       = "ECSAgentPollPermissions"
    actions   = ["ecs:Poll"]
    resources = [local.instances]
  }

  statement {
    sid       = "ECSAgentTelemetryPermissions"
    actions   = ["ecs:StartTelemetrySession", "ecs:PutSystemLogEvents"]
    resources = [local.instances]
  }

  statement {
    sid       = "ECSAgentStateChangePermissions"
    actions   = ["ecs:SubmitAttachmentStateChanges", "ecs:SubmitTaskStateChange"]
    resources = [aws_ecs_cluster.this[0].arn]
  }

  dynamic "statement" {
    for_each = var.node_iam_role_statements == null ? {} : var.node_iam_role_statements

    content {
      sid           = try(coalesce(statement.value.sid), statement.key)
      effect        = try(statement.value.effect, null)
      actions       = try(statement.value.actions, null)
      not_actions   = try(statement.value.not_actions, null)
      resources     = try(statement.value.resources, null)
      not_resources = try(statement.value.not_resources, null)

      dynamic "condition" {
        for_each = try(coalesce(statement.value.condition), [])

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}

resource "aws_iam_policy" "node" {
  count = local.create_node_iam_instance_profile ? 1 : 0

  name        = var.node_iam_role_use_name_prefix ? null : local.node_name
  name_prefix = var.node_iam_role_use_name_prefix ? "${local.node_name}-" : null
  policy      = data.aws_iam_policy_document.node[0].json
}

resource "aws_iam_role_policy_attachment" "node" {
  count = local.create_node_iam_instance_profile ? 1 : 0

  role       = aws_iam_role.node[0].name
  policy_arn = aws_iam_policy.node[0].arn
}

resource "aws_iam_instance_profile" "this" {
  count = local.create_node_iam_instance_profile ? 1 : 0

  name        = var.node_iam_role_use_name_prefix ? null : local.node_name
  name_prefix = var.node_iam_role_use_name_prefix ? "${local.node_name}-" : null
  path        = var.node_iam_role_path
  role        = aws_iam_role.node[0].name
}
