provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "estate" {
  cidr_block           = "10.184.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "grove" {
  vpc_id            = aws_vpc.estate.id
  cidr_block        = "10.184.10.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_route_table" "grove" {
  vpc_id = aws_vpc.estate.id
}

resource "aws_route_table_association" "grove" {
  subnet_id      = aws_subnet.grove.id
  route_table_id = aws_route_table.grove.id
}

resource "aws_vpc" "other" { cidr_block = "10.99.0.0/16" }
resource "aws_vpc_peering_connection" "p" {
  vpc_id      = aws_vpc.estate.id
  peer_vpc_id = aws_vpc.other.id
  auto_accept = true
}

resource "aws_security_group" "doors" {
  name   = "doors"
  vpc_id = aws_vpc.estate.id

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [aws_vpc.estate.cidr_block]
  }
}

resource "aws_vpc_endpoint" "ecr_api" {
  vpc_id              = aws_vpc.estate.id
  service_name        = "com.amazonaws.eu-west-1.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.grove.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "ecr_dkr" {
  vpc_id              = aws_vpc.estate.id
  service_name        = "com.amazonaws.eu-west-1.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.grove.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.estate.id
  service_name      = "com.amazonaws.eu-west-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.grove.id]
}

resource "aws_vpc_dhcp_options" "own" { domain_name_servers = ["10.99.0.2"] }
resource "aws_vpc_dhcp_options_association" "own" {
  vpc_id          = aws_vpc.estate.id
  dhcp_options_id = aws_vpc_dhcp_options.own.id
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.grove.id
  destination_cidr_block = "10.99.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection.p.id
}

resource "aws_security_group" "grove" {
  name   = "grove"
  vpc_id = aws_vpc.estate.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

module "grove" {
  source  = "./modules/service"
  name    = "grove"
  image   = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/grove:1.0"
  subnets = [aws_subnet.grove.id]
  security_groups = [aws_security_group.grove.id]
}
