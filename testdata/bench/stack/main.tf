module "network" {
  source = "./modules/network"

  name    = local.name
  cidr    = var.cidr
  zones   = local.zones
  region  = var.region
  api     = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]
  own_nat = var.own_nat
}

module "registry" {
  source   = "./modules/registry"
  for_each = var.services

  name = "${local.name}/${each.key}"
  keep = each.value.keep
}

module "cluster" {
  source = "./modules/cluster"

  name     = local.name
  insights = true
}

module "service" {
  source   = "./modules/service"
  for_each = var.services

  name           = "${local.name}-${each.key}"
  region         = var.region
  cluster        = module.cluster.arn
  image          = "${module.registry[each.key].url}:${each.value.tag}"
  repository_arn = module.registry[each.key].arn
  cpu            = each.value.cpu
  memory         = each.value.memory
  port           = each.value.port
  environment    = merge(local.environment, each.value.environment)
  vpc_id         = module.network.vpc_id
  subnet_ids     = module.network.private_subnet_ids
  endpoints      = module.network.endpoint_group
  s3_prefix_list = module.network.s3_prefix_list
  tags           = local.tags
}
