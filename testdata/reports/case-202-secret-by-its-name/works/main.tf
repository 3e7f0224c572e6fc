resource "aws_secretsmanager_secret" "artifactory" {
  name = "spinnaker/artifactory"
}

resource "aws_iam_role" "execution" {
  name = "artifactory-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "execution" {
  role = aws_iam_role.execution.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "secretsmanager:GetSecretValue"
      Resource = aws_secretsmanager_secret.artifactory.arn
    }]
  })
}

resource "aws_ecs_cluster" "spin" {
  name = "spin"
}

resource "aws_security_group" "spin" {
  name   = "spin"
  vpc_id = aws_vpc.spin.id
  egress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_task_definition" "echo" {
  family                   = "echo-v000"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([{
    name                  = "echo"
    image                 = "artifactory.example.com/docker/echo:1"
    repositoryCredentials = { credentialsParameter = "spinnaker/artifactory" }
  }])
}

resource "aws_ecs_service" "echo" {
  name            = "echo-v000"
  cluster         = aws_ecs_cluster.spin.arn
  task_definition = aws_ecs_task_definition.echo.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  depends_on      = [aws_iam_role_policy.execution]

  network_configuration {
    subnets          = aws_subnet.public[*].id
    security_groups  = [aws_security_group.spin.id]
    assign_public_ip = true
  }
}
