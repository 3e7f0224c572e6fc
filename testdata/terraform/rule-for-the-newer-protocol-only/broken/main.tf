provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "six" {
  cidr_block                       = "10.0.0.0/16"
  assign_generated_ipv6_cidr_block = true
}

resource "aws_internet_gateway" "six" {
  vpc_id = aws_vpc.six.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.six.id
  cidr_block = cidrsubnet(aws_vpc.six.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.six.id
  cidr_block = cidrsubnet(aws_vpc.six.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "six" {
  domain = "vpc"
}

resource "aws_nat_gateway" "six" {
  allocation_id = aws_eip.six.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.six.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.six.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.six.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.six.id
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  count          = length(aws_subnet.private)
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "six" {
  vpc_id = aws_vpc.six.id
}

resource "aws_vpc_security_group_egress_rule" "six" {
  security_group_id = aws_security_group.six.id
  ip_protocol       = "-1"
  cidr_ipv6         = "::/0"
}
