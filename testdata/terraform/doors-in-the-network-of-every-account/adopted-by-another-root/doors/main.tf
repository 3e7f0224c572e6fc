provider "aws" {
  region = "ca-central-1"
}

resource "aws_default_vpc" "standing" {}

data "aws_subnets" "standing" {
  filter {
    name   = "vpc-id"
    values = [aws_default_vpc.standing.id]
  }
}

resource "aws_security_group" "doors" {
  name   = "doors"
  vpc_id = aws_default_vpc.standing.id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["172.31.0.0/16"]
  }
}

resource "aws_vpc_endpoint" "registry" {
  for_each = toset(["ecr.api", "ecr.dkr"])

  vpc_id              = aws_default_vpc.standing.id
  service_name        = "com.amazonaws.ca-central-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = data.aws_subnets.standing.ids
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "layers" {
  vpc_id          = aws_default_vpc.standing.id
  service_name    = "com.amazonaws.ca-central-1.s3"
  route_table_ids = [aws_default_vpc.standing.main_route_table_id]
}
