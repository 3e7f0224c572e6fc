module "execution" {
  source = "./execution"
  name   = "gulls-execution"
}

resource "aws_ecr_repository" "gulls" {
  name = "gulls"
}

resource "aws_ecs_cluster" "gulls" {
  name = "gulls"
}

resource "aws_ecs_task_definition" "gulls" {
  family                   = "gulls"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = module.execution.arn
  container_definitions    = jsonencode([local.container])
}

locals {
  container = { name = "gulls", image = "${aws_ecr_repository.gulls.repository_url}:0.4", essential = true }
}

resource "aws_ecs_service" "gulls" {
  name            = "gulls"
  cluster         = aws_ecs_cluster.gulls.arn
  task_definition = aws_ecs_task_definition.gulls.arn
  launch_type     = "FARGATE"
  desired_count   = 3

  network_configuration {
    subnets         = aws_subnet.gulls[*].id
    security_groups = [aws_security_group.gulls.id]
  }

  depends_on = [module.execution]
}
