locals {
  stage   = "dev"
  account = "111111111111"
  region  = "eu-central-1"
  cidr    = "10.10.0.0/16"
}
