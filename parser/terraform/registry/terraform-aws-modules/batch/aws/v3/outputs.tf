output "compute_environments" {
  value = aws_batch_compute_environment.this
}

output "job_queues" {
  value = aws_batch_job_queue.this
}

output "job_definitions" {
  value = aws_batch_job_definition.this
}

output "instance_iam_role_name" {
  value = try(aws_iam_role.instance[0].name, null)
}

output "instance_iam_role_arn" {
  value = try(aws_iam_role.instance[0].arn, null)
}

output "instance_iam_role_unique_id" {
  value = try(aws_iam_role.instance[0].unique_id, null)
}

output "service_iam_role_name" {
  value = try(aws_iam_role.service[0].name, null)
}

output "service_iam_role_arn" {
  value = try(aws_iam_role.service[0].arn, null)
}

output "service_iam_role_unique_id" {
  value = try(aws_iam_role.service[0].unique_id, null)
}

output "spot_fleet_iam_role_name" {
  value = try(aws_iam_role.spot_fleet[0].name, null)
}

output "spot_fleet_iam_role_arn" {
  value = try(aws_iam_role.spot_fleet[0].arn, null)
}

output "spot_fleet_iam_role_unique_id" {
  value = try(aws_iam_role.spot_fleet[0].unique_id, null)
}

output "instance_iam_instance_profile_arn" {
  value = try(aws_iam_instance_profile.instance[0].arn, null)
}

output "instance_iam_instance_profile_id" {
  value = try(aws_iam_instance_profile.instance[0].id, null)
}

output "instance_iam_instance_profile_unique" {
  value = try(aws_iam_instance_profile.instance[0].unique_id, null)
}
