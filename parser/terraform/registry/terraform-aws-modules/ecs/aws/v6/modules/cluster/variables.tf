variable "create" {
  type    = bool
  default = true
}

variable "region" {
  type    = string
  default = null
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "disable_v7_default_name_description" {
  type    = bool
  default = false
}

variable "name" {
  type    = string
  default = ""
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

variable "cluster_capacity_providers" {
  type    = list(string)
  default = []
}

variable "capacity_providers" {
  default = null
}

variable "default_capacity_provider_strategy" {
  default  = {}
  nullable = false
}

variable "create_task_exec_iam_role" {
  type    = bool
  default = false
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
  default = []
}

variable "task_exec_secret_arns" {
  type    = list(string)
  default = []
}

variable "task_exec_iam_statements" {
  default = null
}

variable "create_infrastructure_iam_role" {
  type     = bool
  default  = true
  nullable = false
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

variable "create_node_iam_instance_profile" {
  type     = bool
  default  = true
  nullable = false
}

variable "node_iam_role_name" {
  type    = string
  default = null
}

variable "node_iam_role_use_name_prefix" {
  type     = bool
  default  = true
  nullable = false
}

variable "node_iam_role_path" {
  type    = string
  default = null
}

variable "node_iam_role_permissions_boundary" {
  type    = string
  default = null
}

variable "node_iam_role_additional_policies" {
  type     = map(string)
  default  = {}
  nullable = false
}

variable "node_iam_role_source_policy_documents" {
  type    = list(string)
  default = []
}

variable "node_iam_role_override_policy_documents" {
  type    = list(string)
  default = []
}

variable "node_iam_role_statements" {
  default = null
}

variable "create_security_group" {
  type     = bool
  default  = true
  nullable = false
}

variable "vpc_id" {
  type    = string
  default = null
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
  default = {
    all_ipv4 = {
      cidr_ipv4   = "0.0.0.0/0"
      description = "Allow all IPv4 traffic"
      ip_protocol = "-1"
    }
    all_ipv6 = {
      cidr_ipv6   = "::/0"
      description = "Allow all IPv6 traffic"
      ip_protocol = "-1"
    }
  }
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

variable "autoscaling_capacity_providers" {
  default = null
}
