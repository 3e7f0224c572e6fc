output "alb_name" {
  value = try(aws_lb.default[0].name, null)
}

output "alb_arn" {
  value = try(aws_lb.default[0].arn, null)
}

output "alb_arn_suffix" {
  value = try(aws_lb.default[0].arn_suffix, null)
}

output "alb_dns_name" {
  value = try(aws_lb.default[0].dns_name, null)
}

output "alb_zone_id" {
  value = try(aws_lb.default[0].zone_id, null)
}

output "security_group_id" {
  value = try(aws_security_group.default[0].id, null)
}

output "default_target_group_arn" {
  value = try(aws_lb_target_group.default[0].arn, null)
}

output "default_target_group_arn_suffix" {
  value = try(aws_lb_target_group.default[0].arn_suffix, null)
}

output "http_listener_arn" {
  value = try(aws_lb_listener.http_forward[0].arn, null)
}

output "http_redirect_listener_arn" {
  value = try(aws_lb_listener.http_redirect[0].arn, null)
}

output "https_listener_arn" {
  value = try(aws_lb_listener.https[0].arn, null)
}

output "listener_arns" {
  value = concat(aws_lb_listener.http_forward[*].arn, aws_lb_listener.http_redirect[*].arn, aws_lb_listener.https[*].arn)
}
