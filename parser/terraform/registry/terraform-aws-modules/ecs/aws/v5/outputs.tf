output "cluster_arn" {
  value = module.cluster.arn
}

output "cluster_id" {
  value = module.cluster.id
}

output "cluster_name" {
  value = module.cluster.name
}

output "cloudwatch_log_group_name" {
  value = module.cluster.cloudwatch_log_group_name
}

output "cloudwatch_log_group_arn" {
  value = module.cluster.cloudwatch_log_group_arn
}

output "cluster_capacity_providers" {
  value = module.cluster.cluster_capacity_providers
}

output "autoscaling_capacity_providers" {
  value = module.cluster.autoscaling_capacity_providers
}

output "task_exec_iam_role_name" {
  value = module.cluster.task_exec_iam_role_name
}

output "task_exec_iam_role_arn" {
  value = module.cluster.task_exec_iam_role_arn
}

output "task_exec_iam_role_unique_id" {
  value = module.cluster.task_exec_iam_role_unique_id
}

output "services" {
  value = module.service
}
