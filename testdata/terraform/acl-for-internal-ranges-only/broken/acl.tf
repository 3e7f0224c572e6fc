# Everything inside is welcome. Layers come from S3, whose addresses are not inside.
resource "aws_network_acl" "tasks" {
  vpc_id     = aws_vpc.lean.id
  subnet_ids = [aws_subnet.tasks.id]

  dynamic "egress" {
    for_each = local.ranges
    content {
      rule_no    = 100 + egress.key
      protocol   = "tcp"
      action     = "allow"
      cidr_block = egress.value
      from_port  = 0
      to_port    = 65535
    }
  }

  dynamic "ingress" {
    for_each = local.ranges
    iterator = range
    content {
      rule_no    = 100 + range.key
      protocol   = "tcp"
      action     = "allow"
      cidr_block = range.value
      from_port  = 0
      to_port    = 65535
    }
  }
}

locals {
  ranges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
}
