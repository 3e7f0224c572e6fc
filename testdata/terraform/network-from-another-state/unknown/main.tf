provider "aws" { region = "eu-west-1" }

data "terraform_remote_state" "network" {
  backend = "s3"
  config = {
    bucket = "acme-state"
    key    = "network/terraform.tfstate"
    region = "eu-west-1"
  }
}

locals {
  network = data.terraform_remote_state.network.outputs
}

resource "aws_security_group" "feed" {
  vpc_id = local.network.vpc_id
}

resource "aws_security_group_rule" "feed" {
  for_each                 = toset(local.network.endpoint_group_ids)
  type                     = "egress"
  security_group_id        = aws_security_group.feed.id
  protocol                 = "tcp"
  from_port                = 443
  to_port                  = 443
  source_security_group_id = each.key
}

resource "aws_security_group_rule" "feed_lists" {
  type              = "egress"
  security_group_id = aws_security_group.feed.id
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  prefix_list_ids   = local.network.prefix_list_ids
}

resource "aws_iam_role" "feed" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "feed" {
  role       = aws_iam_role.feed.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "feed" {
  name = "feed"
}

resource "aws_ecs_cluster" "feed" {
  name = "feed"
}

resource "aws_ecs_task_definition" "feed" {
  family                   = "feed"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.feed.arn
  container_definitions    = jsonencode([{ name = "feed", image = "${aws_ecr_repository.feed.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "feed" {
  name            = "feed"
  cluster         = aws_ecs_cluster.feed.id
  task_definition = aws_ecs_task_definition.feed.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = local.network.private_subnets
    security_groups = [aws_security_group.feed.id]
  }
}
