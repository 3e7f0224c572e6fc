provider "aws" {
  region = "eu-west-1"
}

module "frontend_vpc" {
  source = "./modules/vpc"
}

module "frontend" {
  source                    = "./modules/frontend"
  vpc_id                    = module.frontend_vpc.id
  subnet_ids                = module.frontend_vpc.subnet_ids
  vpc_endpoint_group_id     = module.frontend_vpc.endpoint_group_id
  image                     = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/radius/frontend:production"
  authorise_on_the_endpoint = false
}

module "dashboard" {
  source                = "./modules/dashboard"
  vpc_id                = module.frontend_vpc.id
  subnet_ids            = module.frontend_vpc.subnet_ids
  vpc_endpoint_group_id = module.frontend_vpc.endpoint_group_id
  image                 = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/radius/dashboard:production"
}
