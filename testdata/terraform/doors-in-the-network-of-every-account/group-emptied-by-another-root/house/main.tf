provider "aws" {
  region = "ca-central-1"
}

resource "aws_default_security_group" "standing" {}
