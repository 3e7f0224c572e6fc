provider "aws" {
  region              = "us-east-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "fabric" {
  cidr_block           = "10.82.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "fabric" {
  vpc_id = aws_vpc.fabric.id
}

resource "aws_subnet" "velvet" {
  vpc_id            = aws_vpc.fabric.id
  cidr_block        = "10.82.10.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "velvet" {
  vpc_id = aws_vpc.fabric.id
}

resource "aws_route_table_association" "velvet" {
  subnet_id      = aws_subnet.velvet.id
  route_table_id = aws_route_table.velvet.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.fabric.id
  cidr_block        = "10.82.0.0/24"
  availability_zone = "us-east-2a"
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

resource "aws_route" "r" {
  route_table_id         = aws_route_table.velvet.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = aws_nat_gateway.fabric.id
}

resource "aws_vpc_block_public_access_options" "all" {
  internet_gateway_block_mode = "block-bidirectional"
}

resource "aws_vpc_block_public_access_exclusion" "x" {
  subnet_id = aws_subnet.velvet.id
  internet_gateway_exclusion_mode = "allow-bidirectional"
}

resource "aws_security_group" "velvet" {
  name   = "velvet"
  vpc_id = aws_vpc.fabric.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
