variable "container_name" {
  type = string
}

variable "container_image" {
  type = string
}

variable "container_definition" {
  default = {}
}

variable "essential" {
  type    = bool
  default = true
}

variable "environment" {
  default = null
}

variable "map_environment" {
  type    = map(string)
  default = null
}

variable "map_secrets" {
  type    = map(string)
  default = null
}

variable "environment_files" {
  default = null
}

variable "secrets" {
  default = null
}

variable "log_configuration" {
  default = null
}

variable "firelens_configuration" {
  default = null
}

variable "repository_credentials" {
  default = null
}

variable "container_depends_on" {
  default = null
}
