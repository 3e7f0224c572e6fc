variable "cidr" {}

data "aws_region" "current" {}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
}

resource "aws_subnet" "this" {
  count      = 3
  vpc_id     = aws_vpc.this.id
  cidr_block = cidrsubnet(var.cidr, 8, count.index)
}

resource "aws_route_table" "this" {
  count  = 3
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table_association" "this" {
  count          = 3
  subnet_id      = aws_subnet.this[count.index].id
  route_table_id = aws_route_table.this[count.index].id
}

resource "aws_security_group" "this" {
  vpc_id = aws_vpc.this.id

  ingress {
    self      = true
    from_port = 0
    to_port   = 0
    protocol  = -1
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = -1
    cidr_blocks = ["0.0.0.0/0"]
  }
}
