provider "aws" {
  region              = "us-east-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "fabric" {
  cidr_block           = "10.152.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "fabric" {
  vpc_id = aws_vpc.fabric.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.fabric.id
  cidr_block        = "10.152.0.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.fabric.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.fabric.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "fabric" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_subnet" "poppy" {
  vpc_id     = aws_vpc.fabric.id
  cidr_block = "10.152.10.0/24"
}

resource "aws_route_table" "m" {
  vpc_id = aws_vpc.fabric.id
}
resource "aws_main_route_table_association" "m" {
  vpc_id = aws_vpc.fabric.id
  route_table_id = aws_route_table.m.id
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.m.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = aws_nat_gateway.fabric.id
}

resource "aws_security_group" "poppy" {
  name   = "poppy"
  vpc_id = aws_vpc.fabric.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "poppy-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "fabric" {
  name = "poppy"
}

resource "aws_ecs_task_definition" "poppy" {
  family                   = "poppy"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "poppy", image = "123456789012.dkr.ecr.us-east-2.amazonaws.com/poppy:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "poppy" {
  name            = "poppy"
  cluster         = aws_ecs_cluster.fabric.id
  task_definition = aws_ecs_task_definition.poppy.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.poppy.id]
    security_groups  = [aws_security_group.poppy.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
