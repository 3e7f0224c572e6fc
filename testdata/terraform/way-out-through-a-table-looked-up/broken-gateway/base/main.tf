terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "ca-central-1"
}

variable "ranges" {
  type    = map(string)
  default = { public = "10.9.0.0/24", private-a = "10.9.10.0/24", private-b = "10.9.11.0/24" }
}

resource "aws_vpc" "quarry" {
  cidr_block = "10.9.0.0/16"
  tags       = { Name = "quarry" }
}

resource "aws_subnet" "quarry" {
  for_each   = var.ranges
  vpc_id     = aws_vpc.quarry.id
  cidr_block = each.value
  tags       = merge({ Name = "quarry-${each.key}" }, each.key == "public" ? {} : { Runs = "tasks" })
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.quarry.id
  tags   = { Name = "quarry-public" }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.quarry.id
  tags   = { Name = "quarry-private" }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.quarry["public"].id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  for_each       = { for name, subnet in aws_subnet.quarry : name => subnet.id if name != "public" }
  subnet_id      = each.value
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "tasks" {
  name_prefix = "quarry-tasks-"
  vpc_id      = aws_vpc.quarry.id
  tags        = { Name = "quarry-tasks", Runs = "tasks" }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
