locals {
  # Gateways unless instances are asked for.
  gateway_wanted  = var.nat_instance_enabled == true ? var.nat_gateway_enabled == true : var.nat_gateway_enabled != false
  instance_wanted = !local.gateway_wanted && var.nat_instance_enabled == true
  gateways        = local.gateway_wanted && (local.private4 || local.public_dns64 || local.private_dns64)
  instances       = local.instance_wanted && local.private4

  # The public subnets that have one. Up to 2.4 that is each of them, from 3.0 on some of each zone.
  indices_given = var.nat_gateway_public_subnet_names == null ? var.nat_gateway_public_subnet_indices : [for n in var.nat_gateway_public_subnet_names : index(local.public_names, n)]
  indices = var.nat_per_subnet ? range(min(max(length(local.public_zones), length(local.private_zones)), var.max_nats)) : flatten([
    for z in range(min(length(local.zones), var.max_nats)) : [for i in local.indices_given : z * local.public_per_zone + i if i >= 0 && i < local.public_per_zone]
  ])
  nats     = length(local.indices)
  per_zone = max(length(local.indices_given), 1)
  nat_of = [
    for i in range(local.private_tables) :
    var.nat_per_subnet ? i % max(local.nats, 1) : (floor(i / local.private_per_zone) * local.per_zone + (i % local.private_per_zone) % local.per_zone) % max(local.nats, 1)
  ]
  nat_of_public = [
    for i in range(local.public_tables) :
    var.nat_per_subnet ? i % max(local.nats, 1) : (floor(i / local.public_per_zone) * local.per_zone + (i % local.public_per_zone) % local.per_zone) % max(local.nats, 1)
  ]
  addresses = length(var.nat_elastic_ips) > 0 ? data.aws_eip.nat[*].id : aws_eip.default[*].id
}

data "aws_eip" "nat" {
  count = local.gateways || local.instances ? length(var.nat_elastic_ips) : 0

  public_ip = var.nat_elastic_ips[count.index]
}

resource "aws_eip" "default" {
  count = (local.gateways || local.instances) && length(var.nat_elastic_ips) == 0 ? local.nats : 0
}

resource "aws_nat_gateway" "default" {
  count = local.gateways ? local.nats : 0

  allocation_id = local.addresses[count.index]
  subnet_id     = aws_subnet.public[local.indices[count.index]].id
}

resource "aws_route" "nat4" {
  count = local.gateways && local.private4 ? local.private_tables : 0

  route_table_id         = aws_route_table.private[count.index].id
  nat_gateway_id         = aws_nat_gateway.default[local.nat_of[count.index]].id
  destination_cidr_block = "0.0.0.0/0"
}

resource "aws_route" "private_nat64" {
  count = local.gateways && local.private_dns64 ? local.private_tables : 0

  route_table_id              = aws_route_table.private[count.index].id
  nat_gateway_id              = aws_nat_gateway.default[local.nat_of[count.index]].id
  destination_ipv6_cidr_block = "64:ff9b::/96"
}

resource "aws_route" "public_nat64" {
  count = local.gateways && local.public_dns64 ? local.public_tables : 0

  route_table_id              = local.public_table_ids[count.index]
  nat_gateway_id              = aws_nat_gateway.default[local.nat_of_public[count.index]].id
  destination_ipv6_cidr_block = "64:ff9b::/96"
}

module "nat_instance_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  attributes = ["nat", "instance"]
  context    = module.this.context
}

resource "aws_security_group" "nat_instance" {
  count = local.instances ? 1 : 0

  name   = module.nat_instance_label.id
  vpc_id = var.vpc_id
}

resource "aws_security_group_rule" "nat_instance_egress" {
  count = local.instances ? 1 : 0

  security_group_id = aws_security_group.nat_instance[0].id
  type              = "egress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "nat_instance_ingress" {
  count = local.instances ? 1 : 0

  security_group_id = aws_security_group.nat_instance[0].id
  type              = "ingress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = [local.base4]
}

data "aws_ami" "nat_instance" {
  count = local.instances && length(var.nat_instance_ami_id) == 0 ? 1 : 0

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
  count = local.instances ? local.nats : 0

  ami                         = length(var.nat_instance_ami_id) > 0 ? var.nat_instance_ami_id[0] : data.aws_ami.nat_instance[0].id
  instance_type               = var.nat_instance_type
  subnet_id                   = aws_subnet.public[local.indices[count.index]].id
  vpc_security_group_ids      = [aws_security_group.nat_instance[0].id]
  source_dest_check           = false
  associate_public_ip_address = true
}

resource "aws_eip_association" "nat_instance" {
  count = local.instances ? local.nats : 0

  instance_id   = aws_instance.nat_instance[count.index].id
  allocation_id = local.addresses[count.index]
}

resource "aws_route" "nat_instance" {
  count = local.instances ? local.private_tables : 0

  route_table_id         = aws_route_table.private[count.index].id
  network_interface_id   = aws_instance.nat_instance[local.nat_of[count.index]].primary_network_interface_id
  destination_cidr_block = "0.0.0.0/0"
}
