provider "aws" {
  region              = "eu-central-1"
  allowed_account_ids = ["123456789012"]
}

variable "vpc_id" { type = string }
variable "subnets" { type = list(string) }
variable "nets" { type = map(string) }

resource "aws_vpc" "core" {
  cidr_block           = "10.164.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "kelp" {
  vpc_id            = aws_vpc.core.id
  cidr_block        = "10.164.10.0/24"
  availability_zone = "eu-central-1a"
}

resource "aws_route_table" "kelp" {
  vpc_id = aws_vpc.core.id
}

resource "aws_route_table_association" "kelp" {
  subnet_id      = aws_subnet.kelp.id
  route_table_id = aws_route_table.kelp.id
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
  service_name        = "com.amazonaws.eu-central-1.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.kelp.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "ecr_dkr" {
  vpc_id              = aws_vpc.core.id
  service_name        = "com.amazonaws.eu-central-1.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.kelp.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.core.id
  service_name      = "com.amazonaws.eu-central-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.kelp.id]
}

resource "aws_security_group" "kelp" {
  name   = "kelp"
  vpc_id = aws_vpc.core.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

module "kelp" {
  source  = "./modules/service"
  name    = "kelp"
  image   = "nginx:1.27"
  subnets = var.subnets
  security_groups = [aws_security_group.kelp.id]
}
