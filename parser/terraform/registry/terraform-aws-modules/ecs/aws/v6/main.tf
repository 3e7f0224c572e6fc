module "cluster" {
  source = "./modules/cluster"

  name                                = var.cluster_name
  create                              = var.create
  region                              = var.region
  create_cloudwatch_log_group         = var.create_cloudwatch_log_group
  cloudwatch_log_group_name           = var.cloudwatch_log_group_name
  cloudwatch_log_group_kms_key_id     = var.cloudwatch_log_group_kms_key_id
  cluster_capacity_providers          = var.cluster_capacity_providers
  capacity_providers                  = var.capacity_providers
  autoscaling_capacity_providers      = var.autoscaling_capacity_providers
  default_capacity_provider_strategy  = var.default_capacity_provider_strategy
  disable_v7_default_name_description = var.disable_v7_default_name_description
  major                               = var.major

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

  create_infrastructure_iam_role               = var.create_infrastructure_iam_role
  infrastructure_iam_role_name                 = var.infrastructure_iam_role_name
  infrastructure_iam_role_use_name_prefix      = var.infrastructure_iam_role_use_name_prefix
  infrastructure_iam_role_path                 = var.infrastructure_iam_role_path
  infrastructure_iam_role_permissions_boundary = var.infrastructure_iam_role_permissions_boundary

  create_node_iam_instance_profile        = var.create_node_iam_instance_profile
  node_iam_role_name                      = var.node_iam_role_name
  node_iam_role_use_name_prefix           = var.node_iam_role_use_name_prefix
  node_iam_role_path                      = var.node_iam_role_path
  node_iam_role_permissions_boundary      = var.node_iam_role_permissions_boundary
  node_iam_role_additional_policies       = var.node_iam_role_additional_policies
  node_iam_role_source_policy_documents   = var.node_iam_role_source_policy_documents
  node_iam_role_override_policy_documents = var.node_iam_role_override_policy_documents
  node_iam_role_statements                = var.node_iam_role_statements

  create_security_group          = var.create_security_group
  vpc_id                         = var.vpc_id
  security_group_name            = var.security_group_name
  security_group_use_name_prefix = var.security_group_use_name_prefix
  security_group_ingress_rules   = var.security_group_ingress_rules
  security_group_egress_rules    = var.security_group_egress_rules
  security_group_tags            = var.security_group_tags
  tags                           = merge(var.tags, var.cluster_tags)
}

# What a service does not say, or says null, is as the service module has it by itself.
module "service" {
  source = "./modules/service"

  for_each = { for k, v in(var.services == null ? {} : var.services) : k => v if var.create }

  region                              = var.region
  major                               = var.major
  vpc_by_subnet                       = var.vpc_by_subnet
  disable_v7_default_name_description = var.disable_v7_default_name_description
  name                                = try(coalesce(each.value.name), each.key)
  cluster_arn                         = module.cluster.arn
  container_definitions               = try(each.value.container_definitions, {})
  container_definition_defaults       = try(each.value.container_definition_defaults, {})
  cpu                                 = try(each.value.cpu, 1024)
  memory                              = try(each.value.memory, 2048)
  desired_count                       = try(each.value.desired_count, 1)
  task_exec_iam_role_arn              = try(coalesce(each.value.task_exec_iam_role_arn, module.cluster.task_exec_iam_role_arn), coalesce(module.cluster.task_exec_iam_role_arn), null)

  create                                  = try(each.value.create, null)
  create_service                          = try(each.value.create_service, null)
  ignore_task_definition_changes          = try(each.value.ignore_task_definition_changes, null)
  enable_execute_command                  = try(each.value.enable_execute_command, null)
  health_check_grace_period_seconds       = try(each.value.health_check_grace_period_seconds, null)
  launch_type                             = try(each.value.launch_type, null)
  platform_version                        = try(each.value.platform_version, null)
  scheduling_strategy                     = try(each.value.scheduling_strategy, null)
  capacity_provider_strategy              = try(each.value.capacity_provider_strategy, null)
  deployment_circuit_breaker              = try(each.value.deployment_circuit_breaker, null)
  deployment_controller                   = try(each.value.deployment_controller, null)
  external_id                             = try(each.value.external_id, null)
  assign_public_ip                        = try(each.value.assign_public_ip, null)
  subnet_ids                              = try(each.value.subnet_ids, null)
  security_group_ids                      = try(each.value.security_group_ids, null)
  create_security_group                   = try(each.value.create_security_group, null)
  security_group_name                     = try(each.value.security_group_name, null)
  security_group_use_name_prefix          = try(each.value.security_group_use_name_prefix, null)
  security_group_tags                     = try(each.value.security_group_tags, null)
  create_task_definition                  = try(each.value.create_task_definition, null)
  task_definition_arn                     = try(each.value.task_definition_arn, null)
  ephemeral_storage                       = try(each.value.ephemeral_storage, null)
  family                                  = try(each.value.family, null)
  network_mode                            = try(each.value.network_mode, null)
  requires_compatibilities                = try(each.value.requires_compatibilities, null)
  runtime_platform                        = try(each.value.runtime_platform, null)
  create_task_exec_iam_role               = try(each.value.create_task_exec_iam_role, null)
  task_exec_iam_role_name                 = try(each.value.task_exec_iam_role_name, null)
  task_exec_iam_role_use_name_prefix      = try(each.value.task_exec_iam_role_use_name_prefix, null)
  task_exec_iam_role_path                 = try(each.value.task_exec_iam_role_path, null)
  task_exec_iam_role_permissions_boundary = try(each.value.task_exec_iam_role_permissions_boundary, null)
  task_exec_iam_role_policies             = try(each.value.task_exec_iam_role_policies, null)
  create_task_exec_policy                 = try(each.value.create_task_exec_policy, null)
  task_exec_ssm_param_arns                = try(each.value.task_exec_ssm_param_arns, null)
  task_exec_secret_arns                   = try(each.value.task_exec_secret_arns, null)
  task_exec_iam_statements                = try(each.value.task_exec_iam_statements, null)
  create_tasks_iam_role                   = try(each.value.create_tasks_iam_role, null)
  tasks_iam_role_arn                      = try(each.value.tasks_iam_role_arn, null)
  tasks_iam_role_name                     = try(each.value.tasks_iam_role_name, null)
  tasks_iam_role_use_name_prefix          = try(each.value.tasks_iam_role_use_name_prefix, null)
  tasks_iam_role_path                     = try(each.value.tasks_iam_role_path, null)
  tasks_iam_role_permissions_boundary     = try(each.value.tasks_iam_role_permissions_boundary, null)
  tasks_iam_role_policies                 = try(each.value.tasks_iam_role_policies, null)
  tasks_iam_role_statements               = try(each.value.tasks_iam_role_statements, null)
  security_group_ingress_rules            = try(each.value.security_group_ingress_rules, null)
  security_group_egress_rules             = try(each.value.security_group_egress_rules, null)
  vpc_id                                  = try(each.value.vpc_id, null)
  tags                                    = merge(var.tags, try(coalesce(each.value.tags), {}))
}
