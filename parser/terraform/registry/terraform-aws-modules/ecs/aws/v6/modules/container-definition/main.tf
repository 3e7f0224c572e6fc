data "aws_region" "current" {
  region = var.region
}

locals {
  service = var.service == null ? "" : "/${var.service}"
  name    = var.name == null ? "" : "/${var.name}"
  group   = coalesce(var.cloudwatch_log_group_name, "/aws/ecs${local.service}${local.name}")

  # Whether there is a log configuration depends on the log group, not on enable_cloudwatch_logging.
  logs = merge(
    { for k, v in {
      logDriver = "awslogs"
      options = {
        awslogs-region        = data.aws_region.current.region
        awslogs-group         = try(aws_cloudwatch_log_group.this[0].name, "")
        awslogs-stream-prefix = "ecs"
      }
    } : k => v if var.create_cloudwatch_log_group },
    { for k, v in var.logConfiguration : k => v if v != null },
  )

  given = {
    dependsOn             = var.dependsOn
    environment           = var.environment
    environmentFiles      = var.environmentFiles
    essential             = var.essential
    firelensConfiguration = var.firelensConfiguration == null ? null : { for k, v in var.firelensConfiguration : k => v if v != null }
    logConfiguration      = length(local.logs) > 0 ? local.logs : null
    repositoryCredentials = var.repositoryCredentials
    secrets               = var.secrets
  }
  # The name and the image are never left out, so that one that is not known hides nothing else.
  definition = merge({ name = var.name, image = var.image }, { for k, v in local.given : k => v if v != null })
}

resource "aws_cloudwatch_log_group" "this" {
  count = var.create_cloudwatch_log_group && var.enable_cloudwatch_logging ? 1 : 0

  region      = var.region
  name        = var.cloudwatch_log_group_use_name_prefix ? null : local.group
  name_prefix = var.cloudwatch_log_group_use_name_prefix ? "${local.group}-" : null
  kms_key_id  = var.cloudwatch_log_group_kms_key_id
}

output "container_definition" {
  value = local.definition
}

output "container_definition_json" {
  value = jsonencode(local.definition)
}

output "cloudwatch_log_group_name" {
  value = try(aws_cloudwatch_log_group.this[0].name, null)
}

output "cloudwatch_log_group_arn" {
  value = try(aws_cloudwatch_log_group.this[0].arn, null)
}
