terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

locals {
  name = "orders"
}

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 6.0"

  name               = local.name
  cidr               = "10.40.0.0/16"
  azs                = ["eu-west-1a", "eu-west-1b"]
  public_subnets     = ["10.40.0.0/24", "10.40.1.0/24"]
  private_subnets    = ["10.40.10.0/24", "10.40.11.0/24"]
  enable_nat_gateway = true
  single_nat_gateway = true
}

resource "aws_ecr_repository" "orders" {
  name = "shop/orders"
}

module "cluster" {
  source  = "terraform-aws-modules/ecs/aws//modules/cluster"
  version = "~> 7.0"

  name = local.name

  cluster_capacity_providers = ["FARGATE", "FARGATE_SPOT"]
  default_capacity_provider_strategy = {
    FARGATE_SPOT = { weight = 100 }
  }
}

module "orders" {
  source  = "terraform-aws-modules/ecs/aws//modules/service"
  version = "~> 7.0"

  name        = local.name
  cluster_arn = module.cluster.arn
  cpu         = 512
  memory      = 1024

  container_definitions = {
    orders = {
      image     = "${aws_ecr_repository.orders.repository_url}:2.4.1"
      essential = true
      portMappings = [
        { containerPort = 8080, protocol = "tcp" },
      ]
    }
    envoy = {
      image                  = "public.ecr.aws/appmesh/aws-appmesh-envoy:v1.29.6.1-prod"
      readonlyRootFilesystem = false
      dependsOn              = [{ containerName = "orders", condition = "START" }]
    }
  }

  subnet_ids = module.vpc.private_subnets
  vpc_id     = module.vpc.vpc_id

  security_group_ingress_rules = {
    inside = {
      from_port   = 8080
      ip_protocol = "tcp"
      cidr_ipv4   = module.vpc.vpc_cidr_block
    }
  }
  security_group_egress_rules = {
    all = {
      ip_protocol = "-1"
      cidr_ipv4   = "0.0.0.0/0"
    }
  }
}
