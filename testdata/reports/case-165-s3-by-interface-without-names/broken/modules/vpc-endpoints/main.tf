variable "vpc_id" {
  type = string
}

variable "defaults" {
  type = object({ subnet_ids = list(string), security_group_ids = list(string) })
}

variable "endpoints" {
  type = map(object({
    service             = string
    service_type        = optional(string, "Interface")
    private_dns_enabled = optional(bool)
    route_table_ids     = optional(list(string))
  }))
}

data "aws_region" "current" {}

resource "aws_vpc_endpoint" "this" {
  for_each            = var.endpoints
  vpc_id              = var.vpc_id
  service_name        = "com.amazonaws.${data.aws_region.current.name}.${each.value.service}"
  vpc_endpoint_type   = each.value.service_type
  subnet_ids          = each.value.service_type == "Interface" ? var.defaults.subnet_ids : null
  security_group_ids  = each.value.service_type == "Interface" ? var.defaults.security_group_ids : null
  route_table_ids     = each.value.route_table_ids
  private_dns_enabled = each.value.private_dns_enabled
}
