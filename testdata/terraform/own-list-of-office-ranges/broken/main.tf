provider "aws" {
  region = "ca-central-1"
}

module "vpc" {
  source = "./modules/vpc"
  cidr   = "10.130.0.0/16"
}

resource "aws_ec2_managed_prefix_list" "outside" {
  name           = "orders-outside"
  address_family = "IPv4"
  max_entries    = 10

  dynamic "entry" {
    for_each = var.outside
    content {
      cidr        = entry.value.cidr
      description = entry.value.why
    }
  }
}

resource "aws_security_group" "orders" {
  name        = "orders"
  vpc_id      = module.vpc.id
  description = "orders"
}

resource "aws_vpc_security_group_egress_rule" "outside" {
  security_group_id = aws_security_group.orders.id
  prefix_list_id    = aws_ec2_managed_prefix_list.outside.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_iam_role" "orders" {
  name               = "orders-exec"
  assume_role_policy = file("${path.module}/policies/trust.json")
}

resource "aws_iam_role_policy" "orders" {
  role   = aws_iam_role.orders.id
  name   = "pull"
  policy = templatefile("${path.module}/policies/pull.json.tftpl", { repositories = [aws_ecr_repository.orders.arn] })
}

resource "aws_ecr_repository" "orders" {
  name = "orders"
}
resource "aws_ecs_cluster" "orders" {
  name = "orders"
}

resource "aws_ecs_task_definition" "orders" {
  family                   = "orders"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.orders.arn
  container_definitions = templatefile("${path.module}/containers.json", {
    image = "${aws_ecr_repository.orders.repository_url}:main"
  })
}

resource "aws_ecs_service" "orders" {
  name            = "orders"
  cluster         = aws_ecs_cluster.orders.id
  task_definition = aws_ecs_task_definition.orders.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = module.vpc.private
    security_groups = [aws_security_group.orders.id]
  }
}
