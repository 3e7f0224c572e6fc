# The network that every account has: its table leads out, its subnets hand out addresses, but not to Fargate.
provider "aws" { region = "eu-west-1" }

resource "aws_default_vpc" "this" {}

resource "aws_default_subnet" "this" {
  for_each          = toset(["eu-west-1a", "eu-west-1b"])
  availability_zone = each.key
}

resource "aws_security_group" "quick" {
  vpc_id = aws_default_vpc.this.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "quick" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "quick" {
  role       = aws_iam_role.quick.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "quick" {
  name = "quick"
}
resource "aws_ecs_cluster" "quick" {
  name = "quick"
}
resource "aws_ecs_task_definition" "quick" {
  family                   = "quick"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.quick.arn
  container_definitions    = jsonencode([{ name = "quick", image = "${aws_ecr_repository.quick.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "quick" {
  name            = "quick"
  cluster         = aws_ecs_cluster.quick.id
  task_definition = aws_ecs_task_definition.quick.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets          = [for s in aws_default_subnet.this : s.id]
    security_groups  = [aws_security_group.quick.id]
    assign_public_ip = true
  }
}
