provider "aws" {
  region = "eu-west-2"
}

variable "additional_cidrs" {
  type    = list(string)
  default = ["10.27.8.0/22"]
}

resource "aws_vpc" "shared" {
  cidr_block           = "10.20.0.0/19"
  enable_dns_hostnames = true
}

resource "aws_vpc_ipv4_cidr_block_association" "additional" {
  for_each   = toset(var.additional_cidrs)
  vpc_id     = aws_vpc.shared.id
  cidr_block = each.value
}

resource "aws_subnet" "general" {
  vpc_id     = aws_vpc.shared.id
  cidr_block = "10.20.0.0/22"
}

resource "aws_subnet" "additional" {
  for_each   = aws_vpc_ipv4_cidr_block_association.additional
  vpc_id     = each.value.vpc_id
  cidr_block = each.value.cidr_block
}

resource "aws_route_table" "tables" {
  for_each = toset(["general", "additional"])
  vpc_id   = aws_vpc.shared.id
}

resource "aws_route_table_association" "general" {
  subnet_id      = aws_subnet.general.id
  route_table_id = aws_route_table.tables["general"].id
}

resource "aws_route_table_association" "additional" {
  for_each       = aws_subnet.additional
  subnet_id      = each.value.id
  route_table_id = aws_route_table.tables["additional"].id
}

resource "aws_security_group" "endpoints" {
  name   = "endpoints"
  vpc_id = aws_vpc.shared.id
}

resource "aws_security_group_rule" "endpoints_in" {
  type              = "ingress"
  security_group_id = aws_security_group.endpoints.id
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = concat([aws_vpc.shared.cidr_block], var.additional_cidrs)
}

resource "aws_vpc_endpoint_route_table_association" "s3_additional" {
  vpc_endpoint_id = aws_vpc_endpoint.s3.id
  route_table_id  = aws_route_table.tables["additional"].id
}

resource "aws_vpc_endpoint" "interfaces" {
  for_each            = toset(["com.amazonaws.eu-west-2.ecr.api", "com.amazonaws.eu-west-2.ecr.dkr"])
  vpc_id              = aws_vpc.shared.id
  service_name        = each.value
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.general.id]
  security_group_ids  = [aws_security_group.endpoints.id]
  private_dns_enabled = true
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.shared.id
  service_name      = "com.amazonaws.eu-west-2.s3"
  vpc_endpoint_type = "Gateway"
}

resource "aws_vpc_endpoint_route_table_association" "s3_general" {
  vpc_endpoint_id = aws_vpc_endpoint.s3.id
  route_table_id  = aws_route_table.tables["general"].id
}
