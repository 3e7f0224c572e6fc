provider "aws" {
  region = "eu-south-1"
}

resource "aws_vpc" "shore" {
  cidr_block           = "10.88.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = { Name = "shore" }
}

resource "aws_subnet" "doors" {
  count             = 2
  vpc_id            = aws_vpc.shore.id
  availability_zone = element(["eu-south-1a", "eu-south-1b"], count.index)
  cidr_block        = "10.88.${count.index}.0/24"
  tags              = { Name = "shore-doors-${count.index}" }
}

resource "aws_security_group" "doors" {
  name   = "shore-doors"
  vpc_id = aws_vpc.shore.id
}

resource "aws_vpc_security_group_ingress_rule" "doors" {
  security_group_id = aws_security_group.doors.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = aws_vpc.shore.cidr_block
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = toset(["ecr.api", "ecr.dkr", "logs"])
  vpc_id              = aws_vpc.shore.id
  service_name        = "com.amazonaws.eu-south-1.${each.value}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.doors[*].id
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.shore.id
  service_name = "com.amazonaws.eu-south-1.s3"
  tags         = { Name = "shore-s3" }
}
