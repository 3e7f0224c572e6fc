variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "rules" {
  description = "Rules of both directions, by number"
  type        = list(map(string))
  default = [
    { rule_number = 100, rule_action = "deny", from_port = 0, to_port = 0, protocol = "-1", cidr_block = "0.0.0.0/0" },
  ]
}

resource "aws_network_acl" "private" {
  vpc_id     = var.vpc_id
  subnet_ids = var.subnet_ids

  dynamic "ingress" {
    for_each = var.rules
    content {
      rule_no    = ingress.value.rule_number
      action     = ingress.value.rule_action
      from_port  = ingress.value.from_port
      to_port    = ingress.value.to_port
      protocol   = ingress.value.protocol
      cidr_block = lookup(ingress.value, "cidr_block", null)
    }
  }

  dynamic "egress" {
    for_each = var.rules
    content {
      rule_no    = egress.value.rule_number
      action     = egress.value.rule_action
      from_port  = egress.value.from_port
      to_port    = egress.value.to_port
      protocol   = egress.value.protocol
      cidr_block = lookup(egress.value, "cidr_block", null)
    }
  }
}
