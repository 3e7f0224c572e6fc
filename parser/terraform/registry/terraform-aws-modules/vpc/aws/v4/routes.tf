resource "aws_route_table" "public" {
  count = var.create_vpc && local.len_public > 0 ? (var.create_multiple_public_route_tables ? local.len_public : 1) : 0

  region = var.region
  vpc_id = local.vpc_id
}

resource "aws_route_table" "private" {
  count = var.create_vpc && (var.count_public_subnets ? local.len_private : local.most) > 0 ? local.nats : 0

  region = var.region
  vpc_id = local.vpc_id
}

resource "aws_route_table" "database" {
  count = local.database_tables ? (var.single_nat_gateway || var.create_database_internet_gateway_route ? 1 : local.len_database) : 0

  region = var.region
  vpc_id = local.vpc_id
}

resource "aws_route_table" "redshift" {
  count = local.redshift_tables ? 1 : 0

  region = var.region
  vpc_id = local.vpc_id
}

resource "aws_route_table" "elasticache" {
  count = local.elasticache_tables ? 1 : 0

  region = var.region
  vpc_id = local.vpc_id
}

resource "aws_route_table" "intra" {
  count = var.create_vpc && local.len_intra > 0 ? (var.create_multiple_intra_route_tables ? local.len_intra : 1) : 0

  region = var.region
  vpc_id = local.vpc_id
}

resource "aws_route_table_association" "public" {
  count = var.create_vpc ? local.len_public : 0

  region         = var.region
  subnet_id      = element(aws_subnet.public[*].id, count.index)
  route_table_id = element(aws_route_table.public[*].id, var.create_multiple_public_route_tables ? count.index : 0)
}

resource "aws_route_table_association" "private" {
  count = var.create_vpc ? local.len_private : 0

  region         = var.region
  subnet_id      = element(aws_subnet.private[*].id, count.index)
  route_table_id = element(aws_route_table.private[*].id, var.single_nat_gateway ? 0 : count.index)
}

resource "aws_route_table_association" "outpost" {
  count = var.create_vpc ? local.len_outpost : 0

  region         = var.region
  subnet_id      = element(aws_subnet.outpost[*].id, count.index)
  route_table_id = element(aws_route_table.private[*].id, var.single_nat_gateway ? 0 : count.index)
}

resource "aws_route_table_association" "database" {
  count = var.create_vpc ? local.len_database : 0

  region    = var.region
  subnet_id = element(aws_subnet.database[*].id, count.index)
  route_table_id = element(
    coalescelist(aws_route_table.database[*].id, aws_route_table.private[*].id),
    var.create_database_subnet_route_table && (var.single_nat_gateway || var.create_database_internet_gateway_route) ? 0 : count.index,
  )
}

resource "aws_route_table_association" "redshift" {
  count = var.create_vpc && !var.enable_public_redshift ? local.len_redshift : 0

  region    = var.region
  subnet_id = element(aws_subnet.redshift[*].id, count.index)
  route_table_id = element(
    coalescelist(aws_route_table.redshift[*].id, aws_route_table.private[*].id),
    var.single_nat_gateway || var.create_redshift_subnet_route_table ? 0 : count.index,
  )
}

resource "aws_route_table_association" "redshift_public" {
  count = var.create_vpc && var.enable_public_redshift ? local.len_redshift : 0

  region    = var.region
  subnet_id = element(aws_subnet.redshift[*].id, count.index)
  route_table_id = element(
    coalescelist(aws_route_table.redshift[*].id, aws_route_table.public[*].id),
    var.single_nat_gateway || var.create_redshift_subnet_route_table ? 0 : count.index,
  )
}

resource "aws_route_table_association" "elasticache" {
  count = var.create_vpc ? local.len_elasticache : 0

  region    = var.region
  subnet_id = element(aws_subnet.elasticache[*].id, count.index)
  route_table_id = element(
    coalescelist(aws_route_table.elasticache[*].id, aws_route_table.private[*].id),
    var.single_nat_gateway || var.create_elasticache_subnet_route_table ? 0 : count.index,
  )
}

