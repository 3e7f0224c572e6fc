provider "aws" {
  region              = "us-east-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "shared" {
  cidr_block           = "10.130.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "shared" {
  vpc_id = aws_vpc.shared.id
}

resource "aws_subnet" "river" {
  vpc_id            = aws_vpc.shared.id
  cidr_block        = "10.130.10.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "river" {
  vpc_id = aws_vpc.shared.id
}

resource "aws_route_table_association" "river" {
  subnet_id      = aws_subnet.river.id
  route_table_id = aws_route_table.river.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.shared.id
  cidr_block        = "10.130.0.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.shared.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.shared.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "shared" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_vpc" "other" { cidr_block = "10.99.0.0/16" }
resource "aws_vpc_peering_connection" "p" {
  vpc_id      = aws_vpc.shared.id
  peer_vpc_id = aws_vpc.other.id
  auto_accept = true
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.river.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = aws_nat_gateway.shared.id
}

resource "aws_route" "a" {
  route_table_id         = aws_route_table.river.id
  destination_cidr_block = "0.0.0.0/1"
  vpc_peering_connection_id = aws_vpc_peering_connection.p.id
}

resource "aws_route" "b" {
  route_table_id         = aws_route_table.river.id
  destination_cidr_block = "128.0.0.0/1"
  vpc_peering_connection_id = aws_vpc_peering_connection.p.id
}

resource "aws_security_group" "river" {
  name   = "river"
  vpc_id = aws_vpc.shared.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

module "river" {
  source  = "./modules/service"
  name    = "river"
  image   = "123456789012.dkr.ecr.us-east-2.amazonaws.com/river:1.0"
  subnets = [aws_subnet.river.id]
  security_groups = [aws_security_group.river.id]
}
