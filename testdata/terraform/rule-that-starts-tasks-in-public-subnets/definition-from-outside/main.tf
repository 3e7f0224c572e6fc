terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 6.0" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

data "aws_availability_zones" "here" {}

resource "aws_vpc" "reports" {
  cidr_block = "172.20.0.0/16"
}

resource "aws_internet_gateway" "reports" {
  vpc_id = aws_vpc.reports.id
}

resource "aws_subnet" "open" {
  count                   = 2
  vpc_id                  = aws_vpc.reports.id
  availability_zone       = data.aws_availability_zones.here.names[count.index]
  cidr_block              = cidrsubnet(aws_vpc.reports.cidr_block, 8, count.index)
  map_public_ip_on_launch = true
}

resource "aws_route_table" "open" {
  vpc_id = aws_vpc.reports.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.reports.id
  }
}

resource "aws_route_table_association" "open" {
  count          = 2
  subnet_id      = aws_subnet.open[count.index].id
  route_table_id = aws_route_table.open.id
}
