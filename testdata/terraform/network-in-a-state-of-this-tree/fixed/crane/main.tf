provider "aws" {
  region = "eu-central-1"
}

data "terraform_remote_state" "network" {
  backend = "s3"

  config = {
    bucket = "acme-terraform"
    key    = "harbour/network.tfstate"
    region = "eu-central-1"
  }
}

resource "aws_security_group" "task" {
  name   = "crane"
  vpc_id = data.terraform_remote_state.network.outputs.vpc_id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "crane-execution"
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

resource "aws_ecr_repository" "crane" {
  name = "crane"
}

resource "aws_ecs_cluster" "crane" {
  name = "crane"
}

resource "aws_ecs_task_definition" "crane" {
  family                   = "crane"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "crane", image = "${aws_ecr_repository.crane.repository_url}:4.1", essential = true },
  ])
}

resource "aws_ecs_service" "crane" {
  name            = "crane"
  cluster         = aws_ecs_cluster.crane.arn
  task_definition = aws_ecs_task_definition.crane.arn
  launch_type     = "FARGATE"
  desired_count   = 2
  depends_on      = [aws_iam_role_policy_attachment.execution]

  network_configuration {
    subnets          = data.terraform_remote_state.network.outputs.subnet_ids.private
    security_groups  = [aws_security_group.task.id]
    assign_public_ip = false
  }
}
