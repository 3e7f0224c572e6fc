module "platform" {
  source   = "./platform"
  for_each = toset(["blue"])
  colour   = each.value
}

module "service" {
  source   = "./service"
  name     = "feed"
  subnets  = module.platform["blue"].network.subnets
  group_id = module.platform["blue"].network.group_id
}

provider "aws" {
  region = "sa-east-1"
}
