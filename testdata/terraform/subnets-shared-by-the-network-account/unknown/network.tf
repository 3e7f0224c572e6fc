provider "aws" {
  region              = "us-east-2"
  allowed_account_ids = ["123456789012"]
}

data "aws_subnet" "s" {
  filter {
    name = "tag:Tier"
    values = ["private"]
  }
}

resource "aws_security_group" "onyx" {
  vpc_id = data.aws_subnet.s.vpc_id
  egress {
    protocol = "-1"
    from_port = 0
    to_port = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
