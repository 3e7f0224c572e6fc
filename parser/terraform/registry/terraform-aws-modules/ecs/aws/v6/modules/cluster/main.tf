resource "aws_ecs_cluster" "this" {
  count = var.create ? 1 : 0

  region = var.region
  name   = var.name
}

resource "aws_cloudwatch_log_group" "this" {
  count = var.create && var.create_cloudwatch_log_group ? 1 : 0

  region     = var.region
  name       = try(coalesce(var.cloudwatch_log_group_name, "/aws/ecs/${var.name}"), "")
  kms_key_id = var.cloudwatch_log_group_kms_key_id
}

locals {
  defaults = var.default_capacity_provider_strategy == null ? {} : var.default_capacity_provider_strategy

  # Before 7.0 a provider is one of an autoscaling group, and the cluster's default ones are the
  # cluster's.
  of_groups = var.autoscaling_capacity_providers == null ? {} : {
    for k, v in var.autoscaling_capacity_providers : k => { name = try(v.name, null), auto_scaling_group_provider = { auto_scaling_group_arn = v.auto_scaling_group_arn } }
  }
  providers = merge(local.of_groups, var.capacity_providers == null ? {} : var.capacity_providers)
  managed   = anytrue([for k, v in local.providers : try(v.managed_instances_provider, null) != null])
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  count = var.create ? 1 : 0

  region       = var.region
  cluster_name = aws_ecs_cluster.this[0].name
  capacity_providers = distinct(concat(
    var.major >= 7 ? [] : [for k, v in local.defaults : try(coalesce(v.name), k)],
    var.cluster_capacity_providers,
    [for k, v in local.providers : aws_ecs_capacity_provider.this[k].name],
  ))

  dynamic "default_capacity_provider_strategy" {
    for_each = local.defaults

    content {
      base              = try(default_capacity_provider_strategy.value.base, null)
      capacity_provider = try(coalesce(default_capacity_provider_strategy.value.name), default_capacity_provider_strategy.key)
      weight            = try(default_capacity_provider_strategy.value.weight, var.major >= 7 ? 1 : null)
    }
  }
}

resource "aws_ecs_capacity_provider" "this" {
  for_each = { for k, v in local.providers : k => v if var.create }

  region  = var.region
  name    = try(coalesce(each.value.name), each.key)
  cluster = try(each.value.managed_instances_provider, null) == null ? null : aws_ecs_cluster.this[0].name

  dynamic "auto_scaling_group_provider" {
    for_each = try(each.value.auto_scaling_group_provider, null) == null ? [] : [each.value.auto_scaling_group_provider]

    content {
      auto_scaling_group_arn = auto_scaling_group_provider.value.auto_scaling_group_arn
    }
  }

  dynamic "managed_instances_provider" {
    for_each = try(each.value.managed_instances_provider, null) == null ? [] : [each.value.managed_instances_provider]

    content {
      infrastructure_role_arn = local.create_infrastructure_iam_role ? aws_iam_role.infrastructure[0].arn : try(managed_instances_provider.value.infrastructure_role_arn, null)

      dynamic "instance_launch_template" {
        for_each = try(managed_instances_provider.value.instance_launch_template, null) == null ? [] : [managed_instances_provider.value.instance_launch_template]

        content {
          ec2_instance_profile_arn = local.create_node_iam_instance_profile ? aws_iam_instance_profile.this[0].arn : try(instance_launch_template.value.ec2_instance_profile_arn, null)

          dynamic "network_configuration" {
            for_each = try(instance_launch_template.value.network_configuration, null) == null ? [] : [instance_launch_template.value.network_configuration]

            content {
              security_groups = flatten(concat(aws_security_group.this[*].id, try(coalesce(network_configuration.value.security_groups), [])))
              subnets         = network_configuration.value.subnets
            }
          }
        }
      }
    }
  }
}

resource "aws_security_group" "this" {
  count = local.create_security_group ? 1 : 0

  region      = var.region
  name        = var.security_group_use_name_prefix ? null : local.group_name
  name_prefix = var.security_group_use_name_prefix ? "${local.group_name}-" : null
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = local.group_name }, var.security_group_tags)
}

locals {
  create_security_group = var.create && var.create_security_group && local.managed
  group_name            = coalesce(var.security_group_name, "${var.name}${var.disable_v7_default_name_description ? "" : "-cluster"}")
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = { for k, v in var.security_group_ingress_rules == null ? {} : var.security_group_ingress_rules : k => v if local.create_security_group }

  region                       = var.region
  security_group_id            = aws_security_group.this[0].id
  cidr_ipv4                    = try(each.value.cidr_ipv4, null)
  cidr_ipv6                    = try(each.value.cidr_ipv6, null)
  prefix_list_id               = try(each.value.prefix_list_id, null)
  referenced_security_group_id = try(each.value.referenced_security_group_id == "self" ? aws_security_group.this[0].id : each.value.referenced_security_group_id, null)
  ip_protocol                  = try(coalesce(each.value.ip_protocol), "tcp")
  from_port                    = try(each.value.from_port, null)
  to_port                      = try(coalesce(each.value.to_port), coalesce(each.value.from_port), null)
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = { for k, v in var.security_group_egress_rules == null ? {} : var.security_group_egress_rules : k => v if local.create_security_group }

  region                       = var.region
  security_group_id            = aws_security_group.this[0].id
  cidr_ipv4                    = try(each.value.cidr_ipv4, null)
  cidr_ipv6                    = try(each.value.cidr_ipv6, null)
  prefix_list_id               = try(each.value.prefix_list_id, null)
  referenced_security_group_id = try(each.value.referenced_security_group_id == "self" ? aws_security_group.this[0].id : each.value.referenced_security_group_id, null)
  ip_protocol                  = try(coalesce(each.value.ip_protocol), "tcp")
  from_port                    = try(coalesce(each.value.from_port), coalesce(each.value.to_port), null)
  to_port                      = try(each.value.to_port, null)
}
