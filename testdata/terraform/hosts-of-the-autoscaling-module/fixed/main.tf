# The profile that the module makes may pull.
provider "aws" {
  region = "eu-central-1"
}

locals {
  cluster = "batch-reports"
}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
}

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "6.0.1"

  name               = local.cluster
  cidr               = "10.20.0.0/16"
  azs                = ["eu-central-1a", "eu-central-1b"]
  private_subnets    = [for i in range(2) : cidrsubnet("10.20.0.0/16", 8, i)]
  public_subnets     = [for i in range(2) : cidrsubnet("10.20.0.0/16", 8, i + 100)]
  enable_nat_gateway = true
  single_nat_gateway = true
}

module "hosts" {
  source  = "terraform-aws-modules/security-group/aws"
  version = "~> 5.0"

  name         = "hosts"
  vpc_id       = module.vpc.vpc_id
  egress_rules = ["all-all"]
}

module "autoscaling" {
  source  = "terraform-aws-modules/autoscaling/aws"
  version = "~> 9.0"

  name                        = local.cluster
  image_id                    = data.aws_ssm_parameter.image.value
  instance_type               = "t3.large"
  min_size                    = 1
  max_size                    = 4
  desired_capacity            = 2
  vpc_zone_identifier         = module.vpc.private_subnets
  security_groups             = [module.hosts.security_group_id]
  create_iam_instance_profile = true
  iam_role_name               = local.cluster
  iam_role_policies = { ssm = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
  ecs = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role" }

  user_data = base64encode("#!/bin/bash\necho ECS_CLUSTER=${local.cluster} >> /etc/ecs/ecs.config\n")
}

module "images" {
  source  = "terraform-aws-modules/ecr/aws"
  version = "~> 3.0"

  for_each        = toset(["reports", "mailer"])
  repository_name = "office/${each.key}"

  create_lifecycle_policy = false
}

resource "aws_ecs_cluster" "this" {
  name = local.cluster
}

resource "aws_ecs_capacity_provider" "hosts" {
  name = "hosts"

  auto_scaling_group_provider {
    auto_scaling_group_arn = module.autoscaling.autoscaling_group_arn
  }
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = [aws_ecs_capacity_provider.hosts.name]

  default_capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.hosts.name
    weight            = 1
  }
}

resource "aws_ecs_task_definition" "this" {
  for_each = module.images

  family                = each.key
  container_definitions = jsonencode([{ name = each.key, image = "${each.value.repository_url}:2.0.0", memory = 256 }])
}

resource "aws_ecs_service" "this" {
  for_each = aws_ecs_task_definition.this

  name            = each.key
  cluster         = aws_ecs_cluster.this.id
  task_definition = each.value.arn
  desired_count   = 1
  depends_on      = [aws_ecs_cluster_capacity_providers.this]
}
