locals {
  create_service         = var.create && var.create_service
  create_task_definition = var.create && var.create_task_definition
  create_security_group  = var.create && var.create_security_group && var.network_mode == "awsvpc"

  external   = try(var.deployment_controller.type, null) == "EXTERNAL"
  network    = var.network_mode == "awsvpc" ? [1] : []
  groups     = flatten(concat([try(aws_security_group.this[0].id, [])], var.security_group_ids))
  group_name = try(coalesce(var.security_group_name, "${var.name}${var.major >= 7 && !var.disable_v7_default_name_description ? "-service" : ""}"), "NotProvided")

  # An empty map of providers is not the same as none: it leaves the launch type out.
  providers = var.capacity_provider_strategy == null ? {} : var.capacity_provider_strategy

  task_definition = local.create_task_definition ? aws_ecs_task_definition.this[0].arn : var.task_definition_arn
}

resource "aws_ecs_service" "this" {
  count = local.create_service && !var.ignore_task_definition_changes ? 1 : 0

  region                            = var.region
  name                              = var.name
  cluster                           = var.cluster_arn
  task_definition                   = local.task_definition
  launch_type                       = local.external || var.capacity_provider_strategy != null ? null : var.launch_type
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
      weight            = try(capacity_provider_strategy.value.weight, var.major >= 7 ? 1 : null)
    }
  }

  dynamic "deployment_circuit_breaker" {
    for_each = var.deployment_circuit_breaker != null ? [var.deployment_circuit_breaker] : []

    content {
      enable   = deployment_circuit_breaker.value.enable
      rollback = deployment_circuit_breaker.value.rollback
    }
  }

  dynamic "deployment_controller" {
    for_each = var.deployment_controller != null ? [var.deployment_controller] : []

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

  depends_on = [
    aws_vpc_security_group_ingress_rule.this,
    aws_vpc_security_group_egress_rule.this,
  ]
}

resource "aws_ecs_service" "ignore_task_definition" {
  count = local.create_service && var.ignore_task_definition_changes ? 1 : 0

  region                            = var.region
  name                              = var.name
  cluster                           = var.cluster_arn
  task_definition                   = local.task_definition
  launch_type                       = local.external || var.capacity_provider_strategy != null ? null : var.launch_type
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
      weight            = try(capacity_provider_strategy.value.weight, var.major >= 7 ? 1 : null)
    }
  }

  dynamic "deployment_circuit_breaker" {
    for_each = var.deployment_circuit_breaker != null ? [var.deployment_circuit_breaker] : []

    content {
      enable   = deployment_circuit_breaker.value.enable
      rollback = deployment_circuit_breaker.value.rollback
    }
  }

  dynamic "deployment_controller" {
    for_each = var.deployment_controller != null ? [var.deployment_controller] : []

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

  depends_on = [
    aws_vpc_security_group_ingress_rule.this,
    aws_vpc_security_group_egress_rule.this,
  ]
}

