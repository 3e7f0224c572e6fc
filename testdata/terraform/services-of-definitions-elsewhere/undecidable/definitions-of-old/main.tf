provider "aws" {
  region = local.region
}

locals {
  region = "eu-west-3"
}

resource "aws_ecs_task_definition" "grinder" {
  family                = "mill-grinder"
  container_definitions = jsonencode([{ name = "main", image = "public.ecr.aws/docker/library/busybox:1.36", memory = 64 }])
}
