provider "aws" {
  region              = "eu-central-1"
  allowed_account_ids = ["123456789012"]
}

data "aws_vpc" "this" {
  tags = { Name = "core" }
}
data "aws_subnets" "p" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.this.id]
  }
}

resource "aws_subnet" "kelp" {
  vpc_id     = data.aws_vpc.this.id
  cidr_block = "10.164.10.0/24"
}

resource "aws_route_table" "kelp" { vpc_id = data.aws_vpc.this.id }
resource "aws_route_table_association" "kelp" {
  subnet_id      = aws_subnet.kelp.id
  route_table_id = aws_route_table.kelp.id
}

resource "aws_security_group" "doors" {
  vpc_id = data.aws_vpc.this.id
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "ecr_api" {
  vpc_id              = data.aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.kelp.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "ecr_dkr" {
  vpc_id              = data.aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.kelp.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_security_group" "kelp" {
  vpc_id = data.aws_vpc.this.id
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

module "kelp" {
  source  = "./modules/service"
  name    = "kelp"
  image   = "nginx:1.27"
  subnets = [aws_subnet.kelp.id]
  security_groups = [aws_security_group.kelp.id]
}
