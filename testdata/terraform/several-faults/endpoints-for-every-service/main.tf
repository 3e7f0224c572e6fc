terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

provider "aws" {
  region = var.region
}

locals {
  azs      = [for letter in ["a", "b"] : "${var.region}${letter}"]
  private  = [for i, _ in local.azs : cidrsubnet(var.vpc_cidr, 8, i + 10)]
  services = ["ecr.dkr", "ecr.api", "execute-api", "logs", "s3"]
}

resource "aws_vpc" "this" {
  cidr_block           = var.vpc_cidr
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = { Name = "domain-proxy" }
}

resource "aws_subnet" "private" {
  count             = length(local.azs)
  vpc_id            = aws_vpc.this.id
  cidr_block        = local.private[count.index]
  availability_zone = local.azs[count.index]
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table_association" "private" {
  count          = length(aws_subnet.private)
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "endpoints" {
  name_prefix = "endpoints-"
  vpc_id      = aws_vpc.this.id

  ingress {
    description = "HTTPS from the VPC"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.this.cidr_block]
  }
}

module "endpoints" {
  source = "./modules/endpoints"

  vpc_id             = aws_vpc.this.id
  region             = var.region
  security_group_ids = [aws_security_group.endpoints.id]
  endpoints          = { for s in local.services : replace(s, ".", "-") => { service = s } }
}
