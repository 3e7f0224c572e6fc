output "service_arn" {
  value = try(aws_ecs_express_gateway_service.this[0].service_arn, null)
}

output "service_revision_arn" {
  value = try(aws_ecs_express_gateway_service.this[0].service_revision_arn, null)
}

output "current_deployment" {
  value = try(aws_ecs_express_gateway_service.this[0].current_deployment, null)
}

output "ingress_paths" {
  value = try(aws_ecs_express_gateway_service.this[0].ingress_paths, null)
}

output "security_group_arn" {
  value = try(aws_security_group.this[0].arn, null)
}

output "security_group_id" {
  value = try(aws_security_group.this[0].id, null)
}

output "execution_iam_role_name" {
  value = try(aws_iam_role.execution[0].name, null)
}

output "execution_iam_role_arn" {
  value = try(aws_iam_role.execution[0].arn, var.execution_iam_role_arn)
}

output "infrastructure_iam_role_arn" {
  value = try(aws_iam_role.infrastructure[0].arn, null)
}

output "infrastructure_iam_role_name" {
  value = try(aws_iam_role.infrastructure[0].name, null)
}

output "task_iam_role_name" {
  value = try(aws_iam_role.task[0].name, null)
}

output "task_iam_role_arn" {
  value = try(aws_iam_role.task[0].arn, var.task_iam_role_arn)
}

output "cloudwatch_log_group_name" {
  value = try(aws_cloudwatch_log_group.this[0].name, null)
}

output "cloudwatch_log_group_arn" {
  value = try(aws_cloudwatch_log_group.this[0].arn, null)
}
