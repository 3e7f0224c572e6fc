output "arn" {
  value = try(aws_ecs_cluster.this[0].arn, null)
}

output "id" {
  value = try(aws_ecs_cluster.this[0].id, null)
}

output "name" {
  value = try(aws_ecs_cluster.this[0].name, null)
}

output "cloudwatch_log_group_name" {
  value = try(aws_cloudwatch_log_group.this[0].name, null)
}

output "cloudwatch_log_group_arn" {
  value = try(aws_cloudwatch_log_group.this[0].arn, null)
}

output "cluster_capacity_providers" {
  value = { for k, v in aws_ecs_cluster_capacity_providers.this : v.id => v }
}

output "autoscaling_capacity_providers" {
  value = aws_ecs_capacity_provider.this
}

output "capacity_providers" {
  value = aws_ecs_capacity_provider.this
}

output "task_exec_iam_role_arn" {
  value = try(aws_iam_role.task_exec[0].arn, null)
}

output "task_exec_iam_role_name" {
  value = try(aws_iam_role.task_exec[0].name, null)
}

output "task_exec_iam_role_unique_id" {
  value = try(aws_iam_role.task_exec[0].unique_id, null)
}

output "infrastructure_iam_role_arn" {
  value = try(aws_iam_role.infrastructure[0].arn, null)
}

output "infrastructure_iam_role_name" {
  value = try(aws_iam_role.infrastructure[0].name, null)
}

output "node_iam_role_arn" {
  value = try(aws_iam_role.node[0].arn, null)
}

output "node_iam_role_name" {
  value = try(aws_iam_role.node[0].name, null)
}

output "node_iam_instance_profile_arn" {
  value = try(aws_iam_instance_profile.this[0].arn, null)
}

output "node_iam_instance_profile_id" {
  value = try(aws_iam_instance_profile.this[0].id, null)
}

output "node_iam_role_unique_id" {
  value = try(aws_iam_role.node[0].unique_id, null)
}
