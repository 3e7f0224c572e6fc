provider "aws" {
  region = "us-east-2"
}

variable "release" {
  default = "2026-03"
}

resource "aws_vpc" "db" {
  cidr_block = "192.168.0.0/20"
}

resource "aws_subnet" "db" {
  vpc_id     = aws_vpc.db.id
  cidr_block = "192.168.4.0/24"
}

resource "aws_internet_gateway" "db" {
  vpc_id = aws_vpc.db.id
}

resource "aws_route" "db" {
  route_table_id         = aws_vpc.db.main_route_table_id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.db.id
}

resource "aws_ecs_cluster" "db" {
  name = "db"
}

resource "aws_iam_role" "migrate" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
  inline_policy {
    name = "pull"
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "ecr:*", Resource = "*" }]
    })
  }
}

data "aws_ecr_repository" "migrate" {
  name = "db/migrate"
}

resource "aws_ecs_task_definition" "migrate" {
  family                   = "migrate"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.migrate.arn
  container_definitions    = jsonencode([{ name = "migrate", image = "${data.aws_ecr_repository.migrate.repository_url}:${var.release}" }])
}

data "aws_ecs_task_execution" "migrate" {
  cluster         = aws_ecs_cluster.db.id
  task_definition = aws_ecs_task_definition.migrate.arn
  desired_count   = 1
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.db.id]
    security_groups  = [aws_vpc.db.default_security_group_id]
    assign_public_ip = false
  }
}
