data "aws_region" "current" {}

locals {
  group = coalesce(var.cloudwatch_log_group_name, "/aws/ecs/${var.service}/${var.name}")

  logs = merge(
    { for k, v in {
      logDriver = "awslogs"
      options = {
        awslogs-region        = data.aws_region.current.name
        awslogs-group         = try(aws_cloudwatch_log_group.this[0].name, "")
        awslogs-stream-prefix = "ecs"
      }
    } : k => v if var.enable_cloudwatch_logging },
    var.log_configuration,
  )

  given = {
    dependsOn             = length(var.dependencies) > 0 ? var.dependencies : null
    environment           = length(var.environment) > 0 ? var.environment : null
    environmentFiles      = length(var.environment_files) > 0 ? var.environment_files : null
    essential             = var.essential
    firelensConfiguration = length(var.firelens_configuration) > 0 ? var.firelens_configuration : null
    logConfiguration      = length(local.logs) > 0 ? local.logs : null
    repositoryCredentials = length(var.repository_credentials) > 0 ? var.repository_credentials : null
    secrets               = length(var.secrets) > 0 ? var.secrets : null
  }
  # The name and the image are never left out, so that one that is not known hides nothing else.
  definition = merge({ name = var.name, image = var.image }, { for k, v in local.given : k => v if v != null })
}

resource "aws_cloudwatch_log_group" "this" {
  count = var.create_cloudwatch_log_group && var.enable_cloudwatch_logging ? 1 : 0

  name        = var.cloudwatch_log_group_use_name_prefix ? null : local.group
  name_prefix = var.cloudwatch_log_group_use_name_prefix ? "${local.group}-" : null
  kms_key_id  = var.cloudwatch_log_group_kms_key_id
}

output "container_definition" {
  value = local.definition
}

output "cloudwatch_log_group_name" {
  value = try(aws_cloudwatch_log_group.this[0].name, null)
}

output "cloudwatch_log_group_arn" {
  value = try(aws_cloudwatch_log_group.this[0].arn, null)
}
