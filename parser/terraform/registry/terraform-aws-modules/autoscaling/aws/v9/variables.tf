variable "create" {
  type    = bool
  default = true
}

variable "region" {
  type    = string
  default = null
}

variable "name" {
  type = string
}

variable "use_name_prefix" {
  type    = bool
  default = true
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "autoscaling_group_tags" {
  type    = map(string)
  default = {}
}

variable "instance_name" {
  type    = string
  default = ""
}

variable "availability_zones" {
  type    = list(string)
  default = null
}

variable "availability_zone" {
  type    = list(string)
  default = null
}

variable "vpc_zone_identifier" {
  type    = list(string)
  default = null
}

variable "min_size" {
  type    = number
  default = null
}

variable "max_size" {
  type    = number
  default = null
}

variable "desired_capacity" {
  type    = number
  default = null
}

variable "protect_from_scale_in" {
  type    = bool
  default = false
}

variable "ignore_desired_capacity_changes" {
  type    = bool
  default = false
}

variable "use_mixed_instances_policy" {
  type    = bool
  default = false
}

variable "mixed_instances_policy" {
  type    = any
  default = null
}

variable "create_launch_template" {
  type    = bool
  default = true
}

variable "launch_template" {
  type    = string
  default = null
}

variable "launch_template_id" {
  type    = string
  default = null
}

variable "launch_template_version" {
  type    = string
  default = null
}

variable "launch_template_name" {
  type    = string
  default = ""
}

variable "launch_template_use_name_prefix" {
  type    = bool
  default = true
}

variable "default_version" {
  type    = string
  default = null
}

variable "update_default_version" {
  type    = bool
  default = null
}

variable "image_id" {
  type    = string
  default = null
}

variable "instance_type" {
  type    = string
  default = null
}

variable "user_data" {
  type    = string
  default = null
}

variable "user_data_base64" {
  type    = string
  default = null
}

variable "security_groups" {
  type    = list(string)
  default = []
}

variable "network_interfaces" {
  type    = any
  default = null
}

variable "create_iam_instance_profile" {
  type    = bool
  default = false
}

variable "iam_instance_profile_arn" {
  type    = string
  default = null
}

variable "iam_instance_profile_name" {
  type    = string
  default = null
}

variable "iam_role_name" {
  type    = string
  default = null
}

variable "iam_role_use_name_prefix" {
  type    = bool
  default = true
}

variable "iam_role_path" {
  type    = string
  default = null
}

variable "iam_role_permissions_boundary" {
  type    = string
  default = null
}

variable "iam_role_policies" {
  type    = map(string)
  default = {}
}

variable "template_by_name" {
  type    = bool
  default = false
}

variable "overrides_in_template" {
  type    = bool
  default = true
}

variable "groups_on_interfaces" {
  type    = bool
  default = true
}

variable "empty_interfaces_count" {
  type    = bool
  default = true
}
