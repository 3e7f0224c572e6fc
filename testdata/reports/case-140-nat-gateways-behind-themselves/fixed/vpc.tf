locals {
  azs = { a = 0, b = 1, c = 2 }
}

provider "aws" {
  region = "eu-west-2"

  default_tags {
    tags = { Environment = "review" }
  }
}

resource "aws_vpc" "forms" {
  cidr_block           = "10.3.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "forms" {
  vpc_id = aws_vpc.forms.id
}

resource "aws_subnet" "public" {
  for_each          = local.azs
  vpc_id            = aws_vpc.forms.id
  availability_zone = "eu-west-2${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.forms.cidr_block, 4, each.value)
}

resource "aws_subnet" "private" {
  for_each          = local.azs
  vpc_id            = aws_vpc.forms.id
  availability_zone = "eu-west-2${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.forms.cidr_block, 4, each.value + 8)
}

resource "aws_eip" "nat" {
  for_each = local.azs
}

resource "aws_nat_gateway" "nat" {
  for_each      = local.azs
  subnet_id     = aws_subnet.public[each.key].id
  allocation_id = aws_eip.nat[each.key].id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.forms.id
}

resource "aws_route" "public_to_internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.forms.id
}

resource "aws_route_table_association" "public" {
  for_each       = aws_subnet.public
  route_table_id = aws_route_table.public.id
  subnet_id      = each.value.id
}

resource "aws_route_table" "private" {
  for_each = local.azs
  vpc_id   = aws_vpc.forms.id
}

resource "aws_route" "private_to_nat" {
  for_each               = aws_route_table.private
  route_table_id         = each.value.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.nat[each.key].id
}

resource "aws_route_table_association" "private" {
  for_each       = aws_subnet.private
  route_table_id = aws_route_table.private[each.key].id
  subnet_id      = each.value.id
}
