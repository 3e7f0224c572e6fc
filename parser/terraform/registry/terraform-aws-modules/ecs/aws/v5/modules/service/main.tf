locals {
  create_service         = var.create && var.create_service
  create_task_definition = var.create && var.create_task_definition
  create_security_group  = var.create && var.create_security_group && var.network_mode == "awsvpc"

  external   = try(var.deployment_controller.type, null) == "EXTERNAL"
  network    = var.network_mode == "awsvpc" ? [1] : []
  groups     = flatten(concat([try(aws_security_group.this[0].id, [])], var.security_group_ids))
  group_name = try(coalesce(var.security_group_name, var.name), "")

  # As for the real service, an empty map of providers is none.
  providers = var.capacity_provider_strategy == null ? {} : var.capacity_provider_strategy

  # The module names the newest revision of the family, which is this one.
  task_definition = local.create_task_definition ? aws_ecs_task_definition.this[0].arn : var.task_definition_arn
}

resource "aws_ecs_service" "this" {
  count = local.create_service && !var.ignore_task_definition_changes ? 1 : 0

  name                              = var.name
  cluster                           = var.cluster_arn
  task_definition                   = local.task_definition
  launch_type                       = local.external || length(local.providers) > 0 ? null : var.launch_type
  platform_version                  = var.launch_type == "FARGATE" && !local.external ? var.platform_version : null
  scheduling_strategy               = var.launch_type == "FARGATE" ? "REPLICA" : var.scheduling_strategy
  desired_count                     = var.scheduling_strategy == "DAEMON" || local.external ? null : var.desired_count
  enable_execute_command            = var.enable_execute_command
  health_check_grace_period_seconds = var.health_check_grace_period_seconds

  dynamic "capacity_provider_strategy" {
    for_each = { for k, v in local.providers : k => v if !local.external }

    content {
      base              = try(capacity_provider_strategy.value.base, null)
      capacity_provider = capacity_provider_strategy.value.capacity_provider
      weight            = try(capacity_provider_strategy.value.weight, null)
    }
  }

  dynamic "deployment_circuit_breaker" {
    for_each = length(var.deployment_circuit_breaker) > 0 ? [var.deployment_circuit_breaker] : []

    content {
      enable   = deployment_circuit_breaker.value.enable
      rollback = deployment_circuit_breaker.value.rollback
    }
  }

  dynamic "deployment_controller" {
    for_each = length(var.deployment_controller) > 0 ? [var.deployment_controller] : []

    content {
      type = try(deployment_controller.value.type, null)
    }
  }

  dynamic "network_configuration" {
    for_each = local.external ? [] : local.network

    content {
      assign_public_ip = var.assign_public_ip
      security_groups  = local.groups
      subnets          = var.subnet_ids
    }
  }
}

resource "aws_ecs_service" "ignore_task_definition" {
  count = local.create_service && var.ignore_task_definition_changes ? 1 : 0

  name                              = var.name
  cluster                           = var.cluster_arn
  task_definition                   = local.task_definition
  launch_type                       = local.external || length(local.providers) > 0 ? null : var.launch_type
  platform_version                  = var.launch_type == "FARGATE" && !local.external ? var.platform_version : null
  scheduling_strategy               = var.launch_type == "FARGATE" ? "REPLICA" : var.scheduling_strategy
  desired_count                     = var.scheduling_strategy == "DAEMON" || local.external ? null : var.desired_count
  enable_execute_command            = var.enable_execute_command
  health_check_grace_period_seconds = var.health_check_grace_period_seconds

  dynamic "capacity_provider_strategy" {
    for_each = { for k, v in local.providers : k => v if !local.external }

    content {
      base              = try(capacity_provider_strategy.value.base, null)
      capacity_provider = capacity_provider_strategy.value.capacity_provider
      weight            = try(capacity_provider_strategy.value.weight, null)
    }
  }

  dynamic "deployment_circuit_breaker" {
    for_each = length(var.deployment_circuit_breaker) > 0 ? [var.deployment_circuit_breaker] : []

    content {
      enable   = deployment_circuit_breaker.value.enable
      rollback = deployment_circuit_breaker.value.rollback
    }
  }

  dynamic "deployment_controller" {
    for_each = length(var.deployment_controller) > 0 ? [var.deployment_controller] : []

    content {
      type = try(deployment_controller.value.type, null)
    }
  }

  dynamic "network_configuration" {
    for_each = local.external ? [] : local.network

    content {
      assign_public_ip = var.assign_public_ip
      security_groups  = local.groups
      subnets          = var.subnet_ids
    }
  }

  lifecycle {
    ignore_changes = [task_definition, load_balancer]
  }
}

resource "aws_ecs_task_set" "this" {
  count = local.create_task_definition && local.external && !var.ignore_task_definition_changes ? 1 : 0

  service         = try(aws_ecs_service.this[0].id, aws_ecs_service.ignore_task_definition[0].id)
  cluster         = var.cluster_arn
  external_id     = var.external_id
  task_definition = local.task_definition
  launch_type     = length(local.providers) > 0 ? null : var.launch_type

  dynamic "capacity_provider_strategy" {
    for_each = local.providers

    content {
      base              = try(capacity_provider_strategy.value.base, null)
      capacity_provider = capacity_provider_strategy.value.capacity_provider
      weight            = try(capacity_provider_strategy.value.weight, null)
    }
  }

  dynamic "network_configuration" {
    for_each = local.network

    content {
      assign_public_ip = var.assign_public_ip
      security_groups  = local.groups
      subnets          = var.subnet_ids
    }
  }
}

