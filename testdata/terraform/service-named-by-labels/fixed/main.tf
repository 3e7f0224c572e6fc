provider "aws" {
  region = "us-east-2"
}

module "label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  namespace = "acme"
  stage     = "prod"
  name      = "billing"
}

module "vpc" {
  source  = "cloudposse/vpc/aws"
  version = "2.2.0"

  ipv4_primary_cidr_block = "172.20.0.0/16"
  context                 = module.label.context
}

module "subnets" {
  source  = "cloudposse/dynamic-subnets/aws"
  version = "2.4.2"

  vpc_id              = module.vpc.vpc_id
  igw_id              = [module.vpc.igw_id]
  ipv4_cidr_block     = [module.vpc.vpc_cidr_block]
  availability_zones  = ["us-east-2a", "us-east-2b"]
  max_subnet_count    = 2
  nat_gateway_enabled = true
  max_nats            = 1
  context             = module.label.context
}

module "ecr" {
  source  = "cloudposse/ecr/aws"
  version = "0.42.1"

  principals_readonly_access = [module.service.task_exec_role_arn]
  context                    = module.label.context
}

resource "aws_cloudwatch_log_group" "this" {
  name = "/ecs/${module.label.id}"
}

resource "aws_ecs_cluster" "this" {
  name = module.label.id
}

module "container" {
  source  = "cloudposse/ecs-container-definition/aws"
  version = "0.61.1"

  container_name   = "billing"
  container_image  = "${module.ecr.repository_url}:2024-11-02"
  container_cpu    = 256
  container_memory = 512

  map_environment = {
    STAGE = module.label.stage
  }

  log_configuration = {
    logDriver = "awslogs"
    options = {
      awslogs-group         = aws_cloudwatch_log_group.this.name
      awslogs-region        = "us-east-2"
      awslogs-stream-prefix = "billing"
    }
  }
}

module "service" {
  source  = "cloudposse/ecs-alb-service-task/aws"
  version = "0.76.1"

  container_definition_json      = module.container.json_map_encoded_list
  ecs_cluster_arn                = aws_ecs_cluster.this.arn
  vpc_id                         = module.vpc.vpc_id
  subnet_ids                     = module.subnets.private_subnet_ids
  network_mode                   = "awsvpc"
  launch_type                    = "FARGATE"
  task_cpu                       = 256
  task_memory                    = 512
  ignore_changes_task_definition = false

  context = module.label.context
}
