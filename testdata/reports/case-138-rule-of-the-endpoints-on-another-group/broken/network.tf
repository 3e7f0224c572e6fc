provider "aws" {
  region = var.region
}

variable "region" {
  type    = string
  default = "us-east-2"
}

variable "subnet_cidr" {
  type    = map(list(string))
  default = { public = ["10.20.32.0/27", "10.20.32.32/27"], private = ["10.20.32.64/27", "10.20.32.96/27"] }
}

data "aws_availability_zones" "available" {
  state = "available"
}

resource "aws_vpc" "this" {
  cidr_block           = "10.20.32.0/25"
  enable_dns_hostnames = true
}

resource "aws_subnet" "public" {
  count             = length(var.subnet_cidr["public"])
  vpc_id            = aws_vpc.this.id
  cidr_block        = var.subnet_cidr["public"][count.index]
  availability_zone = data.aws_availability_zones.available.names[(count.index) % length(data.aws_availability_zones.available.names)]
}

resource "aws_subnet" "private" {
  count             = length(var.subnet_cidr["private"])
  vpc_id            = aws_vpc.this.id
  cidr_block        = var.subnet_cidr["private"][count.index]
  availability_zone = data.aws_availability_zones.available.names[(count.index) % length(data.aws_availability_zones.available.names)]
}

resource "aws_route_table" "private" {
  count  = length(var.subnet_cidr["private"])
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table_association" "private" {
  count          = length(var.subnet_cidr["private"])
  subnet_id      = element(aws_subnet.private.*.id, count.index)
  route_table_id = element(aws_route_table.private.*.id, count.index)
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table_association" "public" {
  count          = length(var.subnet_cidr["public"])
  subnet_id      = element(aws_subnet.public.*.id, count.index)
  route_table_id = aws_route_table.public.id
}
