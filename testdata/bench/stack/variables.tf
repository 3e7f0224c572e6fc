variable "region" {
  type    = string
  default = "eu-central-1"
}

variable "stage" {
  type    = string
  default = "production"
}

variable "cidr" {
  type    = string
  default = "10.20.0.0/16"
}

variable "own_nat" {
  type    = bool
  default = false
}

variable "services" {
  type = map(object({
    tag         = string
    cpu         = optional(number, 256)
    memory      = optional(number, 512)
    port        = optional(number, 8080)
    keep        = optional(number, 20)
    environment = optional(map(string), {})
  }))
}
