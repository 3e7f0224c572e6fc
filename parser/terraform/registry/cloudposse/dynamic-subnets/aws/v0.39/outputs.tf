output "public_subnet_ids" {
  value = aws_subnet.public[*].id
}

output "private_subnet_ids" {
  value = aws_subnet.private[*].id
}

output "public_subnet_cidrs" {
  value = aws_subnet.public[*].cidr_block
}

output "private_subnet_cidrs" {
  value = aws_subnet.private[*].cidr_block
}

output "public_route_table_ids" {
  value = aws_route_table.public[*].id
}

output "private_route_table_ids" {
  value = aws_route_table.private[*].id
}

output "nat_gateway_ids" {
  value = aws_nat_gateway.default[*].id
}

output "nat_gateway_public_ips" {
  value = aws_eip.default[*].public_ip
}

output "nat_instance_ids" {
  value = aws_instance.nat_instance[*].id
}

output "availability_zones" {
  value = var.availability_zones
}

output "nat_ips" {
  value = try(coalescelist(aws_eip.default[*].public_ip, aws_eip.nat_instance[*].public_ip, data.aws_eip.nat_ips[*].public_ip), [""])
}
