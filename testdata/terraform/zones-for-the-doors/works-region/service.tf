resource "aws_iam_role" "execution" {
  name = "umber-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "campus" {
  name = "umber"
}

resource "aws_ecs_task_definition" "umber" {
  family                   = "umber"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "umber", image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/umber:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "umber" {
  name            = "umber"
  cluster         = aws_ecs_cluster.campus.id
  task_definition = aws_ecs_task_definition.umber.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.umber.id]
    security_groups  = [aws_security_group.umber.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
