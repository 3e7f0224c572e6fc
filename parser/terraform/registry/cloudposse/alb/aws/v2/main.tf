locals {
  guarded = module.this.enabled && var.security_group_enabled

  http4  = [for c in var.http_ingress_cidr_blocks : c if can(cidrnetmask(c))]
  http6  = [for c in var.http_ingress_cidr_blocks : c if !can(cidrnetmask(c)) && var.ip_address_type == "dualstack"]
  https4 = [for c in var.https_ingress_cidr_blocks : c if can(cidrnetmask(c))]
  https6 = [for c in var.https_ingress_cidr_blocks : c if !can(cidrnetmask(c)) && var.ip_address_type == "dualstack"]
}

resource "aws_security_group" "default" {
  count = local.guarded ? 1 : 0

  name   = module.this.id
  vpc_id = var.vpc_id
  tags   = module.this.tags
}

resource "aws_security_group_rule" "egress" {
  count = local.guarded ? 1 : 0

  security_group_id = aws_security_group.default[0].id
  type              = "egress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "http_ingress" {
  count = local.guarded && var.http_enabled ? 1 : 0

  security_group_id = aws_security_group.default[0].id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = var.http_port
  to_port           = var.http_port
  cidr_blocks       = local.http4
  ipv6_cidr_blocks  = local.http6
  prefix_list_ids   = var.http_ingress_prefix_list_ids
}

resource "aws_security_group_rule" "http_ingress_from_security_groups" {
  count = local.guarded && var.http_enabled ? length(var.http_ingress_security_group_ids) : 0

  security_group_id        = aws_security_group.default[0].id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = var.http_port
  to_port                  = var.http_port
  source_security_group_id = var.http_ingress_security_group_ids[count.index]
}

resource "aws_security_group_rule" "https_ingress" {
  count = local.guarded && var.https_enabled ? 1 : 0

  security_group_id = aws_security_group.default[0].id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = var.https_port
  to_port           = var.https_port
  cidr_blocks       = local.https4
  ipv6_cidr_blocks  = local.https6
  prefix_list_ids   = var.https_ingress_prefix_list_ids
}

resource "aws_security_group_rule" "https_ingress_from_security_groups" {
  count = local.guarded && var.https_enabled ? length(var.https_ingress_security_group_ids) : 0

  security_group_id        = aws_security_group.default[0].id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = var.https_port
  to_port                  = var.https_port
  source_security_group_id = var.https_ingress_security_group_ids[count.index]
}

# The load balancer and what it listens to stop no pull: they are here for their outputs.
resource "aws_lb" "default" {
  count = module.this.enabled ? 1 : 0

  security_groups = compact(concat(var.security_group_ids, aws_security_group.default[*].id))
  subnets         = var.subnet_ids
  internal        = var.internal
}

resource "aws_lb_target_group" "default" {
  count = module.this.enabled && var.default_target_group_enabled ? 1 : 0

  vpc_id = var.vpc_id
  port   = var.target_group_port
}

resource "aws_lb_listener" "http_forward" {
  count = module.this.enabled && var.http_enabled && var.http_redirect != true ? 1 : 0

  load_balancer_arn = aws_lb.default[0].arn
  port              = var.http_port
}

resource "aws_lb_listener" "http_redirect" {
  count = module.this.enabled && var.http_enabled && var.http_redirect == true ? 1 : 0

  load_balancer_arn = aws_lb.default[0].arn
  port              = var.http_port
}

resource "aws_lb_listener" "https" {
  count = module.this.enabled && var.https_enabled ? 1 : 0

  load_balancer_arn = aws_lb.default[0].arn
  port              = var.https_port
}
