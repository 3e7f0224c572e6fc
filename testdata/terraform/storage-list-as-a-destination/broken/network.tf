provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "campus" {
  cidr_block           = "10.101.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "campus" {
  vpc_id = aws_vpc.campus.id
}

resource "aws_subnet" "coral" {
  vpc_id            = aws_vpc.campus.id
  cidr_block        = "10.101.10.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_route_table" "coral" {
  vpc_id = aws_vpc.campus.id
}

resource "aws_route_table_association" "coral" {
  subnet_id      = aws_subnet.coral.id
  route_table_id = aws_route_table.coral.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.campus.id
  cidr_block        = "10.101.0.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.campus.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.campus.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "campus" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_security_group" "doors" {
  name   = "doors"
  vpc_id = aws_vpc.campus.id

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [aws_vpc.campus.cidr_block]
  }
}

resource "aws_vpc_endpoint" "ecr_api" {
  vpc_id              = aws_vpc.campus.id
  service_name        = "com.amazonaws.eu-west-1.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.coral.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "ecr_dkr" {
  vpc_id              = aws_vpc.campus.id
  service_name        = "com.amazonaws.eu-west-1.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.coral.id]
  security_group_ids  = [aws_security_group.doors.id]
}

data "aws_ec2_managed_prefix_list" "s3" { name = "com.amazonaws.us-east-1.s3" }

resource "aws_route" "r" {
  route_table_id         = aws_route_table.coral.id
  destination_prefix_list_id = data.aws_ec2_managed_prefix_list.s3.id
  nat_gateway_id = aws_nat_gateway.campus.id
}

resource "aws_security_group" "coral" {
  name   = "coral"
  vpc_id = aws_vpc.campus.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
