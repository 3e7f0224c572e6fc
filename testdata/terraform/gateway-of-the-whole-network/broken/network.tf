provider "aws" {
  region              = "us-east-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "hub" {
  cidr_block           = "10.110.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "iris" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.110.10.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "iris" {
  vpc_id = aws_vpc.hub.id
}

resource "aws_route_table_association" "iris" {
  subnet_id      = aws_subnet.iris.id
  route_table_id = aws_route_table.iris.id
}

resource "aws_nat_gateway" "hub" {
  availability_mode = "regional"
  vpc_id = aws_vpc.hub.id
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.iris.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = aws_nat_gateway.hub.id
}

resource "aws_security_group" "iris" {
  name   = "iris"
  vpc_id = aws_vpc.hub.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
