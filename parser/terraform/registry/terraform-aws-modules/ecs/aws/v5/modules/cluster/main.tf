resource "aws_ecs_cluster" "this" {
  count = var.create ? 1 : 0

  name = var.cluster_name
}

resource "aws_cloudwatch_log_group" "this" {
  count = var.create && var.create_cloudwatch_log_group ? 1 : 0

  name       = try(coalesce(var.cloudwatch_log_group_name, "/aws/ecs/${var.cluster_name}"), "")
  kms_key_id = var.cloudwatch_log_group_kms_key_id
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  count = var.create && length(merge(var.fargate_capacity_providers, var.autoscaling_capacity_providers)) > 0 ? 1 : 0

  cluster_name = aws_ecs_cluster.this[0].name
  capacity_providers = distinct(concat(
    [for k, v in var.fargate_capacity_providers : try(v.name, k)],
    [for k, v in var.autoscaling_capacity_providers : try(v.name, k)],
  ))

  dynamic "default_capacity_provider_strategy" {
    for_each = merge(
      { for k, v in var.fargate_capacity_providers : k => v if var.default_capacity_provider_use_fargate },
      { for k, v in var.autoscaling_capacity_providers : k => v if !var.default_capacity_provider_use_fargate },
    )
    iterator = each_provider

    content {
      capacity_provider = try(each_provider.value.name, each_provider.key)
      base              = try(each_provider.value.default_capacity_provider_strategy.base, null)
      weight            = try(each_provider.value.default_capacity_provider_strategy.weight, null)
    }
  }
}

resource "aws_ecs_capacity_provider" "this" {
  for_each = { for k, v in var.autoscaling_capacity_providers : k => v if var.create }

  name = try(each.value.name, each.key)

  auto_scaling_group_provider {
    auto_scaling_group_arn = each.value.auto_scaling_group_arn
  }
}
