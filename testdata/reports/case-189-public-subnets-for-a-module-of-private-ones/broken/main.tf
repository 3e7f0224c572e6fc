provider "aws" {
  region = "us-west-2"
}

data "aws_availability_zones" "available" {}

module "vpc" {
  source         = "./modules/vpc"
  name           = "flows"
  cidr           = "10.10.0.0/16"
  azs            = slice(data.aws_availability_zones.available.names, 0, 2)
  public_subnets = ["10.10.128.0/18", "10.10.192.0/18"]
}

module "metadata" {
  source     = "./modules/metadata-service"
  vpc_id     = module.vpc.vpc_id
  subnet1_id = module.vpc.public_subnets[0]
  subnet2_id = module.vpc.public_subnets[1]
}
