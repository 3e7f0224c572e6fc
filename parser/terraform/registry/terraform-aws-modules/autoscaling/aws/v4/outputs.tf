output "launch_configuration_id" {
  value = try(aws_launch_configuration.this[0].id, "")
}

output "launch_configuration_arn" {
  value = try(aws_launch_configuration.this[0].arn, "")
}

output "launch_configuration_name" {
  value = try(aws_launch_configuration.this[0].name, "")
}

output "launch_template_id" {
  value = try(aws_launch_template.this[0].id, "")
}

output "launch_template_arn" {
  value = try(aws_launch_template.this[0].arn, "")
}

output "launch_template_latest_version" {
  value = try(aws_launch_template.this[0].latest_version, "")
}

output "autoscaling_group_id" {
  value = try(aws_autoscaling_group.this[0].id, "")
}

output "autoscaling_group_name" {
  value = try(aws_autoscaling_group.this[0].name, "")
}

output "autoscaling_group_arn" {
  value = try(aws_autoscaling_group.this[0].arn, "")
}

output "autoscaling_group_min_size" {
  value = try(aws_autoscaling_group.this[0].min_size, "")
}

output "autoscaling_group_max_size" {
  value = try(aws_autoscaling_group.this[0].max_size, "")
}

output "autoscaling_group_desired_capacity" {
  value = try(aws_autoscaling_group.this[0].desired_capacity, "")
}

output "autoscaling_group_availability_zones" {
  value = try(aws_autoscaling_group.this[0].availability_zones, "")
}

output "autoscaling_group_vpc_zone_identifier" {
  value = try(aws_autoscaling_group.this[0].vpc_zone_identifier, "")
}
