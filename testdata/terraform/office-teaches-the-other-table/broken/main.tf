provider "aws" {
  region              = "eu-central-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "shared" {
  cidr_block           = "10.137.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "shared" {
  vpc_id = aws_vpc.shared.id
}

resource "aws_subnet" "velvet" {
  vpc_id            = aws_vpc.shared.id
  cidr_block        = "10.137.10.0/24"
  availability_zone = "eu-central-1a"
}

resource "aws_route_table" "velvet" {
  vpc_id = aws_vpc.shared.id
}

resource "aws_route_table_association" "velvet" {
  subnet_id      = aws_subnet.velvet.id
  route_table_id = aws_route_table.velvet.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.shared.id
  cidr_block        = "10.137.0.0/24"
  availability_zone = "eu-central-1a"
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

resource "aws_vpn_gateway" "office" { vpc_id = aws_vpc.shared.id }

resource "aws_vpn_gateway_route_propagation" "office" {
  vpn_gateway_id = aws_vpn_gateway.office.id
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "velvet" {
  name   = "velvet"
  vpc_id = aws_vpc.shared.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

module "velvet" {
  source  = "./modules/service"
  name    = "velvet"
  image   = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/velvet:1.0"
  subnets = [aws_subnet.velvet.id]
  security_groups = [aws_security_group.velvet.id]
}
