output "availability_zones" {
  value = local.zones
}

output "public_subnet_ids" {
  value = aws_subnet.public[*].id
}

output "public_subnet_cidrs" {
  value = local.public4 ? aws_subnet.public[*].cidr_block : []
}

output "public_route_table_ids" {
  value = aws_route_table.public[*].id
}

output "public_network_acl_id" {
  value = try(aws_network_acl.public[0].id, null)
}

output "az_public_subnets_map" {
  value = { for z in local.zones : z => [for i, s in aws_subnet.public : s.id if local.public_zones[i] == z] }
}

output "az_public_route_table_ids_map" {
  value = { for z in local.zones : z => [for i, t in aws_route_table_association.public : t.route_table_id if local.public_zones[i] == z] }
}

output "named_public_subnets_map" {
  value = { for n, name in local.public_names : name => [for i, s in aws_subnet.public : s.id if i % local.public_per_zone == n] }
}

output "named_public_route_table_ids_map" {
  value = { for n, name in local.public_names : name => [for i, t in aws_route_table_association.public : t.route_table_id if i % local.public_per_zone == n] }
}

output "named_public_subnets_stats_map" {
  value = { for n, name in local.public_names : name => [for i, s in aws_subnet.public : { az = local.public_zones[i], subnet_id = s.id, route_table_id = try(aws_route_table_association.public[i].route_table_id, "") } if i % local.public_per_zone == n] }
}

output "private_subnet_ids" {
  value = aws_subnet.private[*].id
}

output "private_subnet_cidrs" {
  value = local.private4 ? aws_subnet.private[*].cidr_block : []
}

output "private_route_table_ids" {
  value = aws_route_table.private[*].id
}

output "private_network_acl_id" {
  value = try(aws_network_acl.private[0].id, null)
}

output "az_private_subnets_map" {
  value = { for z in local.zones : z => [for i, s in aws_subnet.private : s.id if local.private_zones[i] == z] }
}

output "az_private_route_table_ids_map" {
  value = { for z in local.zones : z => [for i, t in aws_route_table_association.private : t.route_table_id if local.private_zones[i] == z] }
}

output "named_private_subnets_map" {
  value = { for n, name in local.private_names : name => [for i, s in aws_subnet.private : s.id if i % local.private_per_zone == n] }
}

output "named_private_route_table_ids_map" {
  value = { for n, name in local.private_names : name => [for i, t in aws_route_table_association.private : t.route_table_id if i % local.private_per_zone == n] }
}

output "named_private_subnets_stats_map" {
  value = { for n, name in local.private_names : name => [for i, s in aws_subnet.private : { az = local.private_zones[i], subnet_id = s.id, route_table_id = try(aws_route_table_association.private[i].route_table_id, "") } if i % local.private_per_zone == n] }
}

output "nat_gateway_ids" {
  value = aws_nat_gateway.default[*].id
}

output "nat_instance_ids" {
  value = aws_instance.nat_instance[*].id
}

output "nat_ips" {
  value = length(var.nat_elastic_ips) > 0 ? var.nat_elastic_ips : aws_eip.default[*].public_ip
}

output "nat_gateway_public_ips" {
  value = length(var.nat_elastic_ips) > 0 ? var.nat_elastic_ips : aws_eip.default[*].public_ip
}

output "nat_eip_allocation_ids" {
  value = local.gateways || local.instances ? local.addresses : []
}
