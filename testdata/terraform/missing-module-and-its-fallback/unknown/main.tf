# try() has a fallback for what is missing; a module that is not on disk is not missing.
provider "aws" { region = "eu-west-1" }

module "network" {
  source = "git::https://git.example.com/platform/network.git?ref=v3"
}

locals {
  groups  = try(module.network.group_ids, [])
  subnets = coalescelist(try(module.network.subnet_ids, []), [aws_subnet.last_resort.id])
}

resource "aws_vpc" "spare" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "last_resort" {
  vpc_id     = aws_vpc.spare.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_iam_role" "spare" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "spare" {
  role       = aws_iam_role.spare.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "spare" {
  name = "spare"
}
resource "aws_ecs_cluster" "spare" {
  name = "spare"
}
resource "aws_ecs_task_definition" "spare" {
  family                   = "spare"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.spare.arn
  container_definitions    = jsonencode([{ name = "spare", image = "${aws_ecr_repository.spare.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "spare" {
  name            = "spare"
  cluster         = aws_ecs_cluster.spare.id
  task_definition = aws_ecs_task_definition.spare.id
  launch_type     = "FARGATE"
  network_configuration {
    subnets         = local.subnets
    security_groups = local.groups
  }
}
