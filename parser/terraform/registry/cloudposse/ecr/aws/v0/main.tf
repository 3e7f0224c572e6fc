data "aws_partition" "current" {}

locals {
  name  = var.use_fullname ? module.this.id : module.this.name
  names = module.this.enabled ? (length(var.image_names) > 0 ? var.image_names : [local.name]) : []

  read = [
    "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImageScanFindings", "ecr:DescribeImages",
    "ecr:DescribeRepositories", "ecr:GetDownloadUrlForLayer", "ecr:GetLifecyclePolicy", "ecr:GetLifecyclePolicyPreview",
    "ecr:GetRepositoryPolicy", "ecr:ListImages", "ecr:ListTagsForResource",
  ]
  push = [
    "ecr:CompleteLayerUpload", "ecr:GetAuthorizationToken", "ecr:UploadLayerPart", "ecr:InitiateLayerUpload",
    "ecr:BatchCheckLayerAvailability", "ecr:PutImage",
  ]
  cache = length(var.principals_pull_though_access) > 0

  accounts = length(concat(var.principals_full_access, var.principals_readonly_access, var.principals_push_access, var.principals_lambda, var.principals_pull_though_access))
  guarded  = local.accounts + length(concat(var.organizations_readonly_access, var.organizations_full_access, var.organizations_push_access)) > 0
}

resource "aws_ecr_repository" "name" {
  for_each = toset(local.names)

  name                 = each.value
  image_tag_mutability = var.image_tag_mutability
  force_delete         = var.force_delete

  dynamic "encryption_configuration" {
    for_each = var.encryption_configuration == null ? [] : [var.encryption_configuration]

    content {
      encryption_type = encryption_configuration.value.encryption_type
      kms_key         = encryption_configuration.value.kms_key
    }
  }

  image_scanning_configuration {
    scan_on_push = var.scan_images_on_push
  }
}

data "aws_iam_policy_document" "resource" {
  for_each = toset(local.guarded ? local.names : [])

  dynamic "statement" {
    for_each = length(var.principals_readonly_access) > 0 ? [1] : []

    content {
      sid     = "ReadonlyAccess"
      actions = local.read

      principals {
        type        = "AWS"
        identifiers = var.principals_readonly_access
      }
    }
  }

  dynamic "statement" {
    for_each = local.cache && contains(var.prefixes_pull_through_repositories, try(regex("^[a-z][a-z0-9\\-\\.\\_]+", each.value), "")) ? [1] : []

    content {
      sid     = "PullThroughAccess"
      actions = ["ecr:BatchImportUpstreamImage", "ecr:TagResource"]

      principals {
        type        = "AWS"
        identifiers = var.principals_pull_though_access
      }
    }
  }

  dynamic "statement" {
    for_each = length(var.principals_push_access) > 0 ? [1] : []

    content {
      sid     = "PushAccess"
      actions = local.push

      principals {
        type        = "AWS"
        identifiers = var.principals_push_access
      }
    }
  }

  dynamic "statement" {
    for_each = length(var.principals_full_access) > 0 ? [1] : []

    content {
      sid     = "FullAccess"
      actions = ["ecr:*"]

      principals {
        type        = "AWS"
        identifiers = var.principals_full_access
      }
    }
  }

  dynamic "statement" {
    for_each = length(var.principals_lambda) > 0 ? [1] : []

    content {
      sid     = "LambdaECRImageCrossAccountRetrievalPolicy"
      actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]

      principals {
        type        = "Service"
        identifiers = ["lambda.amazonaws.com"]
      }

      condition {
        test     = "StringLike"
        variable = "aws:SourceArn"
        values   = formatlist("arn:%s:lambda:*:%s:function:*", data.aws_partition.current.partition, var.principals_lambda)
      }
    }
  }

  dynamic "statement" {
    for_each = length(var.principals_lambda) > 0 ? [1] : []

    content {
      sid     = "CrossAccountPermission"
      actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]

      principals {
        type        = "AWS"
        identifiers = formatlist("arn:%s:iam::%s:root", data.aws_partition.current.partition, var.principals_lambda)
      }
    }
  }

  dynamic "statement" {
    for_each = { for k, v in {
      OrganizationsFullAccess     = { actions = ["ecr:*"], organizations = var.organizations_full_access }
      OrganizationsReadonlyAccess = { actions = local.read, organizations = var.organizations_readonly_access }
      OrganizationsPushAccess     = { actions = local.push, organizations = var.organizations_push_access }
    } : k => v if length(v.organizations) > 0 }

    content {
      sid     = statement.key
      actions = statement.value.actions

      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:PrincipalOrgID"
        values   = statement.value.organizations
      }
    }
  }
}

resource "aws_ecr_repository_policy" "name" {
  for_each = toset(local.guarded ? local.names : [])

  repository = aws_ecr_repository.name[each.value].name
  policy     = data.aws_iam_policy_document.resource[each.value].json
}

locals {
  # Tags that are kept, then what is cleaned up; a rule for any tag comes last.
  kept = [
    for tag in tolist(var.protected_tags) : {
      selection = merge(
        { tagStatus = "tagged", countType = "imageCountMoreThan", countNumber = var.protected_tags_keep_count },
        length(regexall("[*]", tag)) > 0 ? { tagPatternList = [tag] } : { tagPrefixList = [tag] },
      )
    }
  ]
  untagged = try(var.default_lifecycle_rules_settings.untagged_image_rule.enabled, true) ? [
    { selection = { tagStatus = "untagged", countType = "imageCountMoreThan", countNumber = 1 } }
  ] : []
  old = try(var.default_lifecycle_rules_settings.remove_old_image_rule.enabled, true) ? [
    { selection = merge({ tagStatus = "any", countType = var.time_based_rotation ? "sinceImagePushed" : "imageCountMoreThan", countNumber = var.max_image_count }, var.time_based_rotation ? { countUnit = "days" } : {}) }
  ] : []
  custom = [for r in var.custom_lifecycle_rules : { selection = { for k, v in r.selection : k => v if v != null } }]
  rules = concat(
    local.kept,
    anytrue([for r in local.custom : try(r.selection.tagStatus, "") == "untagged"]) ? [] : local.untagged,
    local.old,
    local.custom,
  )
  ordered = concat([for r in local.rules : r if try(r.selection.tagStatus, "") != "any"], [for r in local.rules : r if try(r.selection.tagStatus, "") == "any"])
}

resource "aws_ecr_lifecycle_policy" "name" {
  for_each = toset(var.enable_lifecycle_policy ? local.names : [])

  repository = aws_ecr_repository.name[each.value].name
  policy     = jsonencode({ rules = [for i, r in local.ordered : merge(r, { rulePriority = i + 1, action = { type = "expire" } })] })
}

output "registry_id" {
  value = try(aws_ecr_repository.name[local.names[0]].registry_id, "")
}

output "repository_name" {
  value = try(aws_ecr_repository.name[local.names[0]].name, "")
}

output "repository_url" {
  value = try(aws_ecr_repository.name[local.names[0]].repository_url, "")
}

output "repository_arn" {
  value = try(aws_ecr_repository.name[local.names[0]].arn, "")
}

output "repository_url_map" {
  value = { for r in aws_ecr_repository.name : r.name => r.repository_url }
}

output "repository_arn_map" {
  value = { for r in aws_ecr_repository.name : r.name => r.arn }
}
