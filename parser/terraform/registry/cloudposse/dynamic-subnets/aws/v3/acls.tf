resource "aws_network_acl" "private" {
  count = local.private && var.private_open_network_acl_enabled ? 1 : 0

  vpc_id     = var.vpc_id
  subnet_ids = aws_subnet.private[*].id
}

resource "aws_network_acl_rule" "private4_ingress" {
  count = local.private4 && var.private_open_network_acl_enabled ? 1 : 0

  network_acl_id = aws_network_acl.private[0].id
  rule_action    = "allow"
  rule_number    = var.open_network_acl_ipv4_rule_number
  egress         = false
  protocol       = "-1"
  from_port      = 0
  to_port        = 0
  cidr_block     = "0.0.0.0/0"
}

resource "aws_network_acl_rule" "private4_egress" {
  count = local.private4 && var.private_open_network_acl_enabled ? 1 : 0

  network_acl_id = aws_network_acl.private[0].id
  rule_action    = "allow"
  rule_number    = var.open_network_acl_ipv4_rule_number
  egress         = true
  protocol       = "-1"
  from_port      = 0
  to_port        = 0
  cidr_block     = "0.0.0.0/0"
}

resource "aws_network_acl_rule" "private6_ingress" {
  count = local.private6 && var.private_open_network_acl_enabled ? 1 : 0

  network_acl_id  = aws_network_acl.private[0].id
  rule_action     = "allow"
  rule_number     = var.open_network_acl_ipv6_rule_number
  egress          = false
  protocol        = "-1"
  from_port       = 0
  to_port         = 0
  ipv6_cidr_block = "::/0"
}

resource "aws_network_acl_rule" "private6_egress" {
  count = local.private6 && var.private_open_network_acl_enabled ? 1 : 0

  network_acl_id  = aws_network_acl.private[0].id
  rule_action     = "allow"
  rule_number     = var.open_network_acl_ipv6_rule_number
  egress          = true
  protocol        = "-1"
  from_port       = 0
  to_port         = 0
  ipv6_cidr_block = "::/0"
}

resource "aws_network_acl" "public" {
  count = local.public && var.public_open_network_acl_enabled ? 1 : 0

  vpc_id     = var.vpc_id
  subnet_ids = aws_subnet.public[*].id
}

resource "aws_network_acl_rule" "public4_ingress" {
  count = local.public4 && var.public_open_network_acl_enabled ? 1 : 0

  network_acl_id = aws_network_acl.public[0].id
  rule_action    = "allow"
  rule_number    = var.open_network_acl_ipv4_rule_number
  egress         = false
  protocol       = "-1"
  from_port      = 0
  to_port        = 0
  cidr_block     = "0.0.0.0/0"
}

resource "aws_network_acl_rule" "public4_egress" {
  count = local.public4 && var.public_open_network_acl_enabled ? 1 : 0

  network_acl_id = aws_network_acl.public[0].id
  rule_action    = "allow"
  rule_number    = var.open_network_acl_ipv4_rule_number
  egress         = true
  protocol       = "-1"
  from_port      = 0
  to_port        = 0
  cidr_block     = "0.0.0.0/0"
}

resource "aws_network_acl_rule" "public6_ingress" {
  count = local.public6 && var.public_open_network_acl_enabled ? 1 : 0

  network_acl_id  = aws_network_acl.public[0].id
  rule_action     = "allow"
  rule_number     = var.open_network_acl_ipv6_rule_number
  egress          = false
  protocol        = "-1"
  from_port       = 0
  to_port         = 0
  ipv6_cidr_block = "::/0"
}

resource "aws_network_acl_rule" "public6_egress" {
  count = local.public6 && var.public_open_network_acl_enabled ? 1 : 0

  network_acl_id  = aws_network_acl.public[0].id
  rule_action     = "allow"
  rule_number     = var.open_network_acl_ipv6_rule_number
  egress          = true
  protocol        = "-1"
  from_port       = 0
  to_port         = 0
  ipv6_cidr_block = "::/0"
}
