provider "aws" {
  region              = "eu-central-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "core" {
  cidr_block           = "10.118.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "kelp" {
  vpc_id            = aws_vpc.core.id
  cidr_block        = "10.118.10.0/24"
  availability_zone = "eu-central-1a"
}

resource "aws_route_table" "kelp" {
  vpc_id = aws_vpc.core.id
}

resource "aws_route_table_association" "kelp" {
  subnet_id      = aws_subnet.kelp.id
  route_table_id = aws_route_table.kelp.id
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.kelp.id
  destination_cidr_block = "0.0.0.0/0"
  local_gateway_id = "lgw-0123456789abcdef0"
}

resource "aws_security_group" "kelp" {
  name   = "kelp"
  vpc_id = aws_vpc.core.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "kelp-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "core" {
  name = "kelp"
}

resource "aws_ecs_task_definition" "kelp" {
  family                   = "kelp"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "kelp", image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/kelp:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "kelp" {
  name            = "kelp"
  cluster         = aws_ecs_cluster.core.id
  task_definition = aws_ecs_task_definition.kelp.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.kelp.id]
    security_groups  = [aws_security_group.kelp.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
