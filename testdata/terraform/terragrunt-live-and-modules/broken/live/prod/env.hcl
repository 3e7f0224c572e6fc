locals {
  stage   = "prod"
  account = "222222222222"
  region  = "eu-west-1"
  cidr    = "10.20.0.0/16"
}
