variable "commit" {
  type    = string
  default = "0f6b3cdf2b3a7c0c2f5a9d0b8f7e6d5c4b3a2918"
}

resource "aws_ecr_repository" "demo" {
  name = "circleci-demo-service"
}

resource "aws_iam_role" "execution" {
  name = "demo-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
}

resource "aws_ecs_cluster" "demo" {
  name = "demo"
}

resource "aws_security_group" "demo" {
  name   = "demo"
  vpc_id = aws_vpc.demo.id
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_task_definition" "demo" {
  family                   = "circleci-demo-service"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([{
    name  = "web"
    image = "nginx:${var.commit}"
  }])
}

resource "aws_ecs_service" "demo" {
  name            = "demo"
  cluster         = aws_ecs_cluster.demo.id
  task_definition = aws_ecs_task_definition.demo.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets          = aws_subnet.public[*].id
    security_groups  = [aws_security_group.demo.id]
    assign_public_ip = true
  }
}
