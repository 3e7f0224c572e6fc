variable "aws_region" {
  type    = string
  default = "eu-west-1"
}

variable "image_tag" {
  type = string
}

variable "private_subnets" {
  type = map(string)
  default = {
    eu-west-1a = "10.9.16.0/20"
    eu-west-1b = "10.9.32.0/20"
  }
}
