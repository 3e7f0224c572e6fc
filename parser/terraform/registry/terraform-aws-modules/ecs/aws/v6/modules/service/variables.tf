variable "create" {
  type     = bool
  default  = true
  nullable = false
}

variable "create_service" {
  type     = bool
  default  = true
  nullable = false
}

variable "region" {
  type    = string
  default = null
}

variable "tags" {
  type     = map(string)
  default  = {}
  nullable = false
}

variable "disable_v7_default_name_description" {
  type    = bool
  default = false
}

variable "ignore_task_definition_changes" {
  type     = bool
  default  = false
  nullable = false
}

variable "capacity_provider_strategy" {
  default = null
}

variable "cluster_arn" {
  type     = string
  default  = ""
  nullable = false
}

variable "deployment_circuit_breaker" {
  default = null
}

variable "deployment_controller" {
  default = null
}

variable "desired_count" {
  type    = number
  default = 1
}

variable "enable_execute_command" {
  type     = bool
  default  = false
  nullable = false
}

variable "health_check_grace_period_seconds" {
  type    = number
  default = null
}

variable "launch_type" {
  type     = string
  default  = "FARGATE"
  nullable = false
}

variable "name" {
  type    = string
  default = ""
}

variable "assign_public_ip" {
  type     = bool
  default  = false
  nullable = false
}

variable "security_group_ids" {
  type     = list(string)
  default  = []
  nullable = false
}

variable "subnet_ids" {
  type     = list(string)
  default  = []
  nullable = false
}

variable "vpc_id" {
  type    = string
  default = null
}

variable "platform_version" {
  type    = string
  default = null
}

variable "scheduling_strategy" {
  type    = string
  default = null
}

variable "create_task_definition" {
  type     = bool
  default  = true
  nullable = false
}

variable "task_definition_arn" {
  type    = string
  default = null
}

variable "container_definitions" {
  default = {}
}

variable "cpu" {
  type    = number
  default = 1024
}

variable "ephemeral_storage" {
  default = null
}

variable "family" {
  type    = string
  default = null
}

variable "memory" {
  type    = number
  default = 2048
}

variable "network_mode" {
  type     = string
  default  = "awsvpc"
  nullable = false
}

variable "requires_compatibilities" {
  type     = list(string)
  default  = ["FARGATE"]
  nullable = false
}

variable "runtime_platform" {
  default = {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }
  nullable = false
}

variable "create_task_exec_iam_role" {
  type     = bool
  default  = true
  nullable = false
}

variable "task_exec_iam_role_arn" {
  type    = string
  default = null
}

variable "task_exec_iam_role_name" {
  type    = string
  default = null
}

variable "task_exec_iam_role_use_name_prefix" {
  type     = bool
  default  = true
  nullable = false
}

variable "task_exec_iam_role_path" {
  type    = string
  default = null
}

variable "task_exec_iam_role_permissions_boundary" {
  type    = string
  default = null
}

variable "task_exec_iam_role_policies" {
  type     = map(string)
  default  = {}
  nullable = false
}

variable "create_task_exec_policy" {
  type     = bool
  default  = true
  nullable = false
}

variable "task_exec_ssm_param_arns" {
  type     = list(string)
  default  = []
  nullable = false
}

variable "task_exec_secret_arns" {
  type     = list(string)
  default  = []
  nullable = false
}

variable "task_exec_iam_statements" {
  default = null
}

variable "create_tasks_iam_role" {
  type     = bool
  default  = true
  nullable = false
}

variable "tasks_iam_role_arn" {
  type    = string
  default = null
}

variable "tasks_iam_role_name" {
  type    = string
  default = null
}

variable "tasks_iam_role_use_name_prefix" {
  type     = bool
  default  = true
  nullable = false
}

variable "tasks_iam_role_path" {
  type    = string
  default = null
}

variable "tasks_iam_role_permissions_boundary" {
  type    = string
  default = null
}

variable "tasks_iam_role_policies" {
  type     = map(string)
  default  = {}
  nullable = false
}

variable "tasks_iam_role_statements" {
  default = null
}

variable "external_id" {
  type    = string
  default = null
}

variable "create_security_group" {
  type     = bool
  default  = true
  nullable = false
}

variable "security_group_name" {
  type    = string
  default = null
}

variable "security_group_use_name_prefix" {
  type     = bool
  default  = true
  nullable = false
}

variable "security_group_ingress_rules" {
  default  = {}
  nullable = false
}

variable "security_group_egress_rules" {
  default  = {}
  nullable = false
}

variable "security_group_tags" {
  type     = map(string)
  default  = {}
  nullable = false
}

variable "major" {
  default = 6
}

variable "vpc_by_subnet" {
  default = true
}

variable "container_definition_defaults" {
  default = {}
}
