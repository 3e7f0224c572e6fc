variable "dependencies" {
  default = []
}

variable "environment" {
  default = []
}

variable "environment_files" {
  default = []
}

variable "essential" {
  type    = bool
  default = null
}

variable "firelens_configuration" {
  default = {}
}

variable "image" {
  type    = string
  default = null
}

variable "log_configuration" {
  default = {}
}

variable "name" {
  type    = string
  default = null
}

variable "repository_credentials" {
  type    = map(string)
  default = {}
}

variable "secrets" {
  default = []
}

variable "service" {
  type    = string
  default = ""
}

variable "enable_cloudwatch_logging" {
  type    = bool
  default = true
}

variable "create_cloudwatch_log_group" {
  type    = bool
  default = true
}

variable "cloudwatch_log_group_name" {
  type    = string
  default = null
}

variable "cloudwatch_log_group_use_name_prefix" {
  type    = bool
  default = false
}

variable "cloudwatch_log_group_kms_key_id" {
  type    = string
  default = null
}
