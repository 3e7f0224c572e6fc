provider "aws" {
  region              = "us-east-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "core" {
  cidr_block           = "10.114.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "core" {
  vpc_id = aws_vpc.core.id
}

resource "aws_subnet" "dune" {
  vpc_id            = aws_vpc.core.id
  cidr_block        = "10.114.10.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "dune" {
  vpc_id = aws_vpc.core.id
}

resource "aws_route_table_association" "dune" {
  subnet_id      = aws_subnet.dune.id
  route_table_id = aws_route_table.dune.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.core.id
  cidr_block        = "10.114.0.0/24"
  availability_zone = "us-east-2a"
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

resource "aws_route" "r" {
  route_table_id         = aws_route_table.dune.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = aws_nat_gateway.core.id
}

resource "aws_security_group" "doors" {
  name   = "doors"
  vpc_id = aws_vpc.core.id

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [aws_vpc.core.cidr_block]
  }
}

resource "aws_vpc_endpoint" "ecr_api" {
  vpc_id              = aws_vpc.core.id
  service_name        = "com.amazonaws.us-east-2.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.dune.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "ecr_dkr" {
  vpc_id              = aws_vpc.core.id
  service_name        = "com.amazonaws.us-east-2.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.dune.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.core.id
  service_name      = "com.amazonaws.us-east-2.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = []
}

resource "aws_security_group" "dune" {
  name   = "dune"
  vpc_id = aws_vpc.core.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

module "dune" {
  source  = "./modules/service"
  name    = "dune"
  image   = "123456789012.dkr.ecr.us-east-2.amazonaws.com/dune:1.0"
  subnets = [aws_subnet.dune.id]
  security_groups = [aws_security_group.dune.id]
}
