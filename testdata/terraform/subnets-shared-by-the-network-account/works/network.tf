provider "aws" {
  region              = "us-east-2"
  allowed_account_ids = ["123456789012"]
}

provider "aws" {
  alias  = "network"
  region = "us-east-2"
  allowed_account_ids = ["210987654321"]
}

resource "aws_vpc" "platform" {
  provider = aws.network
  cidr_block           = "10.136.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "onyx" {
  provider = aws.network
  vpc_id            = aws_vpc.platform.id
  cidr_block        = "10.136.10.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "onyx" {
  provider = aws.network
  vpc_id = aws_vpc.platform.id
}

resource "aws_route_table_association" "onyx" {
  provider = aws.network
  subnet_id      = aws_subnet.onyx.id
  route_table_id = aws_route_table.onyx.id
}

resource "aws_security_group" "doors" {
  provider = aws.network
  name   = "doors"
  vpc_id = aws_vpc.platform.id

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [aws_vpc.platform.cidr_block]
  }
}

resource "aws_vpc_endpoint" "ecr_api" {
  provider = aws.network
  vpc_id              = aws_vpc.platform.id
  service_name        = "com.amazonaws.us-east-2.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.onyx.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "ecr_dkr" {
  provider = aws.network
  vpc_id              = aws_vpc.platform.id
  service_name        = "com.amazonaws.us-east-2.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.onyx.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "s3" {
  provider = aws.network
  vpc_id            = aws_vpc.platform.id
  service_name      = "com.amazonaws.us-east-2.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.onyx.id]
}

resource "aws_ram_resource_share" "s" {
  provider = aws.network
  name     = "subnets"
}
resource "aws_ram_resource_association" "s" {
  provider           = aws.network
  resource_arn       = aws_subnet.onyx.arn
  resource_share_arn = aws_ram_resource_share.s.arn
}

resource "aws_security_group" "onyx" {
  name   = "onyx"
  vpc_id = aws_vpc.platform.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
