variable "vpc_id" {}
variable "subnet_ids" {}
variable "route_table_ids" {}
variable "clients" { type = list(string) }

data "aws_region" "current" {}

data "aws_vpc_endpoint_service" "this" {
  for_each     = { s3 = "Gateway", ecr_api = "Interface", ecr_dkr = "Interface" }
  service      = replace(each.key, "_", ".")
  service_type = each.value
}

resource "aws_security_group" "this" {
  vpc_id = var.vpc_id

  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = var.clients
  }
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = { for k, s in data.aws_vpc_endpoint_service.this : k => s if s.service_type == "Interface" }
  vpc_id              = var.vpc_id
  service_name        = "com.amazonaws.${data.aws_region.current.region}.${replace(each.key, "_", ".")}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = var.subnet_ids
  security_group_ids  = aws_security_group.this[*].id
  private_dns_enabled = true
}

resource "aws_vpc_endpoint" "gateway" {
  vpc_id          = var.vpc_id
  service_name    = data.aws_vpc_endpoint_service.this["s3"].service_name
  route_table_ids = var.route_table_ids
}
