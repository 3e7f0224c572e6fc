locals {
  enabled  = module.this.enabled && (var.public_subnets_enabled || var.private_subnets_enabled) && (var.ipv4_enabled || var.ipv6_enabled)
  public   = local.enabled && var.public_subnets_enabled
  private  = local.enabled && var.private_subnets_enabled
  public4  = local.public && var.ipv4_enabled
  public6  = local.public && var.ipv6_enabled
  private4 = local.private && var.ipv4_enabled
  private6 = local.private && var.ipv6_enabled

  public_dns64  = local.public6 && var.public_dns64_nat64_enabled
  private_dns64 = local.private6 && (var.private_dns64_nat64_enabled == null ? local.public4 : var.private_dns64_nat64_enabled)

  # The zones: by their ids, by their names, or all of the region.
  zone_of_id = try(zipmap(data.aws_availability_zones.default[0].zone_ids, data.aws_availability_zones.default[0].names), {})
  possible   = length(var.availability_zone_ids) > 0 ? [for id in var.availability_zone_ids : local.zone_of_id[id]] : length(var.availability_zones) > 0 ? var.availability_zones : try(sort(data.aws_availability_zones.default[0].names), [])
  zones      = !local.enabled ? [] : var.max_subnet_count == 0 || var.max_subnet_count >= length(local.possible) ? local.possible : slice(local.possible, 0, var.max_subnet_count)

  public_per_zone  = coalesce(var.public_subnets_per_az_count, var.subnets_per_az_count)
  private_per_zone = coalesce(var.private_subnets_per_az_count, var.subnets_per_az_count)
  public_names     = var.public_subnets_per_az_names != null ? var.public_subnets_per_az_names : var.subnets_per_az_names
  private_names    = var.private_subnets_per_az_names != null ? var.private_subnets_per_az_names : var.subnets_per_az_names
  public_zones     = local.public ? flatten([for z in local.zones : [for n in range(local.public_per_zone) : z]]) : []
  private_zones    = local.private ? flatten([for z in local.zones : [for n in range(local.private_per_zone) : z]]) : []

  # The last part of a subnet's name: us-east-2a is use2a, in short.
  suffix = {
    for z in local.zones : z =>
    var.availability_zone_attribute_style == "full" ? z : var.availability_zone_attribute_style == "short" ? join("", [
      for i, p in split("-", z) : i == 0 ? p : replace(replace(replace(replace(replace(p, "north", "n"), "south", "s"), "east", "e"), "west", "w"), "central", "c")
    ]) : data.aws_availability_zones.default[0].id
  }

  # Room for as many subnets as there are zones, or as are asked for at most.
  room         = local.enabled ? (var.max_subnet_count == 0 ? length(data.aws_availability_zones.default[0].names) : var.max_subnet_count) : 0
  private_room = local.private ? local.room * local.private_per_zone : 0
  public_room  = local.public ? local.room * local.public_per_zone : 0
  bits         = local.enabled ? ceil(log(local.private_room + local.public_room, 2)) : 1

  given4  = concat(try(var.ipv4_cidrs[0].private, []), try(var.ipv4_cidrs[0].public, []))
  given6  = concat(try(var.ipv6_cidrs[0].private, []), try(var.ipv6_cidrs[0].public, []))
  divide4 = local.enabled && var.ipv4_enabled && length(local.given4) == 0
  divide6 = local.enabled && var.ipv6_enabled && length(local.given6) == 0
  ask     = (local.divide4 && length(var.ipv4_cidr_block) == 0) || (local.divide6 && length(var.ipv6_cidr_block) == 0)
  base4   = length(var.ipv4_cidr_block) > 0 ? var.ipv4_cidr_block[0] : local.ask ? data.aws_vpc.default[0].cidr_block : ""
  base6   = length(var.ipv6_cidr_block) > 0 ? var.ipv6_cidr_block[0] : local.ask ? data.aws_vpc.default[0].ipv6_cidr_block : ""

  private_tables      = local.private && var.private_route_table_enabled ? length(local.private_zones) : 0
  public_tables_given = length(var.public_route_table_ids)
  public_tables = !local.public ? 0 : local.public_tables_given > 0 ? local.public_tables_given : !var.public_route_table_enabled ? 0 : coalesce(
    var.public_route_table_per_subnet_enabled, local.public_dns64
  ) ? length(local.public_zones) : 1
  public_table_ids = local.public && var.public_route_table_enabled && local.public_tables_given == 0 ? aws_route_table.public[*].id : var.public_route_table_ids
}

