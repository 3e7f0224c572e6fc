provider "aws" {
  region = "eu-central-1"
}

data "aws_vpc" "quay" {
  tags = { Name = "quay" }
}

data "aws_subnets" "private" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.quay.id]
  }

  tags = { Tier = "private" }
}

data "aws_route_tables" "private" {
  vpc_id = data.aws_vpc.quay.id
  tags   = { Name = "quay-private" }
}

module "doors" {
  source  = "acme/doors/aws"
  version = "~> 2.0"

  vpc_id     = data.aws_vpc.quay.id
  subnet_ids = data.aws_subnets.private.ids
  table_ids  = data.aws_route_tables.private.ids
}
