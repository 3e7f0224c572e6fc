provider "aws" {
  region = "eu-central-1"
}

data "aws_vpc" "quay" {
  tags = { Name = "quay" }
}

data "aws_subnets" "private" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.quay.id]
  }

  tags = { Tier = "private" }
}

resource "aws_security_group" "task" {
  name   = "winch"
  vpc_id = data.aws_vpc.quay.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "winch-execution"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "winch" {
  name = "winch"
}

resource "aws_ecs_cluster" "winch" {
  name = "winch"
}

resource "aws_ecs_task_definition" "winch" {
  family                   = "winch"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "winch", image = "${aws_ecr_repository.winch.repository_url}:4.1", essential = true },
  ])
}

resource "aws_ecs_service" "winch" {
  name            = "winch"
  cluster         = aws_ecs_cluster.winch.arn
  task_definition = aws_ecs_task_definition.winch.arn
  launch_type     = "FARGATE"
  desired_count   = 2
  depends_on      = [aws_iam_role_policy_attachment.execution]

  network_configuration {
    subnets          = data.aws_subnets.private.ids
    security_groups  = [aws_security_group.task.id]
    assign_public_ip = false
  }
}
