resource "aws_iam_role" "runner" {
  name_prefix = "runner"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })

  inline_policy {
    name = "pull"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
        { Effect = "Allow", Action = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"], Resource = "*" },
      ]
    })
  }
}

resource "aws_security_group" "runner" {
  vpc_id = aws_vpc.shared.id

  egress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "runner" {
  name = "runner"
}

resource "aws_ecs_task_definition" "runner" {
  family                   = "runner"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.runner.arn
  container_definitions    = jsonencode([{ name = "runner", image = "111122223333.dkr.ecr.eu-west-2.amazonaws.com/runner:3" }])
}

resource "aws_ecs_service" "runner" {
  name            = "runner"
  cluster         = aws_ecs_cluster.runner.id
  task_definition = aws_ecs_task_definition.runner.arn
  launch_type     = "FARGATE"

  network_configuration {
    subnets         = concat([aws_subnet.general.id], values(aws_subnet.additional)[*].id)
    security_groups = [aws_security_group.runner.id]
  }
}
