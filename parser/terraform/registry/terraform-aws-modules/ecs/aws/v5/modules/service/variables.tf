variable "create" {
  type    = bool
  default = true
}

variable "create_service" {
  type    = bool
  default = true
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "ignore_task_definition_changes" {
  type    = bool
  default = false
}

variable "capacity_provider_strategy" {
  default = {}
}

variable "cluster_arn" {
  type    = string
  default = ""
}

variable "deployment_circuit_breaker" {
  default = {}
}

variable "deployment_controller" {
  default = {}
}

variable "desired_count" {
  type    = number
  default = 1
}

variable "enable_execute_command" {
  type    = bool
  default = false
}

variable "health_check_grace_period_seconds" {
  type    = number
  default = null
}

variable "launch_type" {
  type    = string
  default = "FARGATE"
}

variable "name" {
  type    = string
  default = null
}

variable "assign_public_ip" {
  type    = bool
  default = false
}

variable "security_group_ids" {
  type    = list(string)
  default = []
}

variable "subnet_ids" {
  type    = list(string)
  default = []
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
  type    = bool
  default = true
}

variable "task_definition_arn" {
  type    = string
  default = null
}

variable "container_definitions" {
  default = {}
}

variable "container_definition_defaults" {
  default = {}
}

variable "cpu" {
  type    = number
  default = 1024
}

variable "ephemeral_storage" {
  default = {}
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
  type    = string
  default = "awsvpc"
}

variable "requires_compatibilities" {
  type    = list(string)
  default = ["FARGATE"]
}

variable "runtime_platform" {
  default = {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }
}

variable "create_task_exec_iam_role" {
  type    = bool
  default = true
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
  type    = bool
  default = true
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
  type    = map(string)
  default = {}
}

variable "create_task_exec_policy" {
  type    = bool
  default = true
}

variable "task_exec_ssm_param_arns" {
  type    = list(string)
  default = ["arn:aws:ssm:*:*:parameter/*"]
}

variable "task_exec_secret_arns" {
  type    = list(string)
  default = ["arn:aws:secretsmanager:*:*:secret:*"]
}

variable "task_exec_iam_statements" {
  default = {}
}

variable "create_tasks_iam_role" {
  type    = bool
  default = true
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
  type    = bool
  default = true
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
  type    = map(string)
  default = {}
}

variable "tasks_iam_role_statements" {
  default = {}
}

variable "external_id" {
  type    = string
  default = null
}

variable "create_security_group" {
  type    = bool
  default = true
}

variable "security_group_name" {
  type    = string
  default = null
}

variable "security_group_use_name_prefix" {
  type    = bool
  default = true
}

variable "security_group_rules" {
  default = {}
}

variable "security_group_tags" {
  type    = map(string)
  default = {}
}
