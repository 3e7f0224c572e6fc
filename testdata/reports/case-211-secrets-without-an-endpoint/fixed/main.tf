resource "aws_secretsmanager_secret" "database" {
  name = "underpass/database"
}

resource "aws_ecr_repository" "api" {
  name = "underpass"
}

resource "aws_iam_role" "execution" {
  name = "underpass-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role_policy" "database" {
  role = aws_iam_role.execution.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = aws_secretsmanager_secret.database.arn }]
  })
}

resource "aws_security_group" "underpass" {
  name   = "underpass"
  vpc_id = aws_vpc.underpass.id
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "underpass" {
  name = "underpass"
}

resource "aws_ecs_task_definition" "underpass" {
  family                   = "underpass"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([{
    name    = "api"
    image   = "${aws_ecr_repository.api.repository_url}:develop"
    secrets = [{ name = "DATABASE_URL", valueFrom = aws_secretsmanager_secret.database.arn }]
  }])
}

resource "aws_ecs_service" "underpass" {
  name             = "underpass"
  cluster          = aws_ecs_cluster.underpass.id
  task_definition  = aws_ecs_task_definition.underpass.arn
  launch_type      = "FARGATE"
  platform_version = "1.4.0"
  desired_count    = 1
  depends_on       = [aws_iam_role_policy_attachment.execution]

  network_configuration {
    subnets         = [for s in aws_subnet.private : s.id]
    security_groups = [aws_security_group.underpass.id]
  }
}
