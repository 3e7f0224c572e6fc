variable "name" {}
variable "image" {}
variable "cluster" {}
variable "role_arn" {}
variable "subnets" {}
variable "groups" {}

locals {
  envoy = {
    name      = "envoy"
    image     = "840364872350.dkr.ecr.eu-west-1.amazonaws.com/aws-appmesh-envoy:v1.29.12.1-prod"
    essential = true
  }
}

resource "aws_ecs_task_definition" "this" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = var.role_arn
  container_definitions    = jsonencode([{ name = "app", image = var.image, essential = true }, local.envoy])
}

resource "aws_ecs_service" "this" {
  name            = var.name
  cluster         = var.cluster
  task_definition = aws_ecs_task_definition.this.arn
  launch_type     = "FARGATE"

  network_configuration {
    subnets         = var.subnets
    security_groups = var.groups
  }
}
