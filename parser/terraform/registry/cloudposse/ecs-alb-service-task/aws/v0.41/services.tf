resource "aws_ecs_service" "default" {
  count = local.service_enabled && !var.ignore_changes_task_definition && !var.ignore_changes_desired_count ? 1 : 0

  name                              = module.this.id
  cluster                           = var.ecs_cluster_arn
  task_definition                   = local.task_definition
  desired_count                     = var.desired_count
  launch_type                       = local.launch_type
  platform_version                  = local.platform
  scheduling_strategy               = local.scheduling
  health_check_grace_period_seconds = var.health_check_grace_period_seconds
  enable_execute_command            = var.exec_enabled

  deployment_controller {
    type = var.deployment_controller_type
  }

  dynamic "capacity_provider_strategy" {
    for_each = var.capacity_provider_strategies

    content {
      capacity_provider = capacity_provider_strategy.value.capacity_provider
      weight            = try(capacity_provider_strategy.value.weight, null)
      base              = try(capacity_provider_strategy.value.base, null)
    }
  }

  dynamic "network_configuration" {
    for_each = local.networks

    content {
      assign_public_ip = var.assign_public_ip
      security_groups  = local.groups
      subnets          = var.subnet_ids
    }
  }

  dynamic "deployment_circuit_breaker" {
    for_each = local.breakers

    content {
      enable   = var.circuit_breaker_deployment_enabled
      rollback = var.circuit_breaker_rollback_enabled
    }
  }
}

resource "aws_ecs_service" "ignore_changes_task_definition" {
  count = local.service_enabled && var.ignore_changes_task_definition && !var.ignore_changes_desired_count ? 1 : 0

  name                              = module.this.id
  cluster                           = var.ecs_cluster_arn
  task_definition                   = local.task_definition
  desired_count                     = var.desired_count
  launch_type                       = local.launch_type
  platform_version                  = local.platform
  scheduling_strategy               = local.scheduling
  health_check_grace_period_seconds = var.health_check_grace_period_seconds
  enable_execute_command            = var.exec_enabled

  deployment_controller {
    type = var.deployment_controller_type
  }

  dynamic "capacity_provider_strategy" {
    for_each = var.capacity_provider_strategies

    content {
      capacity_provider = capacity_provider_strategy.value.capacity_provider
      weight            = try(capacity_provider_strategy.value.weight, null)
      base              = try(capacity_provider_strategy.value.base, null)
    }
  }

  dynamic "network_configuration" {
    for_each = local.networks

    content {
      assign_public_ip = var.assign_public_ip
      security_groups  = local.groups
      subnets          = var.subnet_ids
    }
  }

  dynamic "deployment_circuit_breaker" {
    for_each = local.breakers

    content {
      enable   = var.circuit_breaker_deployment_enabled
      rollback = var.circuit_breaker_rollback_enabled
    }
  }

  lifecycle {
    ignore_changes = [task_definition]
  }
}

resource "aws_ecs_service" "ignore_changes_desired_count" {
  count = local.service_enabled && !var.ignore_changes_task_definition && var.ignore_changes_desired_count ? 1 : 0

  name                              = module.this.id
  cluster                           = var.ecs_cluster_arn
  task_definition                   = local.task_definition
  desired_count                     = var.desired_count
  launch_type                       = local.launch_type
  platform_version                  = local.platform
  scheduling_strategy               = local.scheduling
  health_check_grace_period_seconds = var.health_check_grace_period_seconds
  enable_execute_command            = var.exec_enabled

  deployment_controller {
    type = var.deployment_controller_type
  }

  dynamic "capacity_provider_strategy" {
    for_each = var.capacity_provider_strategies

    content {
      capacity_provider = capacity_provider_strategy.value.capacity_provider
      weight            = try(capacity_provider_strategy.value.weight, null)
      base              = try(capacity_provider_strategy.value.base, null)
    }
  }

  dynamic "network_configuration" {
    for_each = local.networks

    content {
      assign_public_ip = var.assign_public_ip
      security_groups  = local.groups
      subnets          = var.subnet_ids
    }
  }

  dynamic "deployment_circuit_breaker" {
    for_each = local.breakers

    content {
      enable   = var.circuit_breaker_deployment_enabled
      rollback = var.circuit_breaker_rollback_enabled
    }
  }
}

resource "aws_ecs_service" "ignore_changes_task_definition_and_desired_count" {
  count = local.service_enabled && var.ignore_changes_task_definition && var.ignore_changes_desired_count ? 1 : 0

  name                              = module.this.id
  cluster                           = var.ecs_cluster_arn
  task_definition                   = local.task_definition
  desired_count                     = var.desired_count
  launch_type                       = local.launch_type
  platform_version                  = local.platform
  scheduling_strategy               = local.scheduling
  health_check_grace_period_seconds = var.health_check_grace_period_seconds
  enable_execute_command            = var.exec_enabled

  deployment_controller {
    type = var.deployment_controller_type
  }

  dynamic "capacity_provider_strategy" {
    for_each = var.capacity_provider_strategies

    content {
      capacity_provider = capacity_provider_strategy.value.capacity_provider
      weight            = try(capacity_provider_strategy.value.weight, null)
      base              = try(capacity_provider_strategy.value.base, null)
    }
  }

  dynamic "network_configuration" {
    for_each = local.networks

    content {
      assign_public_ip = var.assign_public_ip
      security_groups  = local.groups
      subnets          = var.subnet_ids
    }
  }

  dynamic "deployment_circuit_breaker" {
    for_each = local.breakers

    content {
      enable   = var.circuit_breaker_deployment_enabled
      rollback = var.circuit_breaker_rollback_enabled
    }
  }

  lifecycle {
    ignore_changes = [task_definition]
  }
}
