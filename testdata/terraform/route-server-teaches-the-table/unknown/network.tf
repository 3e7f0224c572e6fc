provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "core" {
  cidr_block           = "10.96.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "core" {
  vpc_id = aws_vpc.core.id
}

resource "aws_subnet" "basil" {
  vpc_id            = aws_vpc.core.id
  cidr_block        = "10.96.10.0/24"
  availability_zone = "us-west-2a"
}

resource "aws_route_table" "basil" {
  vpc_id = aws_vpc.core.id
}

resource "aws_route_table_association" "basil" {
  subnet_id      = aws_subnet.basil.id
  route_table_id = aws_route_table.basil.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.core.id
  cidr_block        = "10.96.0.0/24"
  availability_zone = "us-west-2a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.core.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.core.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "core" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_vpc_route_server" "rs" { amazon_side_asn = 65534 }
resource "aws_vpc_route_server_vpc_association" "rs" {
  route_server_id = aws_vpc_route_server.rs.route_server_id
  vpc_id          = aws_vpc.core.id
}
resource "aws_vpc_route_server_propagation" "rs" {
  route_server_id = aws_vpc_route_server.rs.route_server_id
  route_table_id  = aws_route_table.basil.id
}

resource "aws_security_group" "basil" {
  name   = "basil"
  vpc_id = aws_vpc.core.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
