variable "create" {
  type    = bool
  default = true
}

variable "region" {
  type    = string
  default = null
}

variable "create_bus" {
  type    = bool
  default = true
}

variable "create_rules" {
  type    = bool
  default = true
}

variable "create_targets" {
  type    = bool
  default = true
}

variable "create_schedules" {
  type    = bool
  default = true
}

variable "create_pipes" {
  type    = bool
  default = true
}

variable "append_rule_postfix" {
  type    = bool
  default = true
}

variable "append_schedule_postfix" {
  type    = bool
  default = true
}

variable "append_pipe_postfix" {
  type    = bool
  default = true
}

variable "bus_name" {
  type    = string
  default = "default"
}

variable "rules" {
  type    = any
  default = {}
}

variable "targets" {
  type    = any
  default = {}
}

variable "schedules" {
  type    = any
  default = {}
}

variable "pipes" {
  type    = any
  default = {}
}

variable "pipes_run_tasks" {
  type    = bool
  default = true
}

variable "targets_take_capacity_providers" {
  type    = bool
  default = true
}
