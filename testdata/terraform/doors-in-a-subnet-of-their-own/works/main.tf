provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "fabric" {
  cidr_block           = "10.71.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "river" {
  vpc_id            = aws_vpc.fabric.id
  cidr_block        = "10.71.10.0/24"
  availability_zone = "us-west-2a"
}

resource "aws_route_table" "river" {
  vpc_id = aws_vpc.fabric.id
}

resource "aws_route_table_association" "river" {
  subnet_id      = aws_subnet.river.id
  route_table_id = aws_route_table.river.id
}

resource "aws_subnet" "doors" {
  vpc_id = aws_vpc.fabric.id
  cidr_block = "10.71.99.0/24"
}

resource "aws_security_group" "doors" {
  name   = "doors"
  vpc_id = aws_vpc.fabric.id

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [aws_vpc.fabric.cidr_block]
  }
}

resource "aws_vpc_endpoint" "ecr_api" {
  vpc_id              = aws_vpc.fabric.id
  service_name        = "com.amazonaws.us-west-2.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.doors.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "ecr_dkr" {
  vpc_id              = aws_vpc.fabric.id
  service_name        = "com.amazonaws.us-west-2.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.doors.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.fabric.id
  service_name      = "com.amazonaws.us-west-2.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.river.id]
}

resource "aws_security_group" "river" {
  name   = "river"
  vpc_id = aws_vpc.fabric.id

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
  image   = "123456789012.dkr.ecr.us-west-2.amazonaws.com/river:1.0"
  subnets = [aws_subnet.river.id]
  security_groups = [aws_security_group.river.id]
}
