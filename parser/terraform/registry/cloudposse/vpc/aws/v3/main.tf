locals {
  enabled      = module.this.enabled
  default_name = merge(module.this.tags, { Name = join(module.this.delimiter, [module.this.id, "default"]) })

  # Before 2.0 the first names of some inputs are taken as well.
  cidr_block       = try(coalesce(var.ipv4_primary_cidr_block, var.cidr_block), null)
  ipv6             = try(coalesce(var.ipv6_enabled, var.assign_generated_ipv6_cidr_block), true)
  dns_hostnames    = var.enable_dns_hostnames != null ? var.enable_dns_hostnames : var.dns_hostnames_enabled
  dns_support      = var.enable_dns_support != null ? var.enable_dns_support : var.dns_support_enabled
  internet_gateway = local.enabled && (var.enable_internet_gateway != null ? var.enable_internet_gateway : var.internet_gateway_enabled)
  deny_all         = local.enabled && (var.enable_default_security_group_with_custom_rules != null ? var.enable_default_security_group_with_custom_rules : var.default_security_group_deny_all)

  additional = merge(
    { for v in try(coalesce(var.additional_cidr_blocks), []) : v => { ipv4_cidr_block = v } },
    var.ipv4_additional_cidr_block_associations,
  )
}

module "igw_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = ["igw"]
  context    = module.this.context
}

resource "aws_vpc" "default" {
  count = local.enabled ? 1 : 0

  cidr_block                       = local.cidr_block
  ipv4_ipam_pool_id                = try(var.ipv4_primary_cidr_block_association.ipv4_ipam_pool_id, null)
  ipv4_netmask_length              = try(var.ipv4_primary_cidr_block_association.ipv4_netmask_length, null)
  ipv6_cidr_block                  = try(var.ipv6_primary_cidr_block_association.ipv6_cidr_block, null)
  ipv6_ipam_pool_id                = try(var.ipv6_primary_cidr_block_association.ipv6_ipam_pool_id, null)
  ipv6_netmask_length              = try(var.ipv6_primary_cidr_block_association.ipv6_netmask_length, null)
  instance_tenancy                 = var.instance_tenancy
  enable_dns_hostnames             = local.dns_hostnames
  enable_dns_support               = local.dns_support
  assign_generated_ipv6_cidr_block = local.ipv6
  tags                             = module.this.tags
}

resource "aws_default_security_group" "default" {
  count = local.deny_all ? 1 : 0

  vpc_id = aws_vpc.default[0].id
  tags   = local.default_name
}

resource "aws_default_route_table" "default" {
  count = local.enabled && var.default_route_table_no_routes ? 1 : 0

  default_route_table_id = aws_vpc.default[0].default_route_table_id
  tags                   = local.default_name
}

resource "aws_default_network_acl" "default" {
  count = local.enabled && var.default_network_acl_deny_all ? 1 : 0

  default_network_acl_id = aws_vpc.default[0].default_network_acl_id
  tags                   = local.default_name
}

resource "aws_internet_gateway" "default" {
  count = local.internet_gateway ? 1 : 0

  vpc_id = aws_vpc.default[0].id
  tags   = module.igw_label.tags
}

resource "aws_egress_only_internet_gateway" "default" {
  count = local.enabled && var.ipv6_egress_only_internet_gateway_enabled ? 1 : 0

  vpc_id = aws_vpc.default[0].id
}

resource "aws_vpc_ipv4_cidr_block_association" "default" {
  for_each = { for k, v in local.additional : k => v if local.enabled }

  vpc_id              = aws_vpc.default[0].id
  cidr_block          = try(each.value.ipv4_cidr_block, null)
  ipv4_ipam_pool_id   = try(each.value.ipv4_ipam_pool_id, null)
  ipv4_netmask_length = try(each.value.ipv4_netmask_length, null)
}
