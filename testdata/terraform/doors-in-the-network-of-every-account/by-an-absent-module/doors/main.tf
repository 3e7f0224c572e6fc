provider "aws" {
  region = "ca-central-1"
}

data "aws_vpc" "standing" {
  default = true
}

module "doors" {
  source  = "git::https://git.pottery.example/doors.git?ref=v3"
  network = data.aws_vpc.standing.id
}
