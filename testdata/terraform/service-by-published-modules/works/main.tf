provider "aws" {
  region = "eu-central-1"
}

module "network" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.8.1"

  name           = "jobs"
  cidr           = "10.60.0.0/20"
  azs            = ["eu-central-1a", "eu-central-1b"]
  public_subnets = ["10.60.0.0/24", "10.60.1.0/24"]
}

resource "aws_secretsmanager_secret" "token" {
  name = "jobs/token"
}

# Everything by one call: the services are a map, as in version 5.
module "ecs" {
  source  = "terraform-aws-modules/ecs/aws"
  version = "5.12.1"

  cluster_name = "jobs"

  fargate_capacity_providers = {
    FARGATE = { default_capacity_provider_strategy = { weight = 1 } }
  }

  services = {
    poller = {
      cpu              = 256
      memory           = 512
      subnet_ids       = module.network.public_subnets
      assign_public_ip = true

      task_exec_secret_arns = [aws_secretsmanager_secret.token.arn]

      container_definitions = {
        poller = {
          image   = "public.ecr.aws/docker/library/python:3.12"
          command = ["python", "-m", "poller"]
          secrets = [{ name = "TOKEN", valueFrom = aws_secretsmanager_secret.token.arn }]
        }
      }

      security_group_rules = {
        out = {
          type        = "egress"
          from_port   = 0
          to_port     = 0
          protocol    = "-1"
          cidr_blocks = ["0.0.0.0/0"]
        }
      }
    }
  }
}
