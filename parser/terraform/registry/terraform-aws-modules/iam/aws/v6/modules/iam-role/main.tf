data "aws_caller_identity" "current" {
  count = var.create ? 1 : 0
}

data "aws_partition" "current" {
  count = var.create ? 1 : 0
}

locals {
  account   = try(data.aws_caller_identity.current[0].account_id, "")
  partition = try(data.aws_partition.current[0].partition, "")
  name      = var.use_name_prefix ? null : var.name
  prefix    = var.use_name_prefix ? "${var.name}-" : null
  urls      = [for url in var.oidc_provider_urls : replace(url, "https://", "")]
  bitbucket = try(element(local.urls, 0), null)
  web       = ["sts:TagSession", "sts:AssumeRoleWithWebIdentity"]

  # Those that come with an identity of a provider: who provides it, and on what conditions.
  federated = concat(
    [for url in var.enable_oidc ? local.urls : [] : {
      sid     = null
      actions = local.web
      from    = ["arn:${local.partition}:iam::${coalesce(var.oidc_account_id, local.account)}:oidc-provider/${url}"]
      conditions = concat(
        length(var.oidc_subjects) > 0 ? [for _ in local.urls : { test = "StringEquals", variable = "${url}:sub", values = var.oidc_subjects }] : [],
        length(var.oidc_wildcard_subjects) > 0 ? [for _ in local.urls : { test = "StringLike", variable = "${url}:sub", values = var.oidc_wildcard_subjects }] : [],
        length(var.oidc_audiences) > 0 ? [for _ in local.urls : { test = "StringEquals", variable = "${url}:aud", values = var.oidc_audiences }] : [],
      )
    }],
    [for _ in range(var.enable_github_oidc ? 1 : 0) : {
      sid     = "GithubOidcAuth"
      actions = local.web
      from    = ["arn:${local.partition}:iam::${local.account}:oidc-provider/${var.github_provider}"]
      conditions = concat(
        [{ test = "ForAllValues:StringEquals", variable = "${var.github_provider}:iss", values = ["https://${var.github_provider}"] }],
        [{ test = "ForAllValues:StringEquals", variable = "${var.github_provider}:aud", values = coalescelist(var.oidc_audiences, ["sts.amazonaws.com"]) }],
        length(var.oidc_subjects) > 0 ? [{ test = "StringEquals", variable = "${var.github_provider}:sub", values = [for s in var.oidc_subjects : "repo:${trimprefix(s, "repo:")}"] }] : [],
        length(var.oidc_wildcard_subjects) > 0 ? [{ test = "StringLike", variable = "${var.github_provider}:sub", values = [for s in var.oidc_wildcard_subjects : "repo:${trimprefix(s, "repo:")}"] }] : [],
      )
    }],
    [for _ in range(var.enable_bitbucket_oidc ? 1 : 0) : {
      sid     = "BitbucketOidcAuth"
      actions = local.web
      from    = ["arn:${local.partition}:iam::${local.account}:oidc-provider/${local.bitbucket}"]
      conditions = concat(
        [{ test = "ForAllValues:StringEquals", variable = "${local.bitbucket}:aud", values = coalescelist(var.oidc_audiences, ["sts.amazonaws.com"]) }],
        length(var.oidc_subjects) > 0 ? [{ test = "StringEquals", variable = "${local.bitbucket}:sub", values = var.oidc_subjects }] : [],
        length(var.oidc_wildcard_subjects) > 0 ? [{ test = "StringLike", variable = "${local.bitbucket}:sub", values = var.oidc_wildcard_subjects }] : [],
      )
    }],
    [for _ in range(var.enable_saml ? 1 : 0) : {
      sid        = null
      actions    = compact(distinct(concat(["sts:TagSession", "sts:AssumeRoleWithSAML"], var.saml_trust_actions)))
      from       = var.saml_provider_ids
      conditions = [{ test = "StringEquals", variable = "SAML:aud", values = var.saml_endpoints }]
    }],
  )
}

data "aws_iam_policy_document" "this" {
  count = var.create ? 1 : 0

  dynamic "statement" {
    for_each = local.federated
    content {
      sid     = statement.value.sid
      effect  = "Allow"
      actions = statement.value.actions

      principals {
        type        = "Federated"
        identifiers = statement.value.from
      }

      dynamic "condition" {
        for_each = statement.value.conditions
        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }

      dynamic "condition" {
        for_each = var.trust_policy_conditions
        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }

  dynamic "statement" {
    for_each = try(coalesce(var.trust_policy_permissions), {})
    content {
      sid           = try(coalesce(statement.value.sid), statement.key)
      effect        = try(coalesce(statement.value.effect), "Allow")
      actions       = try(statement.value.actions, null)
      not_actions   = try(statement.value.not_actions, null)
      resources     = try(statement.value.resources, null)
      not_resources = try(statement.value.not_resources, null)

      dynamic "principals" {
        for_each = try(coalesce(statement.value.principals), [])
        content {
          type        = principals.value.type
          identifiers = principals.value.identifiers
        }
      }

      dynamic "not_principals" {
        for_each = try(coalesce(statement.value.not_principals), [])
        content {
          type        = not_principals.value.type
          identifiers = not_principals.value.identifiers
        }
      }

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

resource "aws_iam_role" "this" {
  count = var.create ? 1 : 0

  name                 = local.name
  name_prefix          = local.prefix
  path                 = var.path
  permissions_boundary = var.permissions_boundary
  assume_role_policy   = data.aws_iam_policy_document.this[0].json
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for name, arn in var.policies : name => arn if var.create }

  policy_arn = each.value
  role       = aws_iam_role.this[0].name
}

data "aws_iam_policy_document" "inline" {
  count = var.create && var.create_inline_policy ? 1 : 0

  source_policy_documents   = var.source_inline_policy_documents
  override_policy_documents = var.override_inline_policy_documents

  dynamic "statement" {
    for_each = try(coalesce(var.inline_policy_permissions), {})
    content {
      sid           = try(coalesce(statement.value.sid), statement.key)
      effect        = try(coalesce(statement.value.effect), "Allow")
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

resource "aws_iam_role_policy" "inline" {
  count = var.create && var.create_inline_policy ? 1 : 0

  name        = local.name
  name_prefix = local.prefix
  role        = aws_iam_role.this[0].name
  policy      = data.aws_iam_policy_document.inline[0].json
}

resource "aws_iam_instance_profile" "this" {
  count = var.create && var.create_instance_profile ? 1 : 0

  name        = local.name
  name_prefix = local.prefix
  path        = var.path
  role        = aws_iam_role.this[0].name
}

output "name" {
  value = try(aws_iam_role.this[0].name, null)
}

output "arn" {
  value = try(aws_iam_role.this[0].arn, null)
}

output "unique_id" {
  value = try(aws_iam_role.this[0].unique_id, null)
}

output "instance_profile_arn" {
  value = try(aws_iam_instance_profile.this[0].arn, null)
}

output "instance_profile_id" {
  value = try(aws_iam_instance_profile.this[0].id, null)
}

output "instance_profile_name" {
  value = try(aws_iam_instance_profile.this[0].name, null)
}

output "instance_profile_unique_id" {
  value = try(aws_iam_instance_profile.this[0].unique_id, null)
}
