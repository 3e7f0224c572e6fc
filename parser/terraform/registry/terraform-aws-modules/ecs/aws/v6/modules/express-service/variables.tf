variable "create" {
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

variable "cluster" {
  type    = string
  default = null
}

variable "name" {
  type    = string
  default = ""
}

variable "network_configuration" {
  default = null
}

variable "primary_container" {
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

variable "vpc_id" {
  type    = string
  default = null
}

variable "create_execution_iam_role" {
  type     = bool
  default  = true
  nullable = false
}

variable "execution_iam_role_arn" {
  type    = string
  default = null
}

variable "execution_iam_role_name" {
  type    = string
  default = null
}

variable "execution_iam_role_use_name_prefix" {
  type     = bool
  default  = true
  nullable = false
}

variable "execution_iam_role_path" {
  type    = string
  default = null
}

variable "execution_iam_role_permissions_boundary" {
  type    = string
  default = null
}

variable "execution_iam_role_policies" {
  type     = map(string)
  default  = {}
  nullable = false
}

variable "create_execution_policy" {
  type     = bool
  default  = true
  nullable = false
}

variable "execution_ssm_param_arns" {
  type     = list(string)
  default  = []
  nullable = false
}

variable "execution_secret_arns" {
  type     = list(string)
  default  = []
  nullable = false
}

variable "execution_iam_statements" {
  default = null
}

variable "create_infrastructure_iam_role" {
  type     = bool
  default  = true
  nullable = false
}

variable "infrastructure_iam_role_arn" {
  type    = string
  default = null
}

variable "infrastructure_iam_role_name" {
  type    = string
  default = null
}

variable "infrastructure_iam_role_use_name_prefix" {
  type     = bool
  default  = true
  nullable = false
}

variable "infrastructure_iam_role_path" {
  type    = string
  default = null
}

variable "infrastructure_iam_role_permissions_boundary" {
  type    = string
  default = null
}

variable "create_task_iam_role" {
  type     = bool
  default  = true
  nullable = false
}

variable "task_iam_role_arn" {
  type    = string
  default = null
}

variable "task_iam_role_name" {
  type    = string
  default = null
}

variable "task_iam_role_use_name_prefix" {
  type     = bool
  default  = true
  nullable = false
}

variable "task_iam_role_path" {
  type    = string
  default = null
}

variable "task_iam_role_permissions_boundary" {
  type    = string
  default = null
}

variable "task_iam_role_policies" {
  type     = map(string)
  default  = {}
  nullable = false
}

variable "create_cloudwatch_log_group" {
  type    = bool
  default = true
}

variable "cloudwatch_log_group_name" {
  type    = string
  default = null
}

variable "cloudwatch_log_group_kms_key_id" {
  type    = string
  default = null
}
