provider "aws" { region = "eu-west-1" }

module "stack" {
  source      = "../../modules/stack"
  environment = "prod"
  nat         = terraform.workspace != "blue"
}
