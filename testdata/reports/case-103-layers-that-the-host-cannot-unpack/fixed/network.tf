provider "aws" {
  region = "eu-west-1"
}

locals {
  zones = { a = 0, b = 1 }
}

resource "aws_vpc" "zstd" {
  cidr_block = "10.103.0.0/16"
}

resource "aws_internet_gateway" "zstd" {
  vpc_id = aws_vpc.zstd.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.zstd.id
  cidr_block        = cidrsubnet("10.103.0.0/16", 8, 100)
  availability_zone = "eu-west-1a"
}

resource "aws_subnet" "private" {
  for_each          = local.zones
  vpc_id            = aws_vpc.zstd.id
  cidr_block        = cidrsubnet("10.103.0.0/16", 8, each.value)
  availability_zone = "eu-west-1${each.key}"
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "zstd" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_default_route_table" "private" {
  default_route_table_id = aws_vpc.zstd.default_route_table_id

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.zstd.id
  }
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.zstd.id
}

resource "aws_route" "out" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.zstd.id
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}
