terraform {
  backend "s3" {
    bucket = "states"
    key    = "stack-name/platform.tfstate"
    region = "eu-central-1"
  }
}

module "network" {
  source = "../modules/network"

  name    = local.name
  cidr    = var.cidr
  zones   = local.zones
  region  = var.region
  api     = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]
  own_nat = var.own_nat
}

module "registry" {
  source   = "../modules/registry"
  for_each = var.services

  name = "${local.name}/${each.key}"
  keep = each.value.keep
}

module "cluster" {
  source = "../modules/cluster"

  name     = local.name
  insights = true
}

output "network" {
  value = module.network
}

output "registries" {
  value = { for name, registry in module.registry : name => { url = registry.url, arn = registry.arn } }
}

output "cluster" {
  value = module.cluster.arn
}
