output "vpc_id" {
  value = aws_vpc.this.id
}

output "private_subnet_ids" {
  value = [for subnet in aws_subnet.private : subnet.id]
}

output "endpoint_group" {
  value = aws_security_group.endpoints.id
}

output "s3_prefix_list" {
  value = aws_vpc_endpoint.s3.prefix_list_id
}
