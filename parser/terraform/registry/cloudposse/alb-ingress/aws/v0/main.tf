# A target group and rules of a listener stop no pull: the group is here for its outputs.
resource "aws_lb_target_group" "default" {
  count = module.this.enabled && var.default_target_group_enabled ? 1 : 0

  vpc_id = var.vpc_id
  port   = var.port
}

output "target_group_name" {
  value = try(aws_lb_target_group.default[0].name, "")
}

output "target_group_arn" {
  value = try(aws_lb_target_group.default[0].arn, var.target_group_arn)
}

output "target_group_arn_suffix" {
  value = try(aws_lb_target_group.default[0].arn_suffix, "")
}
