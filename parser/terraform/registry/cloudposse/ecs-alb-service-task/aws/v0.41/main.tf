locals {
  enabled         = module.this.enabled
  service_enabled = local.enabled && tobool(var.ecs_service_enabled)

  # A role or a task definition is given as a string or as a list of one: whether a list has an
  # element is known before the element is.
  given_exec_role       = try(var.task_exec_role_arn[0], tostring(var.task_exec_role_arn))
  given_task_role       = try(var.task_role_arn[0], tostring(var.task_role_arn))
  given_task_definition = try(var.task_definition[0], tostring(var.task_definition))

  create_exec_role       = local.enabled && try(length(var.task_exec_role_arn), 0) == 0
  create_task_role       = local.enabled && try(length(var.task_role_arn), 0) == 0
  create_task_definition = local.enabled && try(length(var.task_definition), 0) == 0
  create_security_group  = local.enabled && var.network_mode == "awsvpc" && var.security_group_enabled

  boundary        = var.permissions_boundary == "" ? null : var.permissions_boundary
  task_definition = local.create_task_definition ? aws_ecs_task_definition.default[0].arn : local.given_task_definition
  launch_type     = length(var.capacity_provider_strategies) > 0 ? null : var.launch_type
  platform        = var.launch_type == "FARGATE" ? var.platform_version : null
  scheduling      = var.launch_type == "FARGATE" ? "REPLICA" : var.scheduling_strategy
  networks        = var.network_mode == "awsvpc" ? [1] : []
  groups          = compact(concat(var.security_group_ids, aws_security_group.ecs_service[*].id))
  breakers        = var.deployment_controller_type == "ECS" ? [1] : []
}

module "task_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = ["task"]
  context    = module.this.context
}

module "service_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = ["service"]
  context    = module.this.context
}

module "exec_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = ["exec"]
  context    = module.this.context
}

resource "aws_ecs_task_definition" "default" {
  count = local.create_task_definition ? 1 : 0

  family                   = module.this.id
  container_definitions    = var.container_definition_json
  requires_compatibilities = [var.launch_type]
  network_mode             = var.network_mode
  cpu                      = var.task_cpu
  memory                   = var.task_memory
  execution_role_arn       = local.create_exec_role ? aws_iam_role.ecs_exec[0].arn : local.given_exec_role
  task_role_arn            = local.create_task_role ? aws_iam_role.ecs_task[0].arn : local.given_task_role

  dynamic "ephemeral_storage" {
    for_each = var.ephemeral_storage_size == 0 ? [] : [var.ephemeral_storage_size]

    content {
      size_in_gib = ephemeral_storage.value
    }
  }

  dynamic "runtime_platform" {
    for_each = try(coalesce(var.runtime_platform), [])

    content {
      operating_system_family = lookup(runtime_platform.value, "operating_system_family", null)
      cpu_architecture        = lookup(runtime_platform.value, "cpu_architecture", null)
    }
  }
}

data "aws_iam_policy_document" "ecs_task" {
  count = local.create_task_role ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "ecs_task" {
  count = local.create_task_role ? 1 : 0

  name                 = module.task_label.id
  assume_role_policy   = data.aws_iam_policy_document.ecs_task[0].json
  permissions_boundary = local.boundary
}

data "aws_iam_policy_document" "ecs_task_exec" {
  count = local.create_exec_role ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "ecs_exec" {
  count = local.create_exec_role ? 1 : 0

  name                 = module.exec_label.id
  assume_role_policy   = data.aws_iam_policy_document.ecs_task_exec[0].json
  permissions_boundary = local.boundary
}

data "aws_iam_policy_document" "ecs_exec" {
  count = local.create_exec_role ? 1 : 0

  statement {
    resources = ["*"]
    actions = [
      "ssm:GetParameters",
      "ecr:GetAuthorizationToken",
      "ecr:BatchCheckLayerAvailability",
      "ecr:GetDownloadUrlForLayer",
      "ecr:BatchGetImage",
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]
  }
}

resource "aws_iam_role_policy" "ecs_exec" {
  count = local.create_exec_role ? 1 : 0

  name   = module.exec_label.id
  policy = data.aws_iam_policy_document.ecs_exec[0].json
  role   = aws_iam_role.ecs_exec[0].id
}

resource "aws_security_group" "ecs_service" {
  count = local.create_security_group ? 1 : 0

  name   = module.service_label.id
  vpc_id = var.vpc_id
  tags   = module.service_label.tags
}

resource "aws_security_group_rule" "allow_all_egress" {
  count = local.create_security_group && var.enable_all_egress_rule ? 1 : 0

  security_group_id = aws_security_group.ecs_service[0].id
  type              = "egress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "allow_icmp_ingress" {
  count = local.create_security_group && var.enable_icmp_rule ? 1 : 0

  security_group_id = aws_security_group.ecs_service[0].id
  type              = "ingress"
  protocol          = "icmp"
  from_port         = 8
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "alb" {
  count = local.create_security_group && var.use_alb_security_group ? 1 : 0

  security_group_id        = aws_security_group.ecs_service[0].id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = var.container_port
  to_port                  = var.container_port
  source_security_group_id = var.alb_security_group
}

resource "aws_security_group_rule" "nlb" {
  count = local.create_security_group && var.use_nlb_cidr_blocks ? 1 : 0

  security_group_id = aws_security_group.ecs_service[0].id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = var.nlb_container_port
  to_port           = var.nlb_container_port
  cidr_blocks       = var.nlb_cidr_blocks
}

resource "aws_iam_role_policy_attachment" "ecs_exec" {
  count = local.create_exec_role ? length(var.task_exec_policy_arns) : 0

  role       = aws_iam_role.ecs_exec[0].id
  policy_arn = var.task_exec_policy_arns[count.index]
}

resource "aws_iam_role_policy_attachment" "ecs_task" {
  count = local.create_task_role ? length(var.task_policy_arns) : 0

  role       = aws_iam_role.ecs_task[0].id
  policy_arn = var.task_policy_arns[count.index]
}
