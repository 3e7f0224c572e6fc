locals {
  zones  = module.this.enabled ? var.availability_zones : []
  max    = var.max_subnet_count == 0 ? length(flatten(data.aws_availability_zones.available[*].names)) : var.max_subnet_count
  cidr   = var.cidr_block != "" ? var.cidr_block : try(data.aws_vpc.default[0].cidr_block, "")
  vpc_id = try(data.aws_vpc.default[0].id, "")

  # Public subnets use a table of the caller's, if there is one.
  own_table = var.vpc_default_route_table_id == ""
  addresses = length(var.nat_elastic_ips) > 0 ? data.aws_eip.nat_ips[*].id : aws_eip.default[*].id
  instances = var.nat_instance_enabled ? length(local.zones) : 0

  # The last part of a subnet's name: us-east-2a is use2a, in short.
  suffix = {
    for z in local.zones : z =>
    var.availability_zone_attribute_style == "full" ? z : var.availability_zone_attribute_style == "short" ? join("", [
      for i, p in split("-", z) : i == 0 ? p : replace(replace(replace(replace(replace(p, "north", "n"), "south", "s"), "east", "e"), "west", "w"), "central", "c")
    ]) : data.aws_availability_zones.available[0].id
  }
}

data "aws_vpc" "default" {
  count = module.this.enabled ? 1 : 0

  id = var.vpc_id
}

data "aws_availability_zones" "available" {
  count = module.this.enabled ? 1 : 0
}

data "aws_eip" "nat_ips" {
  count = module.this.enabled ? length(var.nat_elastic_ips) : 0

  public_ip = var.nat_elastic_ips[count.index]
}

module "private_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = ["private"]
  tags       = merge(var.private_subnets_additional_tags, { (var.subnet_type_tag_key) = format(var.subnet_type_tag_value_format, "private") })
  context    = module.this.context
}

module "public_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = ["public"]
  tags       = merge(var.public_subnets_additional_tags, { (var.subnet_type_tag_key) = format(var.subnet_type_tag_value_format, "public") })
  context    = module.this.context
}

resource "aws_subnet" "private" {
  count = length(local.zones)

  vpc_id            = local.vpc_id
  availability_zone = local.zones[count.index]
  cidr_block        = cidrsubnet(local.cidr, ceil(log(local.max * 2, 2)), count.index)
  tags              = merge(module.private_label.tags, { Name = "${module.private_label.id}${module.this.delimiter}${local.suffix[local.zones[count.index]]}" })
}

resource "aws_route_table" "private" {
  count = length(local.zones)

  vpc_id = local.vpc_id
  tags   = merge(module.private_label.tags, { Name = "${module.private_label.id}${module.this.delimiter}${local.suffix[local.zones[count.index]]}" })
}

resource "aws_route_table_association" "private" {
  count = length(local.zones)

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id
}

resource "aws_network_acl" "private" {
  count = module.this.enabled && var.private_network_acl_id == "" ? 1 : 0

  vpc_id     = var.vpc_id
  subnet_ids = aws_subnet.private[*].id

  egress {
    rule_no    = 100
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
    protocol   = "-1"
  }

  ingress {
    rule_no    = 100
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
    protocol   = "-1"
  }
}

resource "aws_subnet" "public" {
  count = length(local.zones)

  vpc_id                  = local.vpc_id
  availability_zone       = local.zones[count.index]
  cidr_block              = cidrsubnet(local.cidr, ceil(log(local.max * 2, 2)), local.max + count.index)
  map_public_ip_on_launch = var.map_public_ip_on_launch
  tags                    = merge(module.public_label.tags, { Name = "${module.public_label.id}${module.this.delimiter}${local.suffix[local.zones[count.index]]}" })
}

resource "aws_route_table" "public" {
  count = module.this.enabled && local.own_table ? 1 : 0

  vpc_id = local.vpc_id
  tags   = module.public_label.tags
}

resource "aws_route" "public" {
  count = module.this.enabled && local.own_table ? 1 : 0

  route_table_id         = aws_route_table.public[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = var.igw_id
}

resource "aws_route_table_association" "public" {
  count = local.own_table ? length(local.zones) : 0

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public[0].id
}

resource "aws_route_table_association" "public_default" {
  count = local.own_table ? 0 : length(local.zones)

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = var.vpc_default_route_table_id
}

resource "aws_network_acl" "public" {
  count = module.this.enabled && var.public_network_acl_id == "" ? 1 : 0

  vpc_id     = var.vpc_id
  subnet_ids = aws_subnet.public[*].id

  egress {
    rule_no    = 100
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
    protocol   = "-1"
  }

  ingress {
    rule_no    = 100
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
    protocol   = "-1"
  }
}

resource "aws_eip" "default" {
  count = var.nat_gateway_enabled && length(var.nat_elastic_ips) == 0 ? length(local.zones) : 0
}

resource "aws_nat_gateway" "default" {
  count = var.nat_gateway_enabled ? length(local.zones) : 0

  allocation_id = element(local.addresses, count.index)
  subnet_id     = aws_subnet.public[count.index].id
}

resource "aws_route" "default" {
  count = var.nat_gateway_enabled ? length(local.zones) : 0

  route_table_id         = aws_route_table.private[count.index].id
  nat_gateway_id         = aws_nat_gateway.default[count.index].id
  destination_cidr_block = "0.0.0.0/0"
}

module "nat_instance_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = ["nat", "instance"]
  context    = module.this.context
}

resource "aws_security_group" "nat_instance" {
  count = module.this.enabled && var.nat_instance_enabled ? 1 : 0

  name   = module.nat_instance_label.id
  vpc_id = var.vpc_id
}

resource "aws_security_group_rule" "nat_instance_egress" {
  count = module.this.enabled && var.nat_instance_enabled ? 1 : 0

  security_group_id = aws_security_group.nat_instance[0].id
  type              = "egress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "nat_instance_ingress" {
  count = module.this.enabled && var.nat_instance_enabled ? 1 : 0

  security_group_id = aws_security_group.nat_instance[0].id
  type              = "ingress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = [local.cidr]
}

data "aws_ami" "nat_instance" {
  count = module.this.enabled && var.nat_instance_enabled ? 1 : 0

  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["amzn-ami-vpc-nat*"]
  }

  filter {
    name   = "virtualization-type"
    values = ["hvm"]
  }
}

resource "aws_instance" "nat_instance" {
  count = local.instances

  ami                         = data.aws_ami.nat_instance[0].id
  instance_type               = var.nat_instance_type
  subnet_id                   = aws_subnet.public[count.index].id
  vpc_security_group_ids      = [aws_security_group.nat_instance[0].id]
  source_dest_check           = false
  associate_public_ip_address = true
}

resource "aws_eip" "nat_instance" {
  count = length(var.nat_elastic_ips) > 0 ? 0 : local.instances
}

resource "aws_eip_association" "nat_instance" {
  count = local.instances

  instance_id   = aws_instance.nat_instance[count.index].id
  allocation_id = element(length(var.nat_elastic_ips) > 0 ? data.aws_eip.nat_ips[*].id : aws_eip.nat_instance[*].id, count.index)
}

resource "aws_route" "nat_instance" {
  count = local.instances

  route_table_id         = aws_route_table.private[count.index].id
  instance_id            = var.nat_by_instance ? aws_instance.nat_instance[count.index].id : null
  network_interface_id   = var.nat_by_instance ? null : aws_instance.nat_instance[count.index].primary_network_interface_id
  destination_cidr_block = "0.0.0.0/0"
}
