resource "aws_iam_role" "execution" {
  name = "onyx-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "platform" {
  name = "onyx"
}

resource "aws_ecs_task_definition" "onyx" {
  family                   = "onyx"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "onyx", image = "123456789012.dkr.ecr.us-east-2.amazonaws.com/onyx:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "onyx" {
  name            = "onyx"
  cluster         = aws_ecs_cluster.platform.id
  task_definition = aws_ecs_task_definition.onyx.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.onyx.id]
    security_groups  = [aws_security_group.onyx.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
