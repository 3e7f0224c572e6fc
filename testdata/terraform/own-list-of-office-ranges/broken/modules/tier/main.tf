variable "vpc_id" {}
variable "cidr" {}
variable "nat" { type = bool }
variable "gateway" {
  type    = string
  default = null
}

resource "aws_subnet" "this" {
  count      = 2
  vpc_id     = var.vpc_id
  cidr_block = cidrsubnet(var.cidr, 3, count.index)
}

resource "aws_route_table" "this" {
  vpc_id = var.vpc_id
}

resource "aws_route" "gateway" {
  count                  = var.nat ? 0 : 1
  route_table_id         = aws_route_table.this.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = var.gateway
}

resource "aws_route_table_association" "this" {
  count          = length(aws_subnet.this)
  subnet_id      = aws_subnet.this[count.index].id
  route_table_id = aws_route_table.this.id
}

output "subnets" { value = aws_subnet.this[*].id }
output "table" { value = aws_route_table.this.id }
