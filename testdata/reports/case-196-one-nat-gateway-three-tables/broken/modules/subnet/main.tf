variable "vpc_id" {
  type = string
}

variable "public_subnet_ids" {
  type = list(string)
}

variable "private_cidrs" {
  type = list(string)
}

variable "single_nat_gateway" {
  type    = bool
  default = false
}

locals {
  nat_gateways = var.single_nat_gateway ? 1 : length(var.private_cidrs)
}

resource "aws_subnet" "private" {
  count      = length(var.private_cidrs)
  vpc_id     = var.vpc_id
  cidr_block = var.private_cidrs[count.index]
}

resource "aws_eip" "private" {
  count  = local.nat_gateways
  domain = "vpc"
}

resource "aws_nat_gateway" "private" {
  count         = local.nat_gateways
  allocation_id = aws_eip.private[count.index].id
  subnet_id     = var.public_subnet_ids[count.index]
}

resource "aws_route_table" "private" {
  count  = length(aws_subnet.private)
  vpc_id = var.vpc_id
}

resource "aws_route" "nat_gateway" {
  count                  = local.nat_gateways
  route_table_id         = aws_route_table.private[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.private[count.index].id
}

resource "aws_route_table_association" "private" {
  count          = length(aws_subnet.private)
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id
}

output "ids" {
  value = aws_subnet.private[*].id
}
