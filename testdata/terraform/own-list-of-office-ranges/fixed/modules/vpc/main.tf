variable "cidr" {}

resource "aws_vpc" "this" {
  cidr_block = var.cidr
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

module "tier" {
  source   = "../tier"
  for_each = { public = 0, private = 1 }

  vpc_id  = aws_vpc.this.id
  cidr    = cidrsubnet(var.cidr, 1, each.value)
  gateway = each.key == "public" ? aws_internet_gateway.this.id : null
  nat     = each.key == "private"
}

resource "aws_eip" "this" {
  domain = "vpc"
}

resource "aws_nat_gateway" "this" {
  allocation_id = aws_eip.this.id
  subnet_id     = module.tier["public"].subnets[0]
}

resource "aws_route" "private" {
  route_table_id         = module.tier["private"].table
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this.id
}

output "id" {
  value = aws_vpc.this.id
}

output "private" {
  value = module.tier["private"].subnets
}
