variable "region" {
  type    = string
  default = null
}

variable "dependsOn" {
  default = null
}

variable "environment" {
  default = null
}

variable "environmentFiles" {
  default = null
}

variable "essential" {
  type    = bool
  default = null
}

variable "firelensConfiguration" {
  default = null
}

variable "image" {
  type    = string
  default = null
}

variable "logConfiguration" {
  default  = {}
  nullable = false
}

variable "name" {
  type    = string
  default = null
}

variable "repositoryCredentials" {
  default = null
}

variable "secrets" {
  default = null
}

variable "service" {
  type    = string
  default = null
}

variable "enable_cloudwatch_logging" {
  type     = bool
  default  = true
  nullable = false
}

variable "create_cloudwatch_log_group" {
  type     = bool
  default  = true
  nullable = false
}

variable "cloudwatch_log_group_name" {
  type    = string
  default = null
}

variable "cloudwatch_log_group_use_name_prefix" {
  type     = bool
  default  = false
  nullable = false
}

variable "cloudwatch_log_group_kms_key_id" {
  type    = string
  default = null
}
