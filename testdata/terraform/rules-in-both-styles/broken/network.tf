provider "aws" {
  region              = "eu-north-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "shared" {
  cidr_block           = "10.67.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "shared" {
  vpc_id = aws_vpc.shared.id
}

resource "aws_subnet" "birch" {
  vpc_id            = aws_vpc.shared.id
  cidr_block        = "10.67.10.0/24"
  availability_zone = "eu-north-1a"
}

resource "aws_route_table" "birch" {
  vpc_id = aws_vpc.shared.id
}

resource "aws_route_table_association" "birch" {
  subnet_id      = aws_subnet.birch.id
  route_table_id = aws_route_table.birch.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.shared.id
  cidr_block        = "10.67.0.0/24"
  availability_zone = "eu-north-1a"
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

resource "aws_route" "r" {
  route_table_id         = aws_route_table.birch.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = aws_nat_gateway.shared.id
}

resource "aws_security_group" "birch" {
  vpc_id = aws_vpc.shared.id
  egress {
    protocol    = "tcp"
    from_port   = 80
    to_port     = 80
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group_rule" "more" {
  type              = "egress"
  security_group_id = aws_security_group.birch.id
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  cidr_blocks       = ["0.0.0.0/0"]
}
