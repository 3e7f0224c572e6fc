provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "core" {
  cidr_block           = "10.108.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "core" {
  vpc_id = aws_vpc.core.id
}

resource "aws_subnet" "iris" {
  vpc_id            = aws_vpc.core.id
  cidr_block        = "10.108.10.0/24"
  availability_zone = "us-west-2a"
}

resource "aws_route_table" "iris" {
  vpc_id = aws_vpc.core.id
}

resource "aws_route_table_association" "iris" {
  subnet_id      = aws_subnet.iris.id
  route_table_id = aws_route_table.iris.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.core.id
  cidr_block        = "10.108.0.0/24"
  availability_zone = "us-west-2a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.core.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.core.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "core" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_ec2_managed_prefix_list" "out" {
  name           = "out"
  address_family = "IPv4"
  max_entries    = 5
  entry { cidr = "10.0.0.0/8" }
  entry { cidr = "172.16.0.0/12" }
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.iris.id
  destination_prefix_list_id = aws_ec2_managed_prefix_list.out.id
  nat_gateway_id = aws_nat_gateway.core.id
}

resource "aws_security_group" "iris" {
  name   = "iris"
  vpc_id = aws_vpc.core.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "iris-execution"
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
  name = "iris"
}

resource "aws_ecs_task_definition" "iris" {
  family                   = "iris"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "iris", image = "123456789012.dkr.ecr.us-west-2.amazonaws.com/iris:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "iris" {
  name            = "iris"
  cluster         = aws_ecs_cluster.core.id
  task_definition = aws_ecs_task_definition.iris.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.iris.id]
    security_groups  = [aws_security_group.iris.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
