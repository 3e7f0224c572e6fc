provider "aws" {
  region = "eu-west-2"
}

resource "aws_default_vpc" "default" {}

resource "aws_default_subnet" "zone" {
  for_each          = toset(["a", "b"])
  availability_zone = "eu-west-2${each.key}"
}
