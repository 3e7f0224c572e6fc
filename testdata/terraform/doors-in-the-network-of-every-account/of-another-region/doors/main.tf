provider "aws" {
  region = "us-west-2"
}

data "aws_vpc" "standing" {
  default = true
}

data "aws_subnets" "standing" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.standing.id]
  }
}

resource "aws_security_group" "doors" {
  name   = "doors"
  vpc_id = data.aws_vpc.standing.id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [data.aws_vpc.standing.cidr_block]
  }
}

resource "aws_vpc_endpoint" "registry" {
  for_each = toset(["ecr.api", "ecr.dkr"])

  vpc_id              = data.aws_vpc.standing.id
  service_name        = "com.amazonaws.us-west-2.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = data.aws_subnets.standing.ids
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "layers" {
  vpc_id          = data.aws_vpc.standing.id
  service_name    = "com.amazonaws.us-west-2.s3"
  route_table_ids = [data.aws_vpc.standing.main_route_table_id]
}
