provider "aws" {
  region = "us-east-1"
}

data "aws_availability_zones" "available" {
  state = "available"
}

resource "aws_vpc" "ec2" {
  cidr_block           = "10.70.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "ec2" {
  vpc_id = aws_vpc.ec2.id
}

resource "aws_subnet" "public" {
  count                   = 2
  vpc_id                  = aws_vpc.ec2.id
  map_public_ip_on_launch = false
  cidr_block              = cidrsubnet(aws_vpc.ec2.cidr_block, 8, count.index)
  availability_zone       = data.aws_availability_zones.available.names[count.index]
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.ec2.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.ec2.id
  }
}

resource "aws_route_table_association" "public" {
  count          = 2
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}
