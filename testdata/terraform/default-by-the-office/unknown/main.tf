provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "fabric" {
  cidr_block           = "10.145.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "fabric" {
  vpc_id = aws_vpc.fabric.id
}

resource "aws_subnet" "sable" {
  vpc_id            = aws_vpc.fabric.id
  cidr_block        = "10.145.10.0/24"
  availability_zone = "us-west-2a"
}

resource "aws_route_table" "sable" {
  vpc_id = aws_vpc.fabric.id
}

resource "aws_route_table_association" "sable" {
  subnet_id      = aws_subnet.sable.id
  route_table_id = aws_route_table.sable.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.fabric.id
  cidr_block        = "10.145.0.0/24"
  availability_zone = "us-west-2a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.fabric.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.fabric.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "fabric" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_vpn_gateway" "office" { vpc_id = aws_vpc.fabric.id }

resource "aws_route" "r" {
  route_table_id         = aws_route_table.sable.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id = aws_vpn_gateway.office.id
}

resource "aws_security_group" "sable" {
  name   = "sable"
  vpc_id = aws_vpc.fabric.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

module "sable" {
  source  = "./modules/service"
  name    = "sable"
  image   = "123456789012.dkr.ecr.us-west-2.amazonaws.com/sable:1.0"
  subnets = [aws_subnet.sable.id]
  security_groups = [aws_security_group.sable.id]
}