data "aws_availability_zones" "default" {
  count = local.enabled ? 1 : 0

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

data "aws_vpc" "default" {
  count = local.ask ? 1 : 0

  id = var.vpc_id
}

module "private_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = [var.private_label]
  tags       = merge(var.private_subnets_additional_tags, var.subnet_type_tag_key != null && var.subnet_type_tag_value_format != null ? { (var.subnet_type_tag_key) = format(var.subnet_type_tag_value_format, var.private_label) } : {})
  context    = module.this.context
}

module "public_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = [var.public_label]
  tags       = merge(var.public_subnets_additional_tags, var.subnet_type_tag_key != null && var.subnet_type_tag_value_format != null ? { (var.subnet_type_tag_key) = format(var.subnet_type_tag_value_format, var.public_label) } : {})
  context    = module.this.context
}

resource "aws_subnet" "private" {
  count = length(local.private_zones)

  vpc_id                          = var.vpc_id
  availability_zone               = local.private_zones[count.index]
  cidr_block                      = local.private4 ? (local.divide4 ? cidrsubnet(local.base4, local.bits, count.index) : var.ipv4_cidrs[0].private[count.index]) : null
  ipv6_cidr_block                 = local.private6 ? (local.divide6 ? cidrsubnet(local.base6, 8, count.index) : var.ipv6_cidrs[0].private[count.index]) : null
  ipv6_native                     = local.private6 && !local.private4
  assign_ipv6_address_on_creation = local.private6 ? var.private_assign_ipv6_address_on_creation : null
  enable_dns64                    = local.private6 ? local.private_dns64 : null
  tags                            = merge(module.private_label.tags, { Name = "${module.private_label.id}${module.this.delimiter}${local.suffix[local.private_zones[count.index]]}" })
}

resource "aws_subnet" "public" {
  count = length(local.public_zones)

  vpc_id                          = var.vpc_id
  availability_zone               = local.public_zones[count.index]
  cidr_block                      = local.public4 ? (local.divide4 ? cidrsubnet(local.base4, local.bits, local.private_room + count.index) : element(var.ipv4_cidrs[0].public, count.index)) : null
  ipv6_cidr_block                 = local.public6 ? (local.divide6 ? cidrsubnet(local.base6, 8, local.private_room + count.index) : element(var.ipv6_cidrs[0].public, count.index)) : null
  ipv6_native                     = local.public6 && !local.public4
  map_public_ip_on_launch         = local.public4 ? var.map_public_ip_on_launch : null
  assign_ipv6_address_on_creation = local.public6 ? var.public_assign_ipv6_address_on_creation : null
  enable_dns64                    = local.public6 ? local.public_dns64 : null
  tags                            = merge(module.public_label.tags, { Name = "${module.public_label.id}${module.this.delimiter}${local.suffix[local.public_zones[count.index]]}" })
}

resource "aws_route_table" "private" {
  count = local.private_tables

  vpc_id = var.vpc_id
  tags   = merge(module.private_label.tags, { Name = "${module.private_label.id}${module.this.delimiter}${local.suffix[local.private_zones[count.index]]}" })
}

resource "aws_route_table" "public" {
  count = local.public && var.public_route_table_enabled && local.public_tables_given == 0 ? local.public_tables : 0

  vpc_id = var.vpc_id
  tags   = module.public_label.tags
}

resource "aws_route_table_association" "private" {
  count = local.private_tables

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = element(aws_route_table.private[*].id, count.index)
}

resource "aws_route_table_association" "public" {
  count = local.public && var.public_route_table_enabled ? length(local.public_zones) : 0

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = element(local.public_table_ids, count.index)
}

resource "aws_route" "public" {
  count = local.public4 && length(var.igw_id) > 0 ? local.public_tables : 0

  route_table_id         = local.public_table_ids[count.index]
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = var.igw_id[0]
}

resource "aws_route" "public6" {
  count = local.public6 && length(var.igw_id) > 0 ? local.public_tables : 0

  route_table_id              = local.public_table_ids[count.index]
  destination_ipv6_cidr_block = "::/0"
  gateway_id                  = var.igw_id[0]
}

resource "aws_route" "private6" {
  count = local.enabled && var.ipv6_enabled && length(var.ipv6_egress_only_igw_id) > 0 ? local.private_tables : 0

  route_table_id              = aws_route_table.private[count.index].id
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = var.ipv6_egress_only_igw_id[0]
}
