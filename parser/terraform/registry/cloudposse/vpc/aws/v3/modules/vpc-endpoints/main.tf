data "aws_region" "current" {}

locals {
  enabled = module.this.enabled
  prefix  = "com.amazonaws.${data.aws_region.current.name}"

  tables = merge([for k, v in var.gateway_vpc_endpoints : {
    for i, t in try(coalesce(v.route_table_ids), []) : "${k}[${i}]" => { endpoint = k, table = t }
  }]...)
  subnets = merge([for k, v in var.interface_vpc_endpoints : {
    for i, s in try(coalesce(v.subnet_ids), []) : "${k}[${i}]" => { endpoint = k, subnet = s }
  }]...)
  # Up to 1.2 an endpoint has its subnets and groups itself. Since then the first group is the endpoint's own; the others are added to it.
  groups = merge([for k, v in var.interface_vpc_endpoints : {
    for i, g in try(coalesce(v.security_group_ids), []) : "${k}[${i}]" => { endpoint = k, group = g } if i > 0
  }]...)
}

resource "aws_vpc_endpoint" "gateway_endpoint" {
  for_each = { for k, v in var.gateway_vpc_endpoints : k => v if local.enabled }

  service_name      = "${local.prefix}.${each.value.name}"
  policy            = try(each.value.policy, null)
  vpc_endpoint_type = "Gateway"
  vpc_id            = var.vpc_id
}

resource "aws_vpc_endpoint_route_table_association" "gateway" {
  for_each = { for k, v in local.tables : k => v if local.enabled }

  route_table_id  = each.value.table
  vpc_endpoint_id = aws_vpc_endpoint.gateway_endpoint[each.value.endpoint].id
}

resource "aws_vpc_endpoint" "interface_endpoint" {
  for_each = { for k, v in var.interface_vpc_endpoints : k => v if local.enabled }

  service_name        = "${local.prefix}.${each.value.name}"
  policy              = try(each.value.policy, null)
  vpc_endpoint_type   = "Interface"
  vpc_id              = var.vpc_id
  private_dns_enabled = each.value.private_dns_enabled
  security_group_ids  = [for i, g in try(coalesce(each.value.security_group_ids), []) : g if i == 0 || var.inline]
  subnet_ids          = var.inline ? each.value.subnet_ids : null
}

resource "aws_vpc_endpoint_subnet_association" "interface" {
  for_each = { for k, v in local.subnets : k => v if local.enabled && !var.inline }

  subnet_id       = each.value.subnet
  vpc_endpoint_id = aws_vpc_endpoint.interface_endpoint[each.value.endpoint].id
}

resource "aws_vpc_endpoint_security_group_association" "interface" {
  for_each = { for k, v in local.groups : k => v if local.enabled && !var.inline }

  security_group_id = each.value.group
  vpc_endpoint_id   = aws_vpc_endpoint.interface_endpoint[each.value.endpoint].id
}

output "gateway_vpc_endpoints_map" {
  value = aws_vpc_endpoint.gateway_endpoint
}

output "interface_vpc_endpoints_map" {
  value = aws_vpc_endpoint.interface_endpoint
}

output "gateway_vpc_endpoints" {
  value = values(aws_vpc_endpoint.gateway_endpoint)
}

output "interface_vpc_endpoints" {
  value = values(aws_vpc_endpoint.interface_endpoint)
}
