provider "aws" {
  region              = "eu-north-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "campus" {
  cidr_block           = "10.36.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_vpc_ipv4_cidr_block_association" "pods" {
  vpc_id     = aws_vpc.campus.id
  cidr_block = "100.64.0.0/16"
}

resource "aws_subnet" "heron" {
  vpc_id            = aws_vpc_ipv4_cidr_block_association.pods.vpc_id
  cidr_block        = "100.64.1.0/24"
  availability_zone = "eu-north-1a"
}

resource "aws_route_table" "heron" {
  vpc_id = aws_vpc.campus.id
}

resource "aws_route_table_association" "heron" {
  subnet_id      = aws_subnet.heron.id
  route_table_id = aws_route_table.heron.id
}

resource "aws_security_group" "doors" {
  name   = "doors"
  vpc_id = aws_vpc.campus.id

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [aws_vpc.campus.cidr_block, aws_vpc_ipv4_cidr_block_association.pods.cidr_block]
  }
}

resource "aws_vpc_endpoint" "ecr_api" {
  vpc_id              = aws_vpc.campus.id
  service_name        = "com.amazonaws.eu-north-1.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.heron.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "ecr_dkr" {
  vpc_id              = aws_vpc.campus.id
  service_name        = "com.amazonaws.eu-north-1.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.heron.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.campus.id
  service_name      = "com.amazonaws.eu-north-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.heron.id]
}

resource "aws_security_group" "heron" {
  name   = "heron"
  vpc_id = aws_vpc.campus.id

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
  image   = "123456789012.dkr.ecr.eu-north-1.amazonaws.com/heron:1.0"
  subnets = [aws_subnet.heron.id]
  security_groups = [aws_security_group.heron.id]
}
