locals {
  services = ["ecr.api", "ecr.dkr", "logs", "s3"]
}

resource "aws_vpc_endpoint" "this" {
  for_each            = toset(local.services)
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${data.aws_region.current.region}.${each.key}"
  vpc_endpoint_type   = each.key == "s3" ? "Gateway" : "Interface"
  private_dns_enabled = each.key != "s3"
  route_table_ids     = each.key == "s3" ? aws_route_table.this[*].id : null
  subnet_ids          = each.key == "s3" ? null : aws_subnet.this[*].id
  security_group_ids  = each.key == "s3" ? null : [aws_security_group.this.id]
}

output "subnets" {
  value = aws_subnet.this[*].id
}

output "group_id" {
  value = aws_security_group.this.id
}
