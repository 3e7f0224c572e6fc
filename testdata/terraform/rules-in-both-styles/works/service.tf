resource "aws_iam_role" "execution" {
  name = "birch-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "shared" {
  name = "birch"
}

resource "aws_ecs_task_definition" "birch" {
  family                   = "birch"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "birch", image = "123456789012.dkr.ecr.eu-north-1.amazonaws.com/birch:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "birch" {
  name            = "birch"
  cluster         = aws_ecs_cluster.shared.id
  task_definition = aws_ecs_task_definition.birch.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.birch.id]
    security_groups  = [aws_security_group.birch.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
