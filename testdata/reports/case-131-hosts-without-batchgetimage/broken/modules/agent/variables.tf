variable "name" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "image" {
  type = string
}

variable "additional_policies" {
  description = "Names and documents of more inline policies for the hosts"
  type        = map(string)
  default     = {}
}
