variable "vpc_id" {}
variable "group_id" {}
variable "endpoints" {
  type = map(object({
    service     = string
    type        = optional(string, "Interface")
    private_dns = optional(bool)
    subnets     = optional(list(string), [])
    tables      = optional(list(string))
  }))
}

data "aws_region" "this" {}

resource "aws_vpc_endpoint" "this" {
  for_each            = var.endpoints
  vpc_id              = var.vpc_id
  service_name        = "com.amazonaws.${data.aws_region.this.name}.${each.value.service}"
  vpc_endpoint_type   = each.value.type
  private_dns_enabled = each.value.private_dns
  subnet_ids          = each.value.type == "Interface" ? each.value.subnets : null
  security_group_ids  = each.value.type == "Interface" ? [var.group_id] : null
  route_table_ids     = each.value.tables
}

output "lists" {
  value = compact([for e in aws_vpc_endpoint.this : e.prefix_list_id])
}
