variable "create_asg" {
  type    = bool
  default = true
}

variable "name" {
  type = string
}

variable "use_name_prefix" {
  type    = bool
  default = true
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

variable "use_mixed_instances_policy" {
  type    = bool
  default = false
}

variable "mixed_instances_policy" {
  type    = any
  default = null
}

variable "create_lc" {
  type    = bool
  default = false
}

variable "use_lc" {
  type    = bool
  default = false
}

variable "lc_name" {
  type    = string
  default = ""
}

variable "lc_use_name_prefix" {
  type    = bool
  default = true
}

variable "launch_configuration" {
  type    = string
  default = null
}

variable "create_lt" {
  type    = bool
  default = false
}

variable "use_lt" {
  type    = bool
  default = false
}

variable "lt_name" {
  type    = string
  default = ""
}

variable "lt_use_name_prefix" {
  type    = bool
  default = true
}

variable "lt_version" {
  type    = string
  default = null
}

variable "launch_template" {
  type    = string
  default = null
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
  default = ""
}

variable "instance_type" {
  type    = string
  default = ""
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
  default = null
}

variable "associate_public_ip_address" {
  type    = bool
  default = null
}

variable "network_interfaces" {
  type    = any
  default = []
}

variable "iam_instance_profile_name" {
  type    = string
  default = null
}

variable "iam_instance_profile_arn" {
  type    = string
  default = null
}
