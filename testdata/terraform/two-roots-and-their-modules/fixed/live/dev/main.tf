provider "aws" { region = "eu-west-1" }

module "stack" {
  source      = "../../modules/stack"
  environment = "dev"
  nat         = true
}
