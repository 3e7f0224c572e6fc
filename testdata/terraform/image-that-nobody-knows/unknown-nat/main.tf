provider "aws" {
  region              = "us-east-2"
  allowed_account_ids = ["123456789012"]
}

variable "image" { type = string }

resource "aws_vpc" "shared" {
  cidr_block           = "10.91.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "shared" {
  vpc_id = aws_vpc.shared.id
}

resource "aws_subnet" "zephyr" {
  vpc_id            = aws_vpc.shared.id
  cidr_block        = "10.91.10.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "zephyr" {
  vpc_id = aws_vpc.shared.id
}

resource "aws_route_table_association" "zephyr" {
  subnet_id      = aws_subnet.zephyr.id
  route_table_id = aws_route_table.zephyr.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.shared.id
  cidr_block        = "10.91.0.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.shared.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.shared.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "shared" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.zephyr.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = aws_nat_gateway.shared.id
}

resource "aws_security_group" "zephyr" {
  name   = "zephyr"
  vpc_id = aws_vpc.shared.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "zephyr-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "shared" {
  name = "zephyr"
}

resource "aws_ecs_task_definition" "zephyr" {
  family                   = "zephyr"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "zephyr", image = "${var.image}", essential = true }
  ])
}

resource "aws_ecs_service" "zephyr" {
  name            = "zephyr"
  cluster         = aws_ecs_cluster.shared.id
  task_definition = aws_ecs_task_definition.zephyr.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.zephyr.id]
    security_groups  = [aws_security_group.zephyr.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
