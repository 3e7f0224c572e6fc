resource "aws_vpc_endpoint" "interface" {
  for_each = { for s in ["api", "dkr"] : s => "com.amazonaws.${local.region}.ecr.${s}" }

  vpc_id              = aws_vpc.site.id
  service_name        = each.value
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}

resource "aws_vpc_endpoint_subnet_association" "interface" {
  for_each        = aws_vpc_endpoint.interface
  vpc_endpoint_id = each.value.id
  subnet_id       = aws_subnet.site[0].id
}

resource "aws_vpc_endpoint_security_group_association" "interface" {
  for_each                    = aws_vpc_endpoint.interface
  vpc_endpoint_id             = each.value.id
  security_group_id           = aws_security_group.endpoint.id
  replace_default_association = true
}

resource "aws_vpc_endpoint" "storage" {
  vpc_id            = aws_vpc.site.id
  service_name      = "com.amazonaws.${local.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.site.id]
}
