output "service_name" {
  value = try(concat(aws_ecs_service.default[*].name, aws_ecs_service.ignore_changes_task_definition[*].name, aws_ecs_service.ignore_changes_desired_count[*].name, aws_ecs_service.ignore_changes_task_definition_and_desired_count[*].name)[0], "")
}

output "service_arn" {
  value = try(concat(aws_ecs_service.default[*].id, aws_ecs_service.ignore_changes_task_definition[*].id, aws_ecs_service.ignore_changes_desired_count[*].id, aws_ecs_service.ignore_changes_task_definition_and_desired_count[*].id)[0], "")
}

output "task_exec_role_name" {
  value = try(aws_iam_role.ecs_exec[0].name, null)
}

output "task_exec_role_arn" {
  value = try(aws_iam_role.ecs_exec[0].arn, local.given_exec_role, null)
}

output "task_exec_role_id" {
  value = try(aws_iam_role.ecs_exec[0].unique_id, null)
}

output "task_role_name" {
  value = try(aws_iam_role.ecs_task[0].name, null)
}

output "task_role_arn" {
  value = try(aws_iam_role.ecs_task[0].arn, local.given_task_role, null)
}

output "task_role_id" {
  value = try(aws_iam_role.ecs_task[0].unique_id, null)
}

output "service_security_group_id" {
  value = try(aws_security_group.ecs_service[0].id, null)
}

output "task_definition_family" {
  value = try(aws_ecs_task_definition.default[0].family, null)
}

output "task_definition_revision" {
  value = try(aws_ecs_task_definition.default[0].revision, null)
}

output "task_definition_arn" {
  value = try(aws_ecs_task_definition.default[0].arn, null)
}

output "task_definition_arn_without_revision" {
  value = try(aws_ecs_task_definition.default[0].arn_without_revision, null)
}
