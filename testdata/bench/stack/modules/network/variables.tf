variable "name" { type = string }
variable "cidr" { type = string }
variable "region" { type = string }
variable "zones" { type = list(string) }
variable "api" { type = list(string) }

variable "own_nat" {
  type    = bool
  default = false
}
