provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account]
}

variable "region" {
  default = "sa-east-1"
}

variable "account" {
  default = "868585848483"
}

resource "aws_vpc" "delta" {
  cidr_block = "172.20.0.0/16"
}

resource "aws_internet_gateway" "delta" {
  vpc_id = aws_vpc.delta.id
}

resource "aws_subnet" "delta" {
  for_each   = { open = "172.20.0.0/20", shut = "172.20.16.0/20" }
  vpc_id     = aws_vpc.delta.id
  cidr_block = each.value
}

resource "aws_nat_gateway" "delta" {
  allocation_id = aws_eip.delta.allocation_id
  subnet_id     = aws_subnet.delta["open"].id
}

resource "aws_eip" "delta" {
  domain = "vpc"
}

resource "aws_route_table" "delta" {
  for_each = aws_subnet.delta
  vpc_id   = aws_vpc.delta.id
}

resource "aws_route" "open" {
  route_table_id         = aws_route_table.delta["open"].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.delta.id
}

resource "aws_route" "shut" {
  route_table_id         = aws_route_table.delta["shut"].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.delta.id
}

resource "aws_route_table_association" "delta" {
  for_each       = aws_subnet.delta
  subnet_id      = each.value.id
  route_table_id = aws_route_table.delta[each.key].id
}

resource "aws_security_group" "tasks" {
  name   = "delta-tasks"
  vpc_id = aws_vpc.delta.id

  egress {
    from_port   = 0
    to_port     = 65535
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ssm_parameter" "delta" {
  for_each = {
    subnets = join(",", values(aws_subnet.delta)[*].id)
    groups  = aws_security_group.tasks.id
  }

  name  = "/delta/network/${each.key}"
  type  = "StringList"
  value = each.value
}
