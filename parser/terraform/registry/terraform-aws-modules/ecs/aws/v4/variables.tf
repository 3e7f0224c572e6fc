variable "create" {
  type    = bool
  default = true
}

variable "cluster_name" {
  type    = string
  default = ""
}

variable "default_capacity_provider_use_fargate" {
  type    = bool
  default = true
}

variable "fargate_capacity_providers" {
  default = {}
}

variable "autoscaling_capacity_providers" {
  default = {}
}
