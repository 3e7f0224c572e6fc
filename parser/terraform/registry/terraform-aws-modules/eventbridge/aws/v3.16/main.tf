# What starts tasks: targets of rules, schedules and pipes. The roles that start them pull nothing.
locals {
  rules = flatten([for name, rule in var.rules : merge(rule, {
    rule = name
    Name = var.append_rule_postfix ? "${replace(name, "_", "-")}-rule" : name
  })])
  targets = flatten([for name, rule in var.rules : [for target in var.targets[name] : merge(target, {
    Name = var.append_rule_postfix ? "${replace(name, "_", "-")}-rule" : name
  })] if length(var.targets) != 0])
  schedules = { for name, one in var.schedules : name => one if var.create && var.create_schedules }
  pipes     = { for name, one in var.pipes : name => one if var.create && var.create_pipes }
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = { for rule in local.rules : rule.rule => rule if var.create && var.create_rules }

  region              = var.region
  name                = each.value.Name
  event_bus_name      = var.bus_name
  event_pattern       = lookup(each.value, "event_pattern", null)
  schedule_expression = lookup(each.value, "schedule_expression", null)
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = { for target in local.targets : target.name => target if var.create && var.create_targets }

  region         = var.region
  event_bus_name = var.bus_name
  rule           = each.value.Name
  arn            = lookup(each.value, "arn", null)
  target_id      = lookup(each.value, "target_id", null)
  input          = lookup(each.value, "input", null)

  dynamic "ecs_target" {
    for_each = try([coalesce(each.value.ecs_target)], [])
    content {
      task_definition_arn = ecs_target.value.task_definition_arn
      launch_type         = lookup(ecs_target.value, "launch_type", null)
      platform_version    = lookup(ecs_target.value, "platform_version", null)
      task_count          = lookup(ecs_target.value, "task_count", null)

      dynamic "network_configuration" {
        for_each = try([coalesce(ecs_target.value.network_configuration)], [])
        content {
          subnets          = lookup(network_configuration.value, "subnets", null)
          security_groups  = lookup(network_configuration.value, "security_groups", null)
          assign_public_ip = lookup(network_configuration.value, "assign_public_ip", null)
        }
      }

      dynamic "capacity_provider_strategy" {
        for_each = [for one in try(ecs_target.value.capacity_provider_strategy, []) : one if var.targets_take_capacity_providers]
        content {
          capacity_provider = try(capacity_provider_strategy.value.capacity_provider, null)
          weight            = try(capacity_provider_strategy.value.weight, null)
          base              = try(capacity_provider_strategy.value.base, null)
        }
      }
    }
  }

  dynamic "batch_target" {
    for_each = try([coalesce(each.value.batch_target)], [])
    content {
      job_definition = batch_target.value.job_definition
      job_name       = batch_target.value.job_name
    }
  }
}

resource "aws_scheduler_schedule" "this" {
  for_each = local.schedules

  region              = var.region
  name                = var.append_schedule_postfix ? "${replace(each.key, "_", "-")}-schedule" : each.key
  schedule_expression = each.value.schedule_expression
  state               = lookup(each.value, "state", true) ? "ENABLED" : "DISABLED"

  flexible_time_window {
    mode = lookup(each.value, "use_flexible_time_window", false) ? "FLEXIBLE" : "OFF"
  }

  target {
    arn   = each.value.arn
    input = lookup(each.value, "input", null)

    dynamic "ecs_parameters" {
      for_each = try([coalesce(each.value.ecs_parameters)], [])
      content {
        task_definition_arn = ecs_parameters.value.task_definition_arn
        launch_type         = lookup(ecs_parameters.value, "launch_type", null)
        platform_version    = lookup(ecs_parameters.value, "platform_version", null)
        task_count          = lookup(ecs_parameters.value, "task_count", null)

        dynamic "capacity_provider_strategy" {
          for_each = try([coalesce(ecs_parameters.value.capacity_provider_strategy)], [])
          content {
            capacity_provider = capacity_provider_strategy.value.capacity_provider
            base              = lookup(capacity_provider_strategy.value, "base", null)
            weight            = lookup(capacity_provider_strategy.value, "weight", null)
          }
        }

        dynamic "network_configuration" {
          for_each = try([coalesce(ecs_parameters.value.network_configuration)], [])
          content {
            subnets          = lookup(network_configuration.value, "subnets", null)
            security_groups  = lookup(network_configuration.value, "security_groups", null)
            assign_public_ip = lookup(network_configuration.value, "assign_public_ip", null)
          }
        }
      }
    }
  }
}

resource "aws_pipes_pipe" "this" {
  for_each = local.pipes

  region = var.region
  name   = var.append_pipe_postfix ? "${replace(each.key, "_", "-")}-pipe" : each.key
  source = each.value.source
  target = each.value.target

  dynamic "target_parameters" {
    for_each = try([each.value.target_parameters], [])
    content {
      dynamic "ecs_task_parameters" {
        for_each = var.pipes_run_tasks ? try([target_parameters.value.ecs_task_parameters], []) : []
        content {
          launch_type         = try(ecs_task_parameters.value.launch_type, null)
          platform_version    = try(ecs_task_parameters.value.platform_version, null)
          task_count          = try(ecs_task_parameters.value.task_count, null)
          task_definition_arn = try(ecs_task_parameters.value.task_definition_arn, null)

          network_configuration {
            aws_vpc_configuration {
              assign_public_ip = try(ecs_task_parameters.value.assign_public_ip, "DISABLED")
              security_groups  = try(ecs_task_parameters.value.security_groups, [])
              subnets          = try(ecs_task_parameters.value.subnets, [])
            }
          }
        }
      }
    }
  }
}

output "eventbridge_rule_arns" {
  value = { for name, rule in aws_cloudwatch_event_rule.this : name => rule.arn }
}
