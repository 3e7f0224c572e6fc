provider "aws" {
  region              = "ap-southeast-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "platform" {
  cidr_block           = "10.97.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "platform" {
  vpc_id = aws_vpc.platform.id
}

resource "aws_subnet" "onyx" {
  vpc_id            = aws_vpc.platform.id
  cidr_block        = "10.97.10.0/24"
  availability_zone = "ap-southeast-2a"
}

resource "aws_route_table" "onyx" {
  vpc_id = aws_vpc.platform.id
}

resource "aws_route_table_association" "onyx" {
  subnet_id      = aws_subnet.onyx.id
  route_table_id = aws_route_table.onyx.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.platform.id
  cidr_block        = "10.97.0.0/24"
  availability_zone = "ap-southeast-2a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.platform.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.platform.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "platform" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.onyx.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = aws_nat_gateway.platform.id
}

resource "aws_security_group" "onyx" { vpc_id = aws_vpc.platform.id }
resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.onyx.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
resource "aws_vpc_security_group_rules_exclusive" "onyx" {
  security_group_id = aws_security_group.onyx.id
  ingress_rule_ids  = []
  egress_rule_ids   = [aws_vpc_security_group_egress_rule.https.id]
}

module "onyx" {
  source  = "./modules/service"
  name    = "onyx"
  image   = "123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/onyx:1.0"
  subnets = [aws_subnet.onyx.id]
  security_groups = [aws_security_group.onyx.id]
}
