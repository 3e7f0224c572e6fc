provider "aws" {
  region = "eu-central-1"
}

data "aws_vpc" "quay" {
  tags = { Name = var.network }
}

data "aws_subnets" "private" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.quay.id]
  }

  tags = { Tier = "private" }
}

data "aws_route_tables" "private" {
  vpc_id = data.aws_vpc.quay.id
  tags   = { Name = "quay-private" }
}

resource "aws_security_group" "doors" {
  name   = "doors"
  vpc_id = data.aws_vpc.quay.id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [data.aws_vpc.quay.cidr_block]
  }
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = data.aws_vpc.quay.id
  service_name        = "com.amazonaws.eu-central-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = data.aws_subnets.private.ids
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "storage" {
  vpc_id          = data.aws_vpc.quay.id
  service_name    = "com.amazonaws.eu-central-1.s3"
  route_table_ids = data.aws_route_tables.private.ids
}

variable "network" {
  type = string
}
