provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "estate" {
  cidr_block           = "10.184.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "estate" {
  vpc_id = aws_vpc.estate.id
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

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.estate.id
  cidr_block        = "10.184.0.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.estate.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.estate.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "estate" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.grove.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = aws_nat_gateway.estate.id
}

resource "aws_vpc_dhcp_options" "own" { domain_name_servers = ["8.8.8.8"] }
resource "aws_vpc_dhcp_options_association" "own" {
  vpc_id          = aws_vpc.estate.id
  dhcp_options_id = aws_vpc_dhcp_options.own.id
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
