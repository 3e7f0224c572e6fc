provider "aws" {
  region = "ap-northeast-1"
}

data "aws_availability_zones" "available" {
  state = "available"
}

resource "aws_vpc" "api" {
  cidr_block           = "10.21.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "api" {
  vpc_id = aws_vpc.api.id
}

resource "aws_subnet" "public" {
  count             = 2
  vpc_id            = aws_vpc.api.id
  cidr_block        = cidrsubnet(aws_vpc.api.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index]
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.api.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.api.id
  }
}

resource "aws_route_table_association" "public" {
  count          = 2
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}
