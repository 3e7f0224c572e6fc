data "aws_partition" "current" {}

locals {
  create_infrastructure_iam_role = var.create && var.create_infrastructure_iam_role
  create_task_iam_role           = var.create && var.create_task_iam_role
  create_security_group          = var.create && var.create_security_group

  infrastructure_name = coalesce(var.infrastructure_iam_role_name, "${var.name}-infra")
  task_name           = coalesce(var.task_iam_role_name, "${var.name}-task")
  group_name          = try(coalesce(var.security_group_name, var.name), "")
}

resource "aws_ecs_express_gateway_service" "this" {
  count = var.create ? 1 : 0

  region                  = var.region
  service_name            = var.name
  cluster                 = var.cluster
  execution_role_arn      = local.create_execution_iam_role ? aws_iam_role.execution[0].arn : var.execution_iam_role_arn
  infrastructure_role_arn = local.create_infrastructure_iam_role ? aws_iam_role.infrastructure[0].arn : var.infrastructure_iam_role_arn
  task_role_arn           = local.create_task_iam_role ? aws_iam_role.task[0].arn : var.task_iam_role_arn

  dynamic "network_configuration" {
    for_each = var.network_configuration == null ? [] : [var.network_configuration]

    content {
      security_groups = concat(aws_security_group.this[*].id, try(coalesce(network_configuration.value.security_groups), []))
      subnets         = try(network_configuration.value.subnets, null)
    }
  }

  dynamic "primary_container" {
    for_each = var.primary_container == null ? [] : [var.primary_container]

    content {
      image          = primary_container.value.image
      command        = try(primary_container.value.command, null)
      container_port = try(primary_container.value.container_port, null)

      dynamic "aws_logs_configuration" {
        for_each = try(primary_container.value.aws_logs_configuration, null) == null ? [] : [primary_container.value.aws_logs_configuration]

        content {
          log_group         = try(aws_logs_configuration.value.log_group, null)
          log_stream_prefix = try(aws_logs_configuration.value.log_stream_prefix, null)
        }
      }

      dynamic "environment" {
        for_each = try(coalesce(primary_container.value.environment), [])

        content {
          name  = environment.value.name
          value = environment.value.value
        }
      }

      dynamic "repository_credentials" {
        for_each = try(primary_container.value.repository_credentials, null) == null ? [] : [primary_container.value.repository_credentials]

        content {
          credentials_parameter = try(repository_credentials.value.credentials_parameter, null)
        }
      }

      dynamic "secret" {
        for_each = try(coalesce(primary_container.value.secret), [])

        content {
          name       = secret.value.name
          value_from = secret.value.value_from
        }
      }
    }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  count = var.create && var.create_cloudwatch_log_group ? 1 : 0

  region     = var.region
  name       = try(coalesce(var.cloudwatch_log_group_name, "/aws/ecs/${var.name}"), "")
  kms_key_id = var.cloudwatch_log_group_kms_key_id
}

data "aws_iam_policy_document" "infrastructure_assume" {
  count = local.create_infrastructure_iam_role ? 1 : 0

  statement {
    sid     = "InfrastructureForECSExpressServices"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "infrastructure" {
  count = local.create_infrastructure_iam_role ? 1 : 0

  name                 = var.infrastructure_iam_role_use_name_prefix ? null : local.infrastructure_name
  name_prefix          = var.infrastructure_iam_role_use_name_prefix ? "${local.infrastructure_name}-" : null
  path                 = var.infrastructure_iam_role_path
  assume_role_policy   = data.aws_iam_policy_document.infrastructure_assume[0].json
  permissions_boundary = var.infrastructure_iam_role_permissions_boundary
}

resource "aws_iam_role_policy_attachment" "infrastructure" {
  count = local.create_infrastructure_iam_role ? 1 : 0

  role       = aws_iam_role.infrastructure[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonECSInfrastructureRoleforExpressGatewayServices"
}

data "aws_iam_policy_document" "task_assume" {
  count = local.create_task_iam_role ? 1 : 0

  statement {
    sid     = "TasksForECSExpressServices"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "task" {
  count = local.create_task_iam_role ? 1 : 0

  name                 = var.task_iam_role_use_name_prefix ? null : local.task_name
  name_prefix          = var.task_iam_role_use_name_prefix ? "${local.task_name}-" : null
  path                 = var.task_iam_role_path
  assume_role_policy   = data.aws_iam_policy_document.task_assume[0].json
  permissions_boundary = var.task_iam_role_permissions_boundary
}

resource "aws_iam_role_policy_attachment" "task_additional" {
  for_each = { for k, v in var.task_iam_role_policies : k => v if local.create_task_iam_role }

  role       = aws_iam_role.task[0].name
  policy_arn = each.value
}

resource "aws_security_group" "this" {
  count = local.create_security_group ? 1 : 0

  region      = var.region
  name        = var.security_group_use_name_prefix ? null : local.group_name
  name_prefix = var.security_group_use_name_prefix ? "${local.group_name}-" : null
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = local.group_name }, var.security_group_tags)
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