resource "aws_ecs_task_set" "this" {
  count = local.create_task_definition && local.external && !var.ignore_task_definition_changes ? 1 : 0

  region          = var.region
  service         = try(aws_ecs_service.this[0].id, aws_ecs_service.ignore_task_definition[0].id)
  cluster         = var.cluster_arn
  external_id     = var.external_id
  task_definition = local.task_definition
  launch_type     = var.capacity_provider_strategy != null ? null : var.launch_type

  dynamic "capacity_provider_strategy" {
    for_each = local.providers

    content {
      base              = try(capacity_provider_strategy.value.base, null)
      capacity_provider = capacity_provider_strategy.value.capacity_provider
      weight            = try(capacity_provider_strategy.value.weight, var.major >= 7 ? 1 : null)
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

  region          = var.region
  service         = try(aws_ecs_service.this[0].id, aws_ecs_service.ignore_task_definition[0].id)
  cluster         = var.cluster_arn
  external_id     = var.external_id
  task_definition = local.task_definition
  launch_type     = var.capacity_provider_strategy != null ? null : var.launch_type

  dynamic "capacity_provider_strategy" {
    for_each = local.providers

    content {
      base              = try(capacity_provider_strategy.value.base, null)
      capacity_provider = capacity_provider_strategy.value.capacity_provider
      weight            = try(capacity_provider_strategy.value.weight, var.major >= 7 ? 1 : null)
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

  for_each = { for k, v in var.container_definitions : k => v if local.create_task_definition && try(coalesce(v.create), true) }

  region  = var.region
  name    = try(coalesce(each.value.name), each.key)
  service = var.name

  dependsOn             = try(each.value.dependsOn, var.container_definition_defaults.dependsOn, null)
  environment           = try(each.value.environment, var.container_definition_defaults.environment, null)
  environmentFiles      = try(each.value.environmentFiles, var.container_definition_defaults.environmentFiles, null)
  essential             = try(each.value.essential, var.container_definition_defaults.essential, null)
  firelensConfiguration = try(each.value.firelensConfiguration, var.container_definition_defaults.firelensConfiguration, null)
  image                 = try(each.value.image, var.container_definition_defaults.image, null)
  repositoryCredentials = try(each.value.repositoryCredentials, var.container_definition_defaults.repositoryCredentials, null)
  secrets               = try(each.value.secrets, var.container_definition_defaults.secrets, null)
  logConfiguration      = try(each.value.logConfiguration, var.container_definition_defaults.logConfiguration, {})

  enable_cloudwatch_logging            = try(each.value.enable_cloudwatch_logging, var.container_definition_defaults.enable_cloudwatch_logging, null)
  create_cloudwatch_log_group          = try(each.value.create_cloudwatch_log_group, var.container_definition_defaults.create_cloudwatch_log_group, null)
  cloudwatch_log_group_name            = try(each.value.cloudwatch_log_group_name, var.container_definition_defaults.cloudwatch_log_group_name, null)
  cloudwatch_log_group_use_name_prefix = try(each.value.cloudwatch_log_group_use_name_prefix, var.container_definition_defaults.cloudwatch_log_group_use_name_prefix, null)
  cloudwatch_log_group_kms_key_id      = try(each.value.cloudwatch_log_group_kms_key_id, var.container_definition_defaults.cloudwatch_log_group_kms_key_id, null)
}

resource "aws_ecs_task_definition" "this" {
  count = local.create_task_definition ? 1 : 0

  region                   = var.region
  family                   = coalesce(var.family, var.name)
  container_definitions    = jsonencode([for k, v in module.container_definition : v.container_definition])
  cpu                      = var.cpu
  memory                   = var.memory
  network_mode             = var.network_mode
  requires_compatibilities = var.requires_compatibilities
  execution_role_arn       = try(aws_iam_role.task_exec[0].arn, var.task_exec_iam_role_arn)
  task_role_arn            = try(aws_iam_role.tasks[0].arn, var.tasks_iam_role_arn)

  dynamic "ephemeral_storage" {
    for_each = var.ephemeral_storage != null ? [var.ephemeral_storage] : []

    content {
      size_in_gib = ephemeral_storage.value.size_in_gib
    }
  }

  dynamic "runtime_platform" {
    for_each = var.runtime_platform != null ? [var.runtime_platform] : []

    content {
      cpu_architecture        = try(coalesce(runtime_platform.value.cpu_architecture), "X86_64")
      operating_system_family = try(coalesce(runtime_platform.value.operating_system_family), "LINUX")
    }
  }

  depends_on = [
    aws_iam_role_policy_attachment.tasks,
    aws_iam_role_policy_attachment.task_exec,
    aws_iam_role_policy_attachment.task_exec_additional,
  ]
}

data "aws_subnet" "this" {
  count = local.create_security_group && (var.vpc_by_subnet || var.vpc_id != null) ? 1 : 0

  region = var.region
  id     = element(var.subnet_ids, 0)
}

resource "aws_security_group" "this" {
  count = local.create_security_group ? 1 : 0

  region      = var.region
  name        = var.security_group_use_name_prefix ? null : local.group_name
  name_prefix = var.security_group_use_name_prefix ? "${local.group_name}-" : null
  vpc_id      = var.vpc_by_subnet && var.vpc_id != null ? var.vpc_id : try(data.aws_subnet.this[0].vpc_id, var.vpc_id)
  tags        = merge(var.tags, { Name = local.group_name }, var.security_group_tags)
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = { for k, v in var.security_group_ingress_rules : k => v if local.create_security_group }

  region                       = var.region
  security_group_id            = aws_security_group.this[0].id
  cidr_ipv4                    = try(each.value.cidr_ipv4, null)
  cidr_ipv6                    = try(each.value.cidr_ipv6, null)
  prefix_list_id               = try(each.value.prefix_list_id, null)
  referenced_security_group_id = try(var.major >= 7 && each.value.referenced_security_group_id == "self" ? aws_security_group.this[0].id : each.value.referenced_security_group_id, null)
  ip_protocol                  = try(coalesce(each.value.ip_protocol), "tcp")
  from_port                    = try(each.value.from_port, null)
  to_port                      = try(coalesce(each.value.to_port), coalesce(each.value.from_port), null)
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = { for k, v in var.security_group_egress_rules : k => v if local.create_security_group }

  region                       = var.region
  security_group_id            = aws_security_group.this[0].id
  cidr_ipv4                    = try(each.value.cidr_ipv4, null)
  cidr_ipv6                    = try(each.value.cidr_ipv6, null)
  prefix_list_id               = try(each.value.prefix_list_id, null)
  referenced_security_group_id = try(var.major >= 7 && each.value.referenced_security_group_id == "self" ? aws_security_group.this[0].id : each.value.referenced_security_group_id, null)
  ip_protocol                  = try(coalesce(each.value.ip_protocol), "tcp")
  from_port                    = try(coalesce(each.value.from_port), coalesce(each.value.to_port), null)
  to_port                      = try(each.value.to_port, null)
}
