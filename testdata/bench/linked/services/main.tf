data "terraform_remote_state" "platform" {
  backend = "s3"

  config = {
    bucket = "states"
    key    = "stack-name/platform.tfstate"
    region = "eu-central-1"
  }
}

locals {
  platform = data.terraform_remote_state.platform.outputs
}

module "service" {
  source   = "../modules/service"
  for_each = var.services

  name           = "${local.name}-${each.key}"
  region         = var.region
  cluster        = local.platform.cluster
  image          = "${local.platform.registries[each.key].url}:${each.value.tag}"
  repository_arn = local.platform.registries[each.key].arn
  cpu            = each.value.cpu
  memory         = each.value.memory
  port           = each.value.port
  environment    = merge(local.environment, each.value.environment)
  vpc_id         = local.platform.network.vpc_id
  subnet_ids     = local.platform.network.private_subnet_ids
  endpoints      = local.platform.network.endpoint_group
  s3_prefix_list = local.platform.network.s3_prefix_list
  tags           = local.tags
}
