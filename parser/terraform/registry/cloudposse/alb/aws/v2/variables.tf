variable "context" {
  default = {
    enabled             = true
    namespace           = null
    tenant              = null
    environment         = null
    stage               = null
    name                = null
    delimiter           = null
    attributes          = []
    tags                = {}
    additional_tag_map  = {}
    regex_replace_chars = null
    label_order         = []
    id_length_limit     = null
    label_key_case      = null
    label_value_case    = null
    descriptor_formats  = {}
    labels_as_tags      = ["unset"]
  }
}

variable "enabled" {
  type    = bool
  default = null
}

variable "namespace" {
  type    = string
  default = null
}

variable "tenant" {
  type    = string
  default = null
}

variable "environment" {
  type    = string
  default = null
}

variable "stage" {
  type    = string
  default = null
}

variable "name" {
  type    = string
  default = null
}

variable "delimiter" {
  type    = string
  default = null
}

variable "attributes" {
  type    = list(string)
  default = []
}

variable "labels_as_tags" {
  type    = set(string)
  default = ["default"]
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "additional_tag_map" {
  type    = map(string)
  default = {}
}

variable "label_order" {
  type    = list(string)
  default = null
}

variable "regex_replace_chars" {
  type    = string
  default = null
}

variable "id_length_limit" {
  type    = number
  default = null
}

variable "label_key_case" {
  type    = string
  default = null
}

variable "label_value_case" {
  type    = string
  default = null
}

variable "descriptor_formats" {
  default = {}
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "security_group_ids" {
  type    = list(string)
  default = []
}

variable "internal" {
  type    = bool
  default = false
}

variable "http_port" {
  type    = number
  default = 80
}

variable "http_enabled" {
  type    = bool
  default = true
}

variable "http_redirect" {
  type    = bool
  default = false
}

variable "http_ingress_cidr_blocks" {
  type    = list(string)
  default = ["0.0.0.0/0", "::/0"]
}

variable "http_ingress_prefix_list_ids" {
  type    = list(string)
  default = []
}

variable "http_ingress_security_group_ids" {
  type    = list(string)
  default = []
}

variable "https_port" {
  type    = number
  default = 443
}

variable "https_enabled" {
  type    = bool
  default = false
}

variable "https_ingress_cidr_blocks" {
  type    = list(string)
  default = ["0.0.0.0/0", "::/0"]
}

variable "https_ingress_prefix_list_ids" {
  type    = list(string)
  default = []
}

variable "https_ingress_security_group_ids" {
  type    = list(string)
  default = []
}

variable "ip_address_type" {
  type    = string
  default = "ipv4"
}

variable "target_group_port" {
  type    = number
  default = 80
}

variable "security_group_enabled" {
  type    = bool
  default = true
}

variable "default_target_group_enabled" {
  type    = bool
  default = true
}
