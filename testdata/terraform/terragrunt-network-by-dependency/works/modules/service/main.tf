variable "vpc_id" {
  type = string
}

variable "subnets" {
  type = list(string)
}

resource "aws_security_group" "tickets" {
  name   = "tickets"
  vpc_id = var.vpc_id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "tickets" {
  name = "tickets-execution"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "tickets" {
  role       = aws_iam_role.tickets.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "tickets" {
  name = "tickets"
}

resource "aws_ecs_cluster" "tickets" {
  name = "tickets"
}

resource "aws_ecs_task_definition" "tickets" {
  family                   = "tickets"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.tickets.arn
  container_definitions = jsonencode([{
    name  = "tickets"
    image = "${aws_ecr_repository.tickets.repository_url}:2.1.0"
  }])
}

resource "aws_ecs_service" "tickets" {
  name            = "tickets"
  cluster         = aws_ecs_cluster.tickets.arn
  task_definition = aws_ecs_task_definition.tickets.arn
  desired_count   = 1
  launch_type     = "FARGATE"
  depends_on      = [aws_iam_role_policy_attachment.tickets]

  network_configuration {
    subnets         = var.subnets
    security_groups = [aws_security_group.tickets.id]
  }
}
