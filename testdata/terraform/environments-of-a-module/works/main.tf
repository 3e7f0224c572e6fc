# Environments come from a module, one for each entry of a map. The old one is switched off; its
# subnet lost its route when the office moved.
provider "aws" {
  region = "eu-central-1"
}

variable "environments" {
  type = map(object({
    kind    = string
    tier    = string
    enabled = optional(bool, true)
  }))
  default = {
    current = { kind = "FARGATE", tier = "app" }
    spot    = { kind = "FARGATE_SPOT", tier = "app" }
    old     = { kind = "FARGATE", tier = "office", enabled = false }
  }
}

resource "aws_vpc" "main" {
  cidr_block = "10.44.0.0/16"
}

resource "aws_subnet" "tier" {
  for_each   = { app = 1, office = 2, edge = 3 }
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.44.${each.value}.0/24"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_eip" "main" {}

resource "aws_nat_gateway" "main" {
  subnet_id     = aws_subnet.tier["edge"].id
  allocation_id = aws_eip.main.id
}

resource "aws_route_table" "tier" {
  for_each = aws_subnet.tier
  vpc_id   = aws_vpc.main.id
}

resource "aws_route_table_association" "tier" {
  for_each       = aws_subnet.tier
  subnet_id      = each.value.id
  route_table_id = aws_route_table.tier[each.key].id
}

resource "aws_route" "app" {
  route_table_id         = aws_route_table.tier["app"].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main.id
}

resource "aws_route" "edge" {
  route_table_id         = aws_route_table.tier["edge"].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}

resource "aws_security_group" "jobs" {
  vpc_id = aws_vpc.main.id

  egress {
    protocol    = "tcp"
    from_port   = 0
    to_port     = 65535
    cidr_blocks = ["0.0.0.0/0"]
  }
}

module "batch" {
  source = "./batch"

  name         = "invoices"
  environments = var.environments
  subnets      = { for name, subnet in aws_subnet.tier : name => [subnet.id] }
  groups       = [aws_security_group.jobs.id]
}
