resource "aws_iam_role" "execution" {
  name = "iris-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "hub" {
  name = "iris"
}

resource "aws_ecs_task_definition" "iris" {
  family                   = "iris"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "iris", image = "123456789012.dkr.ecr.us-east-2.amazonaws.com/iris:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "iris" {
  name            = "iris"
  cluster         = aws_ecs_cluster.hub.id
  task_definition = aws_ecs_task_definition.iris.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.iris.id]
    security_groups  = [aws_security_group.iris.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
