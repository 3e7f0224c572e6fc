terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "ca-central-1"
}

data "aws_vpc" "quarry" {
  filter {
    name   = "tag:Name"
    values = ["quarry"]
  }
}

data "aws_subnet" "public" {
  vpc_id = data.aws_vpc.quarry.id
  tags   = { Name = "quarry-public" }
}

data "aws_route_table" "this" {
  for_each = toset(["public", "private"])
  vpc_id   = data.aws_vpc.quarry.id

  filter {
    name   = "tag:Name"
    values = ["quarry-${each.key}"]
  }
}

resource "aws_internet_gateway" "this" {
  vpc_id = data.aws_vpc.quarry.id
}

resource "aws_eip" "this" {
  domain = "vpc"
}

resource "aws_nat_gateway" "this" {
  allocation_id = aws_eip.this.id
  subnet_id     = data.aws_subnet.public.id
  depends_on    = [aws_internet_gateway.this]
}

resource "aws_route" "public" {
  route_table_id         = data.aws_route_table.this["public"].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route" "private" {
  route_table_id         = data.aws_route_table.this["private"].route_table_id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}
