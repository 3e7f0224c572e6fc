variable "name" {
  type = string
}

variable "cidr" {
  type = string
}

variable "image_tag" {
  type = string
}

variable "public" {
  type        = bool
  description = "Whether tasks get addresses of the internet."
}

variable "tags" {
  type    = map(string)
  default = {}
}
