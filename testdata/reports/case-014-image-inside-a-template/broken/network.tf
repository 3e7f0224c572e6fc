provider "aws" {
  region = "us-east-1"
}

resource "aws_default_vpc" "default" {}

resource "aws_default_subnet" "zone" {
  for_each          = toset(["a", "b"])
  availability_zone = "us-east-1${each.key}"
}
