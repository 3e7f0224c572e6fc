provider "aws" {
  region              = "eu-north-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "net" {
  cidr_block           = "10.191.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "onyx" {
  vpc_id            = aws_vpc.net.id
  cidr_block        = "10.191.10.0/24"
  availability_zone = "eu-north-1a"
}

resource "aws_route_table" "onyx" {
  vpc_id = aws_vpc.net.id
}

resource "aws_route_table_association" "onyx" {
  subnet_id      = aws_subnet.onyx.id
  route_table_id = aws_route_table.onyx.id
}

resource "aws_security_group" "doors" {
  name   = "doors"
  vpc_id = aws_vpc.net.id

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [aws_vpc.net.cidr_block]
  }
}

resource "aws_vpc_endpoint" "ecr_api" {
  vpc_id              = aws_vpc.net.id
  service_name        = "com.amazonaws.eu-north-1.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.onyx.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "ecr_dkr" {
  vpc_id              = aws_vpc.net.id
  service_name        = "com.amazonaws.eu-north-1.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.onyx.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "s3i" {
  vpc_id              = aws_vpc.net.id
  service_name        = "com.amazonaws.eu-north-1.s3"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.onyx.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_security_group" "onyx" {
  name   = "onyx"
  vpc_id = aws_vpc.net.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
