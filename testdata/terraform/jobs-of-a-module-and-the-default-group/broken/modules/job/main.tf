variable "name" { type = string }
variable "cluster" { type = string }
variable "task" {}
variable "network" {
  type = object({ subnets = list(string), groups = optional(list(string)), public = optional(bool, false) })
}
variable "role" { type = string }
resource "aws_cloudwatch_event_rule" "this" {
  name                = var.name
  schedule_expression = "rate(1 day)"
}
resource "aws_cloudwatch_event_target" "this" {
  rule     = aws_cloudwatch_event_rule.this.name
  arn      = var.cluster
  role_arn = var.role
  ecs_target {
    launch_type         = "FARGATE"
    task_definition_arn = replace(var.task.arn, "/:\\d+$/", "")
    dynamic "network_configuration" {
      for_each = [var.network]
      content {
        subnets          = network_configuration.value.subnets
        security_groups  = network_configuration.value.groups
        assign_public_ip = network_configuration.value.public
      }
    }
  }
}
