variable "context" {
  default = {
    enabled             = true
    namespace           = null
    tenant              = null
    environment         = null
    stage               = null
    name                = null
    delimiter           = null
    attributes          = []
    tags                = {}
    additional_tag_map  = {}
    regex_replace_chars = null
    label_order         = []
    id_length_limit     = null
    label_key_case      = null
    label_value_case    = null
    descriptor_formats  = {}
    labels_as_tags      = ["unset"]
  }
}

variable "enabled" {
  type    = bool
  default = null
}

variable "namespace" {
  type    = string
  default = null
}

variable "tenant" {
  type    = string
  default = null
}

variable "environment" {
  type    = string
  default = null
}

variable "stage" {
  type    = string
  default = null
}

variable "name" {
  type    = string
  default = null
}

variable "delimiter" {
  type    = string
  default = null
}

variable "attributes" {
  type    = list(string)
  default = []
}

variable "labels_as_tags" {
  type    = set(string)
  default = ["default"]
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "additional_tag_map" {
  type    = map(string)
  default = {}
}

variable "label_order" {
  type    = list(string)
  default = null
}

variable "regex_replace_chars" {
  type    = string
  default = null
}

variable "id_length_limit" {
  type    = number
  default = null
}

variable "label_key_case" {
  type    = string
  default = null
}

variable "label_value_case" {
  type    = string
  default = null
}

variable "descriptor_formats" {
  default = {}
}

variable "vpc_id" {
  type = string
}

variable "ecs_cluster_arn" {
  type = string
}

variable "container_definition_json" {
  type = string
}

variable "subnet_ids" {
  type    = list(string)
  default = null
}

variable "security_group_enabled" {
  type    = bool
  default = true
}

variable "enable_all_egress_rule" {
  type    = bool
  default = true
}

variable "enable_icmp_rule" {
  type    = bool
  default = false
}

variable "use_alb_security_group" {
  type    = bool
  default = false
}

variable "alb_security_group" {
  type    = string
  default = ""
}

variable "container_port" {
  type    = number
  default = 80
}

variable "use_nlb_cidr_blocks" {
  type    = bool
  default = false
}

variable "nlb_container_port" {
  type    = number
  default = 80
}

variable "nlb_cidr_blocks" {
  type    = list(string)
  default = []
}

variable "security_group_ids" {
  type    = list(string)
  default = []
}

variable "launch_type" {
  type    = string
  default = "FARGATE"
}

variable "platform_version" {
  type    = string
  default = "LATEST"
}

variable "scheduling_strategy" {
  type    = string
  default = "REPLICA"
}

variable "network_mode" {
  type    = string
  default = "awsvpc"
}

variable "task_cpu" {
  type    = number
  default = 256
}

variable "task_memory" {
  type    = number
  default = 512
}

variable "task_exec_role_arn" {
  default = []
}

variable "task_exec_policy_arns" {
  type    = list(string)
  default = []
}

variable "task_exec_policy_arns_map" {
  type    = map(string)
  default = {}
}

variable "task_role_arn" {
  default = []
}

variable "task_policy_arns" {
  type    = list(string)
  default = []
}

variable "task_policy_arns_map" {
  type    = map(string)
  default = {}
}

variable "desired_count" {
  type    = number
  default = 1
}

variable "deployment_controller_type" {
  type    = string
  default = "ECS"
}

variable "health_check_grace_period_seconds" {
  type    = number
  default = 0
}

variable "runtime_platform" {
  default = []
}

variable "ignore_changes_task_definition" {
  type    = bool
  default = true
}

variable "ignore_changes_desired_count" {
  type    = bool
  default = false
}

variable "assign_public_ip" {
  type    = bool
  default = false
}

variable "capacity_provider_strategies" {
  default = []
}

variable "permissions_boundary" {
  type    = string
  default = ""
}

variable "task_definition" {
  default = []
}

variable "exec_enabled" {
  type    = bool
  default = false
}

variable "circuit_breaker_deployment_enabled" {
  type    = bool
  default = false
}

variable "circuit_breaker_rollback_enabled" {
  type    = bool
  default = false
}

variable "ephemeral_storage_size" {
  type    = number
  default = 0
}

variable "ecs_service_enabled" {
  type    = bool
  default = true
}

variable "policies_by_arn" {
  default = false
}
