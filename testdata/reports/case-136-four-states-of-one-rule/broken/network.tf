provider "aws" {
  region = "eu-west-2"
}

resource "aws_vpc" "backend" {
  cidr_block           = "10.106.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "backend" {
  vpc_id = aws_vpc.backend.id
}

resource "aws_route" "internet" {
  route_table_id         = aws_vpc.backend.main_route_table_id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.backend.id
}

resource "aws_subnet" "backend" {
  for_each                = { a = "10.106.1.0/24", b = "10.106.2.0/24", c = "10.106.3.0/24" }
  vpc_id                  = aws_vpc.backend.id
  availability_zone       = "eu-west-2${each.key}"
  cidr_block              = each.value
  map_public_ip_on_launch = true
}

resource "aws_security_group" "vpc_endpoints" {
  name   = "vpc-endpoints"
  vpc_id = aws_vpc.backend.id

  ingress {
    description = "whoever is inside"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.backend.cidr_block]
  }
}

resource "aws_vpc_endpoint" "backend" {
  for_each            = toset(["ecr.api", "ecr.dkr", "logs", "secretsmanager"])
  vpc_id              = aws_vpc.backend.id
  service_name        = "com.amazonaws.eu-west-2.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [for s in aws_subnet.backend : s.id]
  security_group_ids  = [aws_security_group.vpc_endpoints.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.backend.id
  service_name      = "com.amazonaws.eu-west-2.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_vpc.backend.main_route_table_id]
}
