provider "aws" {
  region              = "us-east-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "hub" {
  cidr_block           = "10.54.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "hub" {
  vpc_id = aws_vpc.hub.id
}

resource "aws_subnet" "river" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.54.10.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "river" {
  vpc_id = aws_vpc.hub.id
}

resource "aws_route_table_association" "river" {
  subnet_id      = aws_subnet.river.id
  route_table_id = aws_route_table.river.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.54.0.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.hub.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.hub.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_nat_gateway" "hub" {
  connectivity_type = "private"
  subnet_id = aws_subnet.public.id
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.river.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = aws_nat_gateway.hub.id
}

resource "aws_security_group" "river" {
  name   = "river"
  vpc_id = aws_vpc.hub.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "river-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "hub" {
  name = "river"
}

resource "aws_ecs_task_definition" "river" {
  family                   = "river"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "river", image = "123456789012.dkr.ecr.us-east-2.amazonaws.com/river:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "river" {
  name            = "river"
  cluster         = aws_ecs_cluster.hub.id
  task_definition = aws_ecs_task_definition.river.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.river.id]
    security_groups  = [aws_security_group.river.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
