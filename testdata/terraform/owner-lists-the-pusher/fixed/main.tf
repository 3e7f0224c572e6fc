provider "aws" {
  alias               = "tools"
  region              = "eu-west-1"
  allowed_account_ids = ["111111111111"]
}

provider "aws" {
  alias               = "prod"
  region              = "eu-west-1"
  allowed_account_ids = ["222222222222"]
}

module "images" {
  source    = "./images"
  providers = { aws = aws.tools }
  names     = ["crm", "erp"]
  readers   = [for r in [local.pipeline, local.execution] : "arn:aws:iam::222222222222:role/${r}"]
}

locals {
  pipeline  = "pipeline"
  execution = "crm-execution"
}

module "crm" {
  source    = "./crm"
  providers = { aws = aws.prod }
  role      = local.execution
  image     = module.images.urls["crm"]
}
