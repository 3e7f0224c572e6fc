# No arguments but those of the newest version, which gives the group no rule of its own: nothing
# leaves the tasks.
provider "aws" { region = "eu-west-1" }
module "vpc" {
  source             = "terraform-aws-modules/vpc/aws"
  version            = "~> 5.0"
  cidr               = "10.0.0.0/16"
  azs                = ["eu-west-1a"]
  private_subnets    = ["10.0.1.0/24"]
  public_subnets     = ["10.0.2.0/24"]
  enable_nat_gateway = true
}
module "ecs" {
  source       = "terraform-aws-modules/ecs/aws"
  version      = ">= 5.0"
  cluster_name = "ledgers"
}
resource "aws_ecr_repository" "app" {
  name = "ledger"
}
module "service" {
  source      = "terraform-aws-modules/ecs/aws//modules/service"
  version     = ">= 5.0"
  name        = "ledger"
  cluster_arn = module.ecs.cluster_arn
  cpu         = 256
  memory      = 512
  container_definitions = {
    app = {
      image     = "${aws_ecr_repository.app.repository_url}:1"
      essential = true
    }
  }
  subnet_ids = module.vpc.private_subnets
}