resource "aws_route_table_association" "intra" {
  count = var.create_vpc ? local.len_intra : 0

  region         = var.region
  subnet_id      = element(aws_subnet.intra[*].id, count.index)
  route_table_id = element(aws_route_table.intra[*].id, var.create_multiple_intra_route_tables ? count.index : 0)
}

resource "aws_route" "public_internet_gateway" {
  count = length(aws_internet_gateway.this) > 0 ? length(aws_route_table.public) : 0

  region                 = var.region
  route_table_id         = aws_route_table.public[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route" "public_internet_gateway_ipv6" {
  count = length(aws_internet_gateway.this) > 0 && var.enable_ipv6 ? length(aws_route_table.public) : 0

  region                      = var.region
  route_table_id              = aws_route_table.public[count.index].id
  destination_ipv6_cidr_block = "::/0"
  gateway_id                  = aws_internet_gateway.this[0].id
}

resource "aws_route" "private_nat_gateway" {
  count = var.create_vpc && var.enable_nat_gateway && var.create_private_nat_gateway_route ? local.nats : 0

  region                 = var.region
  route_table_id         = element(aws_route_table.private[*].id, count.index)
  destination_cidr_block = var.nat_gateway_destination_cidr_block
  nat_gateway_id         = element(aws_nat_gateway.this[*].id, count.index)
}

resource "aws_route" "private_ipv6_egress" {
  count = length(aws_egress_only_internet_gateway.this) > 0 && local.len_private > 0 ? local.nats : 0

  region                      = var.region
  route_table_id              = element(aws_route_table.private[*].id, count.index)
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.this[0].id
}

resource "aws_route" "database_internet_gateway" {
  count = local.database_tables && var.create_igw && var.create_database_internet_gateway_route && !var.create_database_nat_gateway_route ? 1 : 0

  region                 = var.region
  route_table_id         = aws_route_table.database[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route" "database_nat_gateway" {
  count = local.database_nat ? (var.single_nat_gateway ? 1 : local.len_database) : 0

  region                 = var.region
  route_table_id         = element(aws_route_table.database[*].id, count.index)
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = element(aws_nat_gateway.this[*].id, count.index)
}

resource "aws_route" "database_ipv6_egress" {
  count = local.database_tables && var.create_egress_only_igw && var.enable_ipv6 && var.create_database_internet_gateway_route ? 1 : 0

  region                      = var.region
  route_table_id              = aws_route_table.database[0].id
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.this[0].id
}

resource "aws_vpn_gateway_route_propagation" "public" {
  count = local.vgw && var.propagate_public_route_tables_vgw ? 1 : 0

  region         = var.region
  route_table_id = element(aws_route_table.public[*].id, count.index)
  vpn_gateway_id = element(local.vgws, count.index)
}

resource "aws_vpn_gateway_route_propagation" "private" {
  count = local.vgw && var.propagate_private_route_tables_vgw ? local.len_private : 0

  region         = var.region
  route_table_id = element(aws_route_table.private[*].id, count.index)
  vpn_gateway_id = element(local.vgws, count.index)
}

resource "aws_vpn_gateway_route_propagation" "intra" {
  count = local.vgw && var.propagate_intra_route_tables_vgw ? local.len_intra : 0

  region         = var.region
  route_table_id = element(aws_route_table.intra[*].id, count.index)
  vpn_gateway_id = element(local.vgws, count.index)
}

resource "aws_route" "private_dns64_nat_gateway" {
  count = var.create_vpc && var.enable_nat_gateway && var.enable_ipv6 && var.private_subnet_enable_dns64 ? local.nats : 0

  region                      = var.region
  route_table_id              = element(aws_route_table.private[*].id, count.index)
  destination_ipv6_cidr_block = "64:ff9b::/96"
  nat_gateway_id              = element(aws_nat_gateway.this[*].id, count.index)
}
