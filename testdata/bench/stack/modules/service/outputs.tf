output "arn" {
  value = aws_ecs_service.this.id
}

output "execution_role" {
  value = aws_iam_role.execution.arn
}
