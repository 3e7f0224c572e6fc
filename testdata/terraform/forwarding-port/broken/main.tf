provider "aws" {
  region              = "ap-southeast-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "campus" {
  cidr_block           = "10.181.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "campus" {
  vpc_id = aws_vpc.campus.id
}

resource "aws_subnet" "olive" {
  vpc_id            = aws_vpc.campus.id
  cidr_block        = "10.181.10.0/24"
  availability_zone = "ap-southeast-2a"
}

resource "aws_route_table" "olive" {
  vpc_id = aws_vpc.campus.id
}

resource "aws_route_table_association" "olive" {
  subnet_id      = aws_subnet.olive.id
  route_table_id = aws_route_table.olive.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.campus.id
  cidr_block        = "10.181.0.0/24"
  availability_zone = "ap-southeast-2a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.campus.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.campus.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "fwd" {
  vpc_id = aws_vpc.campus.id
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["10.181.0.0/16"]
  }
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_network_interface" "fwd" {
  subnet_id         = aws_subnet.public.id
  security_groups   = [aws_security_group.fwd.id]
  source_dest_check = true
}
resource "aws_instance" "fwd" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t4g.nano"
  primary_network_interface {
    network_interface_id = aws_network_interface.fwd.id
  }
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.olive.id
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id = aws_network_interface.fwd.id
}

resource "aws_security_group" "olive" {
  name   = "olive"
  vpc_id = aws_vpc.campus.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

module "olive" {
  source  = "./modules/service"
  name    = "olive"
  image   = "123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/olive:1.0"
  subnets = [aws_subnet.olive.id]
  security_groups = [aws_security_group.olive.id]
}
