provider "aws" {
  region              = "us-east-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "hub" {
  cidr_block           = "10.133.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "juniper" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.133.10.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "juniper" {
  vpc_id = aws_vpc.hub.id
}

resource "aws_route_table_association" "juniper" {
  subnet_id      = aws_subnet.juniper.id
  route_table_id = aws_route_table.juniper.id
}

resource "aws_security_group" "doors" {
  name   = "doors"
  vpc_id = aws_vpc.hub.id

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [aws_vpc.hub.cidr_block]
  }
}

resource "aws_vpc_endpoint" "ecr_api" {
  vpc_id              = aws_vpc.hub.id
  service_name        = "com.amazonaws.us-east-2.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = false
  subnet_ids          = [aws_subnet.juniper.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "ecr_dkr" {
  vpc_id              = aws_vpc.hub.id
  service_name        = "com.amazonaws.us-east-2.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = false
  subnet_ids          = [aws_subnet.juniper.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.hub.id
  service_name      = "com.amazonaws.us-east-2.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.juniper.id]
}

resource "aws_route53_zone" "api" {
  name = "api.ecr.us-east-2.amazonaws.com"
  vpc {
    vpc_id = aws_vpc.hub.id
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
  name = "dkr.ecr.us-east-2.amazonaws.com"
  vpc {
    vpc_id = aws_vpc.hub.id
  }
}
resource "aws_route53_records_exclusive" "dkr" {
  zone_id = aws_route53_zone.dkr.zone_id
  resource_record_set {
    name = "dkr.ecr.us-east-2.amazonaws.com"
    type = "A"
    alias_target {
      dns_name               = aws_vpc_endpoint.ecr_dkr.dns_entry[0].dns_name
      hosted_zone_id         = aws_vpc_endpoint.ecr_dkr.dns_entry[0].hosted_zone_id
      evaluate_target_health = false
    }
  }
}

resource "aws_security_group" "juniper" {
  name   = "juniper"
  vpc_id = aws_vpc.hub.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
