variable "vpc_id" {
  type = string
}

variable "subnet1_id" {
  type        = string
  description = "First private subnet used for availability zone redundancy"
}

variable "subnet2_id" {
  type        = string
  description = "Second private subnet used for availability zone redundancy"
}

variable "with_public_ip" {
  type        = bool
  default     = false
  description = "Whether the service gets a public IP, which it needs in a public subnet"
}

variable "container_image" {
  type    = string
  default = "netflixoss/metaflow_metadata_service:v2.4.0"
}
