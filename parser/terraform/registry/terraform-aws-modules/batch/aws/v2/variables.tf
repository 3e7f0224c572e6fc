variable "create" {
  type    = bool
  default = true
}

variable "compute_environments" {
  type    = any
  default = {}
}

variable "create_instance_iam_role" {
  type    = bool
  default = true
}

variable "instance_iam_role_name" {
  type    = string
  default = null
}

variable "instance_iam_role_use_name_prefix" {
  type    = bool
  default = true
}

variable "instance_iam_role_path" {
  type    = string
  default = null
}

variable "instance_iam_role_permissions_boundary" {
  type    = string
  default = null
}

variable "instance_iam_role_additional_policies" {
  type    = list(string)
  default = []
}

variable "create_service_iam_role" {
  type    = bool
  default = true
}

variable "service_iam_role_name" {
  type    = string
  default = null
}

variable "service_iam_role_use_name_prefix" {
  type    = bool
  default = true
}

variable "service_iam_role_path" {
  type    = string
  default = null
}

variable "service_iam_role_permissions_boundary" {
  type    = string
  default = null
}

variable "service_iam_role_additional_policies" {
  type    = list(string)
  default = []
}

variable "create_spot_fleet_iam_role" {
  type    = bool
  default = false
}

variable "spot_fleet_iam_role_name" {
  type    = string
  default = null
}

variable "spot_fleet_iam_role_use_name_prefix" {
  type    = bool
  default = true
}

variable "spot_fleet_iam_role_path" {
  type    = string
  default = null
}

variable "spot_fleet_iam_role_permissions_boundary" {
  type    = string
  default = null
}

variable "spot_fleet_iam_role_additional_policies" {
  type    = list(string)
  default = []
}

variable "create_job_queues" {
  type    = bool
  default = true
}

variable "job_queues" {
  type    = any
  default = {}
}

variable "create_job_definitions" {
  type    = bool
  default = true
}

variable "job_definitions" {
  type    = any
  default = {}
}