resource "aws_ecs_task_set" "ignore_task_definition" {
  count = local.create_task_definition && local.external && var.ignore_task_definition_changes ? 1 : 0

  service         = try(aws_ecs_service.this[0].id, aws_ecs_service.ignore_task_definition[0].id)
  cluster         = var.cluster_arn
  external_id     = var.external_id
  task_definition = local.task_definition
  launch_type     = length(local.providers) > 0 ? null : var.launch_type

  dynamic "capacity_provider_strategy" {
    for_each = local.providers

    content {
      base              = try(capacity_provider_strategy.value.base, null)
      capacity_provider = capacity_provider_strategy.value.capacity_provider
      weight            = try(capacity_provider_strategy.value.weight, null)
    }
  }

  dynamic "network_configuration" {
    for_each = local.network

    content {
      assign_public_ip = var.assign_public_ip
      security_groups  = local.groups
      subnets          = var.subnet_ids
    }
  }

  lifecycle {
    ignore_changes = [task_definition]
  }
}

module "container_definition" {
  source = "../container-definition"

  for_each = { for k, v in var.container_definitions : k => v if local.create_task_definition && try(v.create, true) }

  name    = try(each.value.name, each.key)
  service = var.name

  dependencies           = try(each.value.dependencies, var.container_definition_defaults.dependencies, [])
  environment            = try(each.value.environment, var.container_definition_defaults.environment, [])
  environment_files      = try(each.value.environment_files, var.container_definition_defaults.environment_files, [])
  essential              = try(each.value.essential, var.container_definition_defaults.essential, null)
  firelens_configuration = try(each.value.firelens_configuration, var.container_definition_defaults.firelens_configuration, {})
  image                  = try(each.value.image, var.container_definition_defaults.image, null)
  log_configuration      = try(each.value.log_configuration, var.container_definition_defaults.log_configuration, {})
  repository_credentials = try(each.value.repository_credentials, var.container_definition_defaults.repository_credentials, {})
  secrets                = try(each.value.secrets, var.container_definition_defaults.secrets, [])

  enable_cloudwatch_logging            = try(each.value.enable_cloudwatch_logging, var.container_definition_defaults.enable_cloudwatch_logging, true)
  create_cloudwatch_log_group          = try(each.value.create_cloudwatch_log_group, var.container_definition_defaults.create_cloudwatch_log_group, true)
  cloudwatch_log_group_name            = try(each.value.cloudwatch_log_group_name, var.container_definition_defaults.cloudwatch_log_group_name, null)
  cloudwatch_log_group_use_name_prefix = try(each.value.cloudwatch_log_group_use_name_prefix, var.container_definition_defaults.cloudwatch_log_group_use_name_prefix, false)
  cloudwatch_log_group_kms_key_id      = try(each.value.cloudwatch_log_group_kms_key_id, var.container_definition_defaults.cloudwatch_log_group_kms_key_id, null)
}

resource "aws_ecs_task_definition" "this" {
  count = local.create_task_definition ? 1 : 0

  family                   = coalesce(var.family, var.name)
  container_definitions    = jsonencode([for k, v in module.container_definition : v.container_definition])
  cpu                      = var.cpu
  memory                   = var.memory
  network_mode             = var.network_mode
  requires_compatibilities = var.requires_compatibilities
  execution_role_arn       = try(aws_iam_role.task_exec[0].arn, var.task_exec_iam_role_arn)
  task_role_arn            = try(aws_iam_role.tasks[0].arn, var.tasks_iam_role_arn)

  dynamic "ephemeral_storage" {
    for_each = length(var.ephemeral_storage) > 0 ? [var.ephemeral_storage] : []

    content {
      size_in_gib = ephemeral_storage.value.size_in_gib
    }
  }

  dynamic "runtime_platform" {
    for_each = length(var.runtime_platform) > 0 ? [var.runtime_platform] : []

    content {
      cpu_architecture        = try(runtime_platform.value.cpu_architecture, null)
      operating_system_family = try(runtime_platform.value.operating_system_family, null)
    }
  }

  depends_on = [
    aws_iam_role_policy_attachment.tasks,
    aws_iam_role_policy_attachment.task_exec,
    aws_iam_role_policy_attachment.task_exec_additional,
  ]
}

data "aws_subnet" "this" {
  count = local.create_security_group ? 1 : 0

  id = element(var.subnet_ids, 0)
}

resource "aws_security_group" "this" {
  count = local.create_security_group ? 1 : 0

  name        = var.security_group_use_name_prefix ? null : local.group_name
  name_prefix = var.security_group_use_name_prefix ? "${local.group_name}-" : null
  vpc_id      = data.aws_subnet.this[0].vpc_id
  tags        = merge(var.tags, { Name = local.group_name }, var.security_group_tags)
}

resource "aws_security_group_rule" "this" {
  for_each = { for k, v in var.security_group_rules : k => v if local.create_security_group }

  security_group_id        = aws_security_group.this[0].id
  type                     = each.value.type
  protocol                 = each.value.protocol
  from_port                = each.value.from_port
  to_port                  = each.value.to_port
  cidr_blocks              = lookup(each.value, "cidr_blocks", null)
  ipv6_cidr_blocks         = lookup(each.value, "ipv6_cidr_blocks", null)
  prefix_list_ids          = lookup(each.value, "prefix_list_ids", null)
  self                     = lookup(each.value, "self", null)
  source_security_group_id = lookup(each.value, "source_security_group_id", null)
}
