variable "vpc_id" {
  type = string
}

variable "region" {
  type = string
}

variable "security_group_ids" {
  type    = list(string)
  default = []
}

variable "endpoints" {
  type    = any
  default = {}
}

resource "aws_vpc_endpoint" "this" {
  for_each = var.endpoints

  vpc_id              = var.vpc_id
  service_name        = "com.amazonaws.${var.region}.${each.value.service}"
  vpc_endpoint_type   = try(each.value.service_type, "Interface")
  private_dns_enabled = try(each.value.service_type, "Interface") == "Interface" ? try(each.value.private_dns_enabled, null) : null
  subnet_ids          = try(each.value.service_type, "Interface") == "Interface" ? try(each.value.subnet_ids, null) : null
  security_group_ids  = try(each.value.service_type, "Interface") == "Interface" ? var.security_group_ids : null
  route_table_ids     = try(each.value.service_type, "Interface") == "Gateway" ? try(each.value.route_table_ids, null) : null
}
