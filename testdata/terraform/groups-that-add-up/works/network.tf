provider "aws" {
  region              = "eu-central-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "hub" {
  cidr_block           = "10.124.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "hub" {
  vpc_id = aws_vpc.hub.id
}

resource "aws_subnet" "urchin" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.124.10.0/24"
  availability_zone = "eu-central-1a"
}

resource "aws_route_table" "urchin" {
  vpc_id = aws_vpc.hub.id
}

resource "aws_route_table_association" "urchin" {
  subnet_id      = aws_subnet.urchin.id
  route_table_id = aws_route_table.urchin.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.124.0.0/24"
  availability_zone = "eu-central-1a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.hub.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.hub.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "hub" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.urchin.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = aws_nat_gateway.hub.id
}

resource "aws_security_group" "base" { vpc_id = aws_vpc.hub.id }

resource "aws_security_group" "urchin" {
  name   = "urchin"
  vpc_id = aws_vpc.hub.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
