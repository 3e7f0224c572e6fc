provider "aws" {
  region = "eu-central-1"

  assume_role {
    role_arn = var.network_role
  }
}

locals {
  zones = ["eu-central-1a", "eu-central-1b"]
}

resource "aws_vpc" "quay" {
  cidr_block           = "10.40.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = { Name = "quay" }
}

resource "aws_internet_gateway" "out" {
  vpc_id = aws_vpc.quay.id
}

resource "aws_subnet" "public" {
  count             = 2
  vpc_id            = aws_vpc.quay.id
  cidr_block        = cidrsubnet(aws_vpc.quay.cidr_block, 8, count.index)
  availability_zone = local.zones[count.index]
  tags              = { Name = "quay-public-${count.index}", Tier = "public" }
}

resource "aws_subnet" "private" {
  count             = 2
  vpc_id            = aws_vpc.quay.id
  cidr_block        = cidrsubnet(aws_vpc.quay.cidr_block, 8, 10 + count.index)
  availability_zone = local.zones[count.index]
  tags              = { Name = "quay-private-${count.index}", Tier = "private" }
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "out" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.private[0].id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.quay.id
  tags   = { Name = "quay-public" }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.out.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.quay.id
  tags   = { Name = "quay-private" }

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.out.id
  }
}

resource "aws_route_table_association" "public" {
  count          = 2
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  count          = 2
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}

variable "network_role" {
  type = string
}
