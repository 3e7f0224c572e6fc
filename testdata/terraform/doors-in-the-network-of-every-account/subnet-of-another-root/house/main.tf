provider "aws" {
  region = "ca-central-1"
}

data "aws_vpc" "standing" {
  default = true
}

resource "aws_subnet" "cellar" {
  vpc_id     = data.aws_vpc.standing.id
  cidr_block = "172.31.240.0/24"
}
