provider "aws" {
  region = "eu-south-1"
}

data "aws_vpc" "shore" {
  tags = { Name = "shore" }
}

data "aws_vpc_endpoint" "s3" {
  vpc_id       = data.aws_vpc.shore.id
  service_name = "com.amazonaws.eu-south-1.s3"
}

data "aws_vpc_endpoint" "api" {
  filter {
    name   = "service-name"
    values = ["com.amazonaws.eu-south-1.ecr.api"]
  }

  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.shore.id]
  }
}

resource "aws_subnet" "gulls" {
  count             = 2
  vpc_id            = data.aws_vpc.shore.id
  availability_zone = ["eu-south-1a", "eu-south-1b"][count.index]
  cidr_block        = cidrsubnet(data.aws_vpc.shore.cidr_block, 8, 40 + count.index)
}

resource "aws_route_table" "gulls" {
  vpc_id = data.aws_vpc.shore.id
}

resource "aws_route_table_association" "gulls" {
  count          = length(aws_subnet.gulls)
  subnet_id      = aws_subnet.gulls[count.index].id
  route_table_id = aws_route_table.gulls.id
}

resource "aws_vpc_endpoint_route_table_association" "s3" {
  route_table_id  = aws_route_table.gulls.id
  vpc_endpoint_id = data.aws_vpc_endpoint.s3.id
}

resource "aws_security_group" "gulls" {
  name   = "gulls"
  vpc_id = data.aws_vpc.shore.id
}

resource "aws_security_group_rule" "doors" {
  for_each                 = toset(data.aws_vpc_endpoint.api.security_group_ids)
  type                     = "egress"
  protocol                 = "tcp"
  from_port                = 443
  to_port                  = 443
  security_group_id        = aws_security_group.gulls.id
  source_security_group_id = each.value
}
