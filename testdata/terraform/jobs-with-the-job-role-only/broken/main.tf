# Nightly land-cover tiles. The job definition is a heredoc that somebody copied from the console.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.60"
    }
  }
}

provider "aws" {
  region              = "eu-west-2"
  allowed_account_ids = ["210987654321"]
}

module "network" {
  source = "./network"
}

resource "aws_ecr_repository" "tiles" {
  name = "landcover/tiles"
}

data "aws_iam_policy_document" "tasks" {
  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "tiles" {
  name               = "landcover-tiles"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

resource "aws_iam_role_policy_attachment" "tiles" {
  role       = aws_iam_role.tiles.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_batch_compute_environment" "tiles" {
  compute_environment_name = "landcover"
  type                     = "MANAGED"

  compute_resources {
    type               = "FARGATE"
    max_vcpus          = 48
    subnets            = module.network.private_subnets
    security_group_ids = [module.network.open_group]
  }
}

resource "aws_batch_job_queue" "tiles" {
  name                 = "landcover"
  state                = "ENABLED"
  priority             = 1
  compute_environments = [aws_batch_compute_environment.tiles.arn]
}

resource "aws_batch_job_definition" "tiles" {
  name                  = "landcover-tiles"
  type                  = "container"
  platform_capabilities = ["FARGATE"]

  container_properties = <<-JSON
    {
      "image": "${aws_ecr_repository.tiles.repository_url}:2026.4",
      "command": ["tile", "--year", "Ref::year"],
      "jobRoleArn": "${aws_iam_role.tiles.arn}",
      "resourceRequirements": [
        {"type": "VCPU", "value": "2"},
        {"type": "MEMORY", "value": "4096"}
      ],
      "logConfiguration": {"logDriver": "awslogs"}
    }
  JSON
}
