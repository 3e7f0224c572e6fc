module "cluster" {
  source = "./modules/cluster"

  create       = var.create
  cluster_name = var.cluster_name

  create_cloudwatch_log_group     = var.create_cloudwatch_log_group
  cloudwatch_log_group_name       = var.cloudwatch_log_group_name
  cloudwatch_log_group_kms_key_id = var.cloudwatch_log_group_kms_key_id

  default_capacity_provider_use_fargate = var.default_capacity_provider_use_fargate
  fargate_capacity_providers            = var.fargate_capacity_providers
  autoscaling_capacity_providers        = var.autoscaling_capacity_providers

  create_task_exec_iam_role               = var.create_task_exec_iam_role
  task_exec_iam_role_name                 = var.task_exec_iam_role_name
  task_exec_iam_role_use_name_prefix      = var.task_exec_iam_role_use_name_prefix
  task_exec_iam_role_path                 = var.task_exec_iam_role_path
  task_exec_iam_role_permissions_boundary = var.task_exec_iam_role_permissions_boundary
  task_exec_iam_role_policies             = var.task_exec_iam_role_policies
  create_task_exec_policy                 = var.create_task_exec_policy
  task_exec_ssm_param_arns                = var.task_exec_ssm_param_arns
  task_exec_secret_arns                   = var.task_exec_secret_arns
  task_exec_iam_statements                = var.task_exec_iam_statements
}

module "service" {
  source = "./modules/service"

  for_each = { for k, v in var.services : k => v if var.create }

  create                            = try(each.value.create, true)
  create_service                    = try(each.value.create_service, true)
  ignore_task_definition_changes    = try(each.value.ignore_task_definition_changes, false)
  name                              = try(each.value.name, each.key)
  cluster_arn                       = module.cluster.arn
  desired_count                     = try(each.value.desired_count, 1)
  enable_execute_command            = try(each.value.enable_execute_command, false)
  health_check_grace_period_seconds = try(each.value.health_check_grace_period_seconds, null)
  launch_type                       = try(each.value.launch_type, "FARGATE")
  platform_version                  = try(each.value.platform_version, null)
  scheduling_strategy               = try(each.value.scheduling_strategy, null)
  capacity_provider_strategy        = try(each.value.capacity_provider_strategy, {})
  deployment_circuit_breaker        = try(each.value.deployment_circuit_breaker, {})
  deployment_controller             = try(each.value.deployment_controller, {})
  external_id                       = try(each.value.external_id, null)

  assign_public_ip               = try(each.value.assign_public_ip, false)
  subnet_ids                     = lookup(each.value, "subnet_ids", [])
  security_group_ids             = lookup(each.value, "security_group_ids", [])
  create_security_group          = try(each.value.create_security_group, true)
  security_group_name            = try(each.value.security_group_name, null)
  security_group_use_name_prefix = try(each.value.security_group_use_name_prefix, true)
  security_group_rules           = lookup(each.value, "security_group_rules", {})
  security_group_tags            = try(each.value.security_group_tags, {})

  create_task_definition        = try(each.value.create_task_definition, true)
  task_definition_arn           = lookup(each.value, "task_definition_arn", null)
  container_definitions         = try(each.value.container_definitions, {})
  container_definition_defaults = try(each.value.container_definition_defaults, {})
  cpu                           = try(each.value.cpu, 1024)
  memory                        = try(each.value.memory, 2048)
  ephemeral_storage             = try(each.value.ephemeral_storage, {})
  family                        = try(each.value.family, null)
  network_mode                  = try(each.value.network_mode, "awsvpc")
  requires_compatibilities      = try(each.value.requires_compatibilities, ["FARGATE"])
  runtime_platform              = try(each.value.runtime_platform, { operating_system_family = "LINUX", cpu_architecture = "X86_64" })

  create_task_exec_iam_role               = try(each.value.create_task_exec_iam_role, true)
  task_exec_iam_role_arn                  = lookup(each.value, "task_exec_iam_role_arn", null)
  task_exec_iam_role_name                 = try(each.value.task_exec_iam_role_name, null)
  task_exec_iam_role_use_name_prefix      = try(each.value.task_exec_iam_role_use_name_prefix, true)
  task_exec_iam_role_path                 = try(each.value.task_exec_iam_role_path, null)
  task_exec_iam_role_permissions_boundary = try(each.value.task_exec_iam_role_permissions_boundary, null)
  task_exec_iam_role_policies             = try(each.value.task_exec_iam_role_policies, {})
  create_task_exec_policy                 = try(each.value.create_task_exec_policy, true)
  task_exec_ssm_param_arns                = lookup(each.value, "task_exec_ssm_param_arns", ["arn:aws:ssm:*:*:parameter/*"])
  task_exec_secret_arns                   = lookup(each.value, "task_exec_secret_arns", ["arn:aws:secretsmanager:*:*:secret:*"])
  task_exec_iam_statements                = lookup(each.value, "task_exec_iam_statements", {})

  create_tasks_iam_role               = try(each.value.create_tasks_iam_role, true)
  tasks_iam_role_arn                  = lookup(each.value, "tasks_iam_role_arn", null)
  tasks_iam_role_name                 = try(each.value.tasks_iam_role_name, null)
  tasks_iam_role_use_name_prefix      = try(each.value.tasks_iam_role_use_name_prefix, true)
  tasks_iam_role_path                 = try(each.value.tasks_iam_role_path, null)
  tasks_iam_role_permissions_boundary = try(each.value.tasks_iam_role_permissions_boundary, null)
  tasks_iam_role_policies             = lookup(each.value, "tasks_iam_role_policies", {})
  tasks_iam_role_statements           = lookup(each.value, "tasks_iam_role_statements", {})

  tags = merge(var.tags, try(each.value.tags, {}))
}
