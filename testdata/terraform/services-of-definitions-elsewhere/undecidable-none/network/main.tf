provider "aws" {
  region = local.region
}

locals {
  region = "eu-west-3"
}

resource "aws_vpc" "mill" {
  cidr_block           = "10.130.0.0/16"
  enable_dns_hostnames = true

  tags = {
    Name  = "mill"
    Stage = "live"
  }
}

resource "aws_internet_gateway" "mill" {
  vpc_id = aws_vpc.mill.id
}

resource "aws_default_route_table" "mill" {
  default_route_table_id = aws_vpc.mill.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.mill.id
  }
}

module "subnets" {
  source = "./subnets"
  vpc_id = aws_vpc.mill.id
  ranges = { a = "10.130.1.0/24", b = "10.130.2.0/24" }
  tags   = { Tier = "edge" }
}
