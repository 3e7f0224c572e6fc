provider "aws" {
  region              = "us-east-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "campus" {
  cidr_block           = "10.62.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "campus" {
  vpc_id = aws_vpc.campus.id
}

resource "aws_subnet" "onyx" {
  vpc_id            = aws_vpc.campus.id
  cidr_block        = "10.62.10.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "onyx" {
  vpc_id = aws_vpc.campus.id
}

resource "aws_route_table_association" "onyx" {
  subnet_id      = aws_subnet.onyx.id
  route_table_id = aws_route_table.onyx.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.campus.id
  cidr_block        = "10.62.0.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.campus.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.campus.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_nat_gateway" "campus" {
  subnet_id = aws_subnet.public.id
}

resource "aws_eip" "nat" {}
resource "aws_nat_gateway_eip_association" "nat" {
  nat_gateway_id = aws_nat_gateway.campus.id
  allocation_id  = aws_eip.nat.id
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.onyx.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = aws_nat_gateway.campus.id
}

resource "aws_security_group" "onyx" {
  name   = "onyx"
  vpc_id = aws_vpc.campus.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "onyx-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "campus" {
  name = "onyx"
}

resource "aws_ecs_task_definition" "onyx" {
  family                   = "onyx"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "onyx", image = "123456789012.dkr.ecr.us-east-2.amazonaws.com/onyx:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "onyx" {
  name            = "onyx"
  cluster         = aws_ecs_cluster.campus.id
  task_definition = aws_ecs_task_definition.onyx.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.onyx.id]
    security_groups  = [aws_security_group.onyx.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
