locals {
  env  = read_terragrunt_config(find_in_parent_folders("env.hcl"))
  name = "${basename(path_relative_to_include())}-${local.env.locals.stage}"
}

generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite_terragrunt"
  contents  = <<EOF
provider "aws" {
  region              = "${local.env.locals.region}"
  allowed_account_ids = ["${local.env.locals.account}"]
}
EOF
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket = "payments-state-${local.env.locals.stage}"
    key    = "${path_relative_to_include()}/terraform.tfstate"
    region = local.env.locals.region
  }
}

inputs = {
  name = local.name
  cidr = local.env.locals.cidr
  tags = { stage = local.env.locals.stage }
}
