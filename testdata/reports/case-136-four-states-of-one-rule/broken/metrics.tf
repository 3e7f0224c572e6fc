resource "aws_security_group" "metrics_in" {
  name   = "metrics-api-in"
  vpc_id = aws_vpc.backend.id

  ingress {
    from_port   = 8080
    to_port     = 8080
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.backend.cidr_block]
  }
}

resource "aws_security_group" "metrics_out" {
  name   = "metrics-api-out"
  vpc_id = aws_vpc.backend.id

  egress {
    from_port   = 0
    to_port     = 65535
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.backend.cidr_block]
  }
}

resource "aws_iam_role" "metrics" {
  name_prefix        = "metrics-api-"
  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {"Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Effect": "Allow"}
      ]
    }
  JSON
}

resource "aws_iam_role_policy" "metrics" {
  role = aws_iam_role.metrics.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]
      Resource = "*"
    }]
  })
}

resource "aws_ecs_cluster" "metrics" {
  name = "metrics"
}

resource "aws_ecs_task_definition" "metrics" {
  family                   = "metrics-api"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.metrics.arn
  container_definitions = jsonencode([{
    name  = "api"
    image = "111122223333.dkr.ecr.eu-west-2.amazonaws.com/govwide/metrics-api:latest"
  }])
}

resource "aws_ecs_service" "metrics" {
  name             = "metrics-api"
  cluster          = aws_ecs_cluster.metrics.id
  task_definition  = aws_ecs_task_definition.metrics.arn
  desired_count    = 1
  launch_type      = "FARGATE"
  platform_version = "1.4.0"

  network_configuration {
    subnets          = values(aws_subnet.backend)[*].id
    assign_public_ip = true
    security_groups  = [aws_security_group.metrics_in.id, aws_security_group.metrics_out.id]
  }
}
