provider "aws" {
  region              = "eu-central-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "campus" {
  cidr_block           = "10.47.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "umber" {
  vpc_id            = aws_vpc.campus.id
  cidr_block        = "10.47.10.0/24"
  availability_zone = "eu-central-1a"
}

resource "aws_route_table" "umber" {
  vpc_id = aws_vpc.campus.id
}

resource "aws_route_table_association" "umber" {
  subnet_id      = aws_subnet.umber.id
  route_table_id = aws_route_table.umber.id
}

data "aws_region" "current" {}

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
  service_name        = "com.amazonaws.eu-central-1.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = false
  subnet_ids          = [aws_subnet.umber.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "ecr_dkr" {
  vpc_id              = aws_vpc.campus.id
  service_name        = "com.amazonaws.eu-central-1.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = false
  subnet_ids          = [aws_subnet.umber.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.campus.id
  service_name      = "com.amazonaws.eu-central-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.umber.id]
}

resource "aws_route53_zone" "api" {
  name = "api.ecr.${data.aws_region.current.region}.amazonaws.com"
  vpc {
    vpc_id = aws_vpc.campus.id
  }
}
resource "aws_route53_record" "api" {
  zone_id = aws_route53_zone.api.zone_id
  name    = ""
  type    = "A"
  alias {
    name                   = aws_vpc_endpoint.ecr_api.dns_entry[0].dns_name
    zone_id                = aws_vpc_endpoint.ecr_api.dns_entry[0].hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_route53_zone" "dkr" {
  name = "dkr.ecr.${data.aws_region.current.name}.amazonaws.com"
  vpc {
    vpc_id = aws_vpc.campus.id
  }
}
resource "aws_route53_record" "dkr" {
  zone_id = aws_route53_zone.dkr.zone_id
  name    = "*"
  type    = "A"
  alias {
    name                   = aws_vpc_endpoint.ecr_dkr.dns_entry[0].dns_name
    zone_id                = aws_vpc_endpoint.ecr_dkr.dns_entry[0].hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_security_group" "umber" {
  name   = "umber"
  vpc_id = aws_vpc.campus.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
