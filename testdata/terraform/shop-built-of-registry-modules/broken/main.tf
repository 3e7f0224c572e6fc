# The subnets are private and the module is not asked for NAT gateways.
provider "aws" { region = "eu-west-1" }

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 5.0"

  name            = "core"
  cidr            = "10.0.0.0/16"
  azs             = ["eu-west-1a", "eu-west-1b"]
  private_subnets = ["10.0.1.0/24", "10.0.2.0/24"]
  public_subnets  = ["10.0.101.0/24", "10.0.102.0/24"]

}

module "tasks" {
  source  = "terraform-aws-modules/security-group/aws"
  version = "~> 5.1"

  name         = "tasks"
  vpc_id       = module.vpc.vpc_id
  egress_rules = ["all-all"]
}

module "execution" {
  source  = "terraform-aws-modules/iam/aws//modules/iam-assumable-role"
  version = "~> 5.30"

  create_role             = true
  role_requires_mfa       = false
  role_name               = "orders-execution"
  trusted_role_services   = ["ecs-tasks.amazonaws.com"]
  custom_role_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
}

module "images" {
  source  = "terraform-aws-modules/ecr/aws"
  version = "~> 2.0"

  repository_name             = "orders"
  repository_lifecycle_policy = jsonencode({ rules = [{ rulePriority = 1, selection = { tagStatus = "untagged", countType = "imageCountMoreThan", countNumber = 30 }, action = { type = "expire" } }] })
}

resource "aws_ecs_cluster" "this" {
  name = "shop"
}

resource "aws_ecs_task_definition" "orders" {
  family                   = "orders"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = module.execution.iam_role_arn
  container_definitions    = jsonencode([{ name = "orders", image = "${module.images.repository_url}:1.4.2", essential = true }])
}

resource "aws_ecs_service" "orders" {
  name            = "orders"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.orders.arn
  launch_type     = "FARGATE"
  desired_count   = 2

  network_configuration {
    subnets         = module.vpc.private_subnets
    security_groups = [module.tasks.security_group_id]
  }
}
