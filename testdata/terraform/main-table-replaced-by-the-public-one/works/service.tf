provider "aws" {
  region = "ap-southeast-2"
}

module "role" {
  source = "./role"
  names  = ["greeter"]
}

resource "aws_ecr_repository" "greeter" {
  name = "greeter"
}

resource "aws_ecs_cluster" "app" {
  name = "app"
}

resource "aws_ecs_task_definition" "greeter" {
  family                   = "greeter"
  cpu                      = "512"
  memory                   = "1024"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = module.role.arns["greeter"]

  container_definitions = <<EOF
[
  {
    "name": "greeter",
    "image": "${aws_ecr_repository.greeter.repository_url}@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "essential": true
  }
]
EOF
}

resource "aws_ecs_service" "greeter" {
  name            = "greeter"
  cluster         = aws_ecs_cluster.app.arn
  task_definition = aws_ecs_task_definition.greeter.arn
  desired_count   = 2

  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 1
  }

  network_configuration {
    subnets          = aws_subnet.app[*].id
    assign_public_ip = true
  }
}
