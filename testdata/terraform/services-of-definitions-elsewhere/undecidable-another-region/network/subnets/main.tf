variable "vpc_id" {
  type = string
}

variable "ranges" {
  type = map(string)
}

variable "tags" {
  type = map(string)
}

data "aws_region" "current" {}

resource "aws_subnet" "this" {
  for_each          = var.ranges
  vpc_id            = var.vpc_id
  cidr_block        = each.value
  availability_zone = "${data.aws_region.current.name}${each.key}"
  tags              = var.tags
}
