provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "hub" {
  cidr_block           = "10.86.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "hub" {
  vpc_id = aws_vpc.hub.id
}

resource "aws_subnet" "quartz" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.86.10.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_route_table" "quartz" {
  vpc_id = aws_vpc.hub.id
}

resource "aws_route_table_association" "quartz" {
  subnet_id      = aws_subnet.quartz.id
  route_table_id = aws_route_table.quartz.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.86.0.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.hub.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.hub.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "fwd" {
  vpc_id = aws_vpc.hub.id
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["10.86.0.0/24"]
  }
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "fwd" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t4g.nano"
  subnet_id     = aws_subnet.public.id
  vpc_security_group_ids = [aws_security_group.fwd.id]
  source_dest_check = false
  associate_public_ip_address = true
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.quartz.id
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id = aws_instance.fwd.primary_network_interface_id
}

resource "aws_security_group" "quartz" {
  name   = "quartz"
  vpc_id = aws_vpc.hub.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

module "quartz" {
  source  = "./modules/service"
  name    = "quartz"
  image   = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/quartz:1.0"
  subnets = [aws_subnet.quartz.id]
  security_groups = [aws_security_group.quartz.id]
}
