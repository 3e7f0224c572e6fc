provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "fabric" {
  cidr_block           = "10.60.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "heron" {
  vpc_id            = aws_vpc.fabric.id
  cidr_block        = "10.60.10.0/24"
  availability_zone = "us-west-2a"
}

resource "aws_route_table" "heron" {
  vpc_id = aws_vpc.fabric.id
}

resource "aws_route_table_association" "heron" {
  subnet_id      = aws_subnet.heron.id
  route_table_id = aws_route_table.heron.id
}

resource "aws_route53_profiles_association" "p" {
  name = "p"
  profile_id = "rp-0123456789abcdef0"
  resource_id = aws_vpc.fabric.id
}

resource "aws_security_group" "heron" {
  name   = "heron"
  vpc_id = aws_vpc.fabric.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

module "heron" {
  source  = "./modules/service"
  name    = "heron"
  image   = "123456789012.dkr.ecr.us-west-2.amazonaws.com/heron:1.0"
  subnets = [aws_subnet.heron.id]
  security_groups = [aws_security_group.heron.id]
}
