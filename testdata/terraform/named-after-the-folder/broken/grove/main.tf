# The network is called what its folder is called, and so is the tag that others look it up by.
provider "aws" { region = "eu-north-1" }

locals {
  name = "farm-${basename(path.cwd)}"
}

resource "aws_vpc" "this" {
  cidr_block = "10.90.0.0/16"
  tags       = { Name = local.name }
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "open" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.90.0.0/24"
  tags       = { Name = "${local.name}-open" }
}

resource "aws_subnet" "inner" {
  count      = 2
  vpc_id     = aws_vpc.this.id
  cidr_block = cidrsubnet("10.90.128.0/17", 7, count.index)
  tags       = { Name = format("%s-inner-%d", local.name, count.index) }
}

resource "aws_route_table" "open" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "open" {
  route_table_id         = aws_route_table.open.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table_association" "open" {
  subnet_id      = aws_subnet.open.id
  route_table_id = aws_route_table.open.id
}

resource "aws_eip" "nat" { domain = "vpc" }

resource "aws_nat_gateway" "this" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.open.id
}

resource "aws_route_table" "inner" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "inner" {
  route_table_id         = aws_route_table.inner.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table_association" "inner" {
  count          = 2
  subnet_id      = aws_subnet.inner[count.index].id
  route_table_id = aws_route_table.inner.id
}
